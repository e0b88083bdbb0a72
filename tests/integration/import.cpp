#include <catch2/catch.hpp>

#include "integration/old_database.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

/// An empty PostgreSQL database and a folder for files of the old app.
struct Place {
  ScratchDatabase database;
  TemporaryFolder folder;

  std::string file(const std::string& generation, const std::string& more = "") {
    auto path = folder.path(generation + ".db");
    make_old_database(path, generation, more);
    return path;
  }
};

std::string counts_line(const Outcome& outcome, const std::string& table) {
  auto at = outcome.out.find("\n" + table + " ");
  auto line = outcome.out.substr(at + 1, outcome.out.find('\n', at + 1) - at - 1);
  std::string squeezed;
  for (char c : line)
    if (c != ' ' || squeezed.back() != ' ') squeezed += c;
  return squeezed;
}

}  // namespace

TEST_CASE("the older generation comes over: artists, tracks, playlists and the library, and the file stays as it was") {
  Place place;
  auto file = place.file("older");
  auto before = bytes_of(file);
  auto outcome = import_old_database(place.database.url(), file);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(bytes_of(file) == before);
  CHECK(counts_line(outcome, "artists") == "artists 3 3 0 0");
  CHECK(counts_line(outcome, "tracks") == "tracks 3 3 0 0");
  CHECK(counts_line(outcome, "playlist_tracks") == "playlist_tracks 3 3 0 0");
  CHECK_THAT(outcome.out, Contains("tracks with energy > 0.8") && !Contains("DIFFERENT"));

  auto sql = told_by_imports(place.database);
  CHECK(
      sql.rows("select tracks.name, artists.name, album_name, release_date::text, release_precision, duration_ms, "
               "popularity, energy, "
               "audio_features ->> 'tempo', to_char(tracks.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') "
               "from tracks join artists on artists.id = artist_id order by tracks.spotify_id") ==
      Rows{{"Crazy in Love", "Beyoncé", "Dangerously in Love", "2003-06-01", "month", "236133", "77", "0.9", "null",
            "2024-11-06 08:00:01.000000"},
           {"No Features", "Beyoncé", "null", "2016-01-01", "year", "null", "null", "null", "null",
            "2024-11-06 00:00:00.000000"},
           {"Creep", "Radiohead", "Pablo Honey", "1993-02-22", "day", "238640", "88", "0.43", "91.844",
            "2024-11-06 07:00:00.000000"}});
  CHECK(
      sql.value("select to_char(created_at at time zone 'UTC', 'HH24:MI:SS.US') from artists where name = 'Beyoncé'") ==
      "10:11:12.123456");
  CHECK(sql.rows("select playlist_id, name, kind, year from playlists order by 1") ==
        Rows{{"playlist_2020_december", "2020 December", "imported", "2020"},
             {"playlist_2021_january", "2021 January", "imported", "2021"}});
  CHECK(sql.rows("select playlist_id, tracks.name, position from playlist_tracks join tracks on tracks.id = track_id "
                 "order by 1, 3") == Rows{{"playlist_2020_december", "Creep", "1"},
                                          {"playlist_2020_december", "Crazy in Love", "2"},
                                          {"playlist_2021_january", "Creep", "1"}});
  CHECK(sql.number("select count(*) from library join users on users.id = user_id join tracks on tracks.id = track_id "
                   "where spotify_user_id = 'demo' and first_seen_at = tracks.created_at") == 3);
}

TEST_CASE("the revised generation comes over, with what Spotify's own answer says beyond the columns") {
  Place place;
  auto outcome = import_old_database(place.database.url(), place.file("revised"));
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(counts_line(outcome, "tracks") == "tracks 2 2 0 0");
  CHECK(counts_line(outcome, "snapshots") == "snapshots 3 3 0 0");
  auto sql = told_by_imports(place.database);
  CHECK(sql.rows("select tracks.name, artists.name, artists.spotify_id, release_date::text, popularity, isrc, raw_json "
                 "->> 'name', tracks.created_at "
                 "from tracks join artists on artists.id = artist_id order by tracks.name desc") ==
        Rows{{"Creep", "Radiohead", "4Z8W4fKeB5YxbusRsdQVPb", "1993-02-22", "88", "GBAYE9200070", "Creep", "null"},
             {"Crazy in Love", "Beyoncé", sql.value("select spotify_id from artists where name = 'Beyoncé'"), "null",
              "null", "null", "null", "null"}});
  CHECK(sql.value("select spotify_id from artists where name = 'Beyoncé'").size() == 22);
  CHECK(sql.value("select spotify_id from artists where name = 'Beyoncé'").front() == '_');
  CHECK(sql.rows("select snapshot_date::text, time_range, rank, name from snapshots join tracks on tracks.id = "
                 "track_id order by 1, 3") == Rows{{"2025-01-02", "short_term", "1", "Creep"},
                                                   {"2025-01-02", "short_term", "2", "Crazy in Love"},
                                                   {"2025-01-03", "long_term", "1", "Creep"}});
  CHECK(sql.number("select count(*) from library where first_seen_at = '2025-01-02T00:00:00Z'") == 2);
}

TEST_CASE("a second import adds nothing and says so, and changes nothing") {
  for (std::string generation : {"older", "revised"}) {
    CAPTURE(generation);
    Place place;
    auto file = place.file(generation);
    REQUIRE(import_old_database(place.database.url(), file).exit_code == 0);
    auto sql = place.database.sql();
    const std::string everything =
        "select md5(string_agg(r, ',' order by r)) from (select tracks::text as r from tracks union all select "
        "artists::text from artists "
        "union all select library::text from library union all select playlist_tracks::text from playlist_tracks "
        "union all select playlists::text from playlists union all select snapshots::text from snapshots) as rows";
    auto before = sql.value(everything);
    auto again = import_old_database(place.database.url(), file);
    CHECK(again.exit_code == 0);
    CHECK_THAT(again.out, Contains("Nothing was added") && Contains("tracks                     "));
    CHECK_THAT(again.out, !Contains("kept"));
    CHECK(sql.value(everything) == before);
  }
}

TEST_CASE("a dry run says what would be and leaves nothing, not even the user") {
  Place place;
  auto outcome = import_old_database(place.database.url(), place.file("older"), {"--dry-run"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("A dry run: 9 rows would have been added"));
  auto sql = place.database.sql();
  CHECK(sql.number(
            "select (select count(*) from tracks) + (select count(*) from artists) + (select count(*) from users)") ==
        0);
}

TEST_CASE("what does not arrive as the file has it is named, and nothing is imported") {
  struct Sabotage {
    std::string generation, table, when, body, sentence;
  };
  const std::vector<Sabotage> all = {
      {"older", "library_artists", "before", "new.name := upper(new.name); return new",
       "of artists arrived with another value"},
      {"older", "track_claims", "before",
       "new.audio_features := jsonb_set(new.audio_features, '{energy}', '0.44'); return new",
       "row 100 of tracks arrived with another value"},
      {"older", "track_claims", "before", "new.met_at := new.met_at + interval '1 microsecond'; return new",
       "of tracks arrived with another value"},
      // Two rows exchange what they say: the sum of their columns stays the same.
      {"older", "playlist_tracks", "before",
       "new.position := case new.position when 1 then 2 when 2 then 1 end; return new",
       "of playlist_tracks arrived with another value"},
      {"older", "playlist_tracks", "before", "if new.position = 2 then return null; end if; return new",
       "of playlist_tracks did not arrive"},
      {"older", "playlist_tracks", "after",
       "if pg_trigger_depth() = 1 then"
       "  insert into playlist_tracks (user_id, playlist_id, track_id, position, source_id) "
       "  select new.user_id, new.playlist_id, id, 7, new.source_id from tracks on conflict do nothing;"
       "end if; return null",
       "PostgreSQL has other rows of playlist_tracks than the file"},
      {"revised", "track_claims", "before", "new.duration_ms := new.duration_ms + 1; return new",
       "of tracks arrived with another value"},
      {"revised", "snapshots", "before", "new.rank := new.rank + 10; return new",
       "of snapshots arrived with another value"},
  };
  Place place;
  for (const std::string generation : {"older", "revised"})
    REQUIRE(import_old_database(place.database.url(), place.file(generation), {"--dry-run"}).exit_code ==
            0);  // makes the schema
  auto sql = place.database.sql();
  for (const auto& [generation, table, when, body, sentence] : all) {
    sql.script("create function sabotage() returns trigger language plpgsql as $$ begin " + body +
               "; end $$;"
               "create trigger sabotage " +
               when + " insert on " + table + " for each row execute function sabotage()");
    auto outcome = import_old_database(place.database.url(), place.folder.path(generation + ".db"));
    INFO(generation << " " << table << ": " << body << "\n" << outcome.out << outcome.err);
    CHECK(outcome.exit_code == 1);
    CHECK_THAT(outcome.err, Contains(sentence));
    CHECK(sql.number(
              "select (select count(*) from tracks) + (select count(*) from artists) + (select count(*) from users)") ==
          0);
    sql.script("drop function sabotage cascade");
  }
}

TEST_CASE("the catalogue stays as it is, what the file says is kept beside it, and old ids are mapped") {
  Place place;
  REQUIRE(import_old_database(place.database.url(), place.file("older"), {"--dry-run"}).exit_code ==
          0);  // makes the schema
  auto sql = place.database.sql();
  sql.script(
      "insert into artists (spotify_id, name) values ('4Z8W4fKeB5YxbusRsdQVPb', 'Radiohead (UK)');"
      "insert into tracks (spotify_id, name, artist_id, popularity) select '6b2oQwSGFkzsMtQruIWm2p', 'Creep', id, 91 "
      "from artists");
  auto outcome = import_old_database(place.database.url(), place.folder.path("older.db"));
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(counts_line(outcome, "artists") == "artists 3 3 0 0");
  CHECK(counts_line(outcome, "tracks") == "tracks 3 3 0 0");
  CHECK_THAT(outcome.out, !Contains("other values"));
  CHECK(sql.rows("select artists.name, tracks.name, popularity, energy, release_date from tracks left join artists on "
                 "artists.id = artist_id order by tracks.id") == Rows{{"Radiohead (UK)", "Creep", "91", "null", "null"},
                                                                      {"null", "null", "null", "null", "null"},
                                                                      {"null", "null", "null", "null", "null"}});
  CHECK(told_by_imports(place.database)
            .rows("select artists.name, popularity, energy, release_date from tracks join artists on artists.id = "
                  "artist_id where tracks.name = 'Creep'") == Rows{{"Radiohead", "88", "0.43", "1993-02-22"}});
  CHECK(sql.number("select count(*) from playlist_tracks join tracks on tracks.id = track_id where name = 'Creep'") ==
        2);
  auto back = place.folder.path("back.db");
  REQUIRE(export_old_database(place.database.url(), back).exit_code == 0);
  CHECK(SqliteFile(back).rows("select tracks.name, artists.name, popularity, release_date from tracks join artists on "
                              "artists.id = artist_id where tracks.name = 'Creep'") ==
        std::vector<std::string>{"Creep|Radiohead (UK)|91|1993-02-22"});
}

TEST_CASE("every row that can't come over is named with its reason, and everything else comes over") {
  Place place;
  auto long_name = std::string(501, 'x');
  auto file = place.folder.path("older.db");
  make_old_database(
      file, "older",
      "insert into artists values (20, spotify_id('dup'), 'Whole', '2024-01-01'), (21, '', 'Empty id', '2024-01-01'), "
      "(22, spotify_id('artist22'), x'ff', '2024-01-01'), (23, spotify_id('artist23'), '=cmd()', 'yesterday');"
      "insert into tracks (id, spotify_id, name, artist_id, release_date, popularity, audio_features, created_at) "
      "values "
      "(200, spotify_id('t200'), '" +
          long_name +
          "', 10, '2020', 1, null, '2024-01-01'),"
          "(201, spotify_id('t201'), 'Too popular', 10, '2020', 101, null, '2024-01-01'),"
          "(202, spotify_id('t202'), 'Orphan', 99, '2020', 1, null, '2024-01-01'),"
          "(203, spotify_id('t203'), 'Artist was rejected', 22, '2020', 1, null, '2024-01-01'),"
          "(204, spotify_id('t204'), 'Bad features', 10, '12/03/2020', 1, '{\"energy\": NaN}', '2024-01-01'),"
          "(205, spotify_id('t205'), 'Bad date', 10, '2020-13-45', 1, '[]', '2024-01-01'),"
          "(206, '=1+1', 'Formula', 10, '0000', 1, '', '2024-01-01'),"
          "(207, spotify_id('t207'), 'No artist', null, '2020', 1, null, '2024-01-01'),"
          "(208, spotify_id('t208'), 'Dates', 23, '0000', 100.0, '', '2024-01-01 10:00');"
          "insert into playlist_tracks (id, playlist_id, track_id, position, created_at) values "
          "(50, 'playlist_2020_december', 100, 7, '2024-01-01'), (51, 'p', 12345, 1, '2024-01-01'), (52, 'p', 201, 1, "
          "'2024-01-01'),"
          "(53, 'p', 208, -1, '2024-01-01'), (54, 'p', 208, 'first', '2024-01-01'), (55, 'p', 208, 3, '2024-01-01')");
  auto csv = place.folder.path("rejects.csv");
  auto outcome = import_old_database(place.database.url(), file, {"--rejects", csv});
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(counts_line(outcome, "artists") == "artists 7 5 0 2");
  CHECK(counts_line(outcome, "tracks") == "tracks 12 6 0 6");
  CHECK(counts_line(outcome, "playlist_tracks") == "playlist_tracks 9 4 0 5");
  CHECK(bytes_of(csv) ==
        "\xEF\xBB\xBFtable,rowid,reason,value\r\n"
        "artists,21,\"spotify_id is not a Spotify id: 22 letters and digits\",\"\"\r\n"
        "artists,22,\"name is a blob, not text\",\"\\xff\"\r\n"
        "tracks,200,\"name is longer than 500 characters\",\"" +
            std::string(80, 'x') +
            "…\"\r\n"
            "tracks,201,\"popularity is out of range: 0 to 100\",\"101\"\r\n"
            "tracks,202,\"artist_id is an orphan: there is no such artist in the file\",\"99\"\r\n"
            "tracks,206,\"spotify_id is not a Spotify id: 22 letters and digits\",\"'=1+1\"\r\n"
            "tracks,207,\"artist_id is missing: the track names no artist\",\"\"\r\n"
            "playlist_tracks,53,\"position is out of range: 0 to 32767\",\"'-1\"\r\n"
            "playlist_tracks,54,\"position is not a whole number\",\"first\"\r\n"
            "playlist_tracks,50,\"track_id is a duplicate in the playlist\",\"100\"\r\n"
            "playlist_tracks,51,\"track_id is an orphan: there is no such track in the file, or it was "
            "rejected\",\"12345\"\r\n"
            "playlist_tracks,52,\"track_id is an orphan: there is no such track in the file, or it was "
            "rejected\",\"201\"\r\n"
            "tracks,203,\"artist_id is an orphan: its artist was rejected\",\"" +
            spotify_id("artist22") + "\"\r\n");
  CHECK_THAT(outcome.out, Contains("repaired          1  artists: created_at can't be read (row 23)"));
  CHECK_THAT(outcome.out, Contains("repaired          2  tracks: release_date can't be read (rows 204, 208)") &&
                              Contains("release_date is not a whole date: the part that is one is kept (row 205)"));
  CHECK_THAT(outcome.out, Contains("tracks: audio_features is not JSON (rows 204, 208)"));
  auto sql = told_by_imports(place.database);
  CHECK(sql.value("select created_at from artists where name = '=cmd()'") == "null");
  CHECK(sql.rows("select release_date, audio_features, popularity from tracks where spotify_id = '" +
                 spotify_id("t208") + "'") == Rows{{"null", "null", "100"}});
  CHECK_THAT(import_old_database(place.database.url(), file).out, Contains("Nothing was added"));
}

TEST_CASE("a time that the old database does not say stays unknown") {
  Place place;
  auto file = place.folder.path("older.db");
  SqliteFile(file).script(
      "create table artists (id integer primary key, spotify_id text, name text, created_at text);"
      "create table tracks (id integer primary key, spotify_id text, name text, artist_id, album_name, release_date "
      "text, duration_ms, popularity, "
      "audio_features text, created_at text);"
      "create table playlist_tracks (id, playlist_id text, track_id, position, created_at text);"
      "insert into artists values (1, spotify_id('a'), 'A', null); insert into tracks values (1, spotify_id('t'), 'T', "
      "1, null, null, null, "
      "null, null, null);"
      "insert into playlist_tracks values (1, 'p', 1, 1, null)");
  REQUIRE(import_old_database(place.database.url(), file).exit_code == 0);
  auto sql = told_by_imports(place.database);
  CHECK(sql.rows("select artists.created_at, tracks.created_at, playlist_tracks.created_at, library.first_seen_at = "
                 "library.imported_at "
                 "from tracks join artists on artists.id = artist_id join playlist_tracks on track_id = tracks.id join "
                 "library using (user_id, track_id)") == Rows{{"null", "null", "null", "t"}});
  auto back = place.folder.path("back.db");
  REQUIRE(export_old_database(place.database.url(), back).exit_code == 0);
  CHECK(SqliteFile(back).rows(
            "select t.created_at, a.created_at, p.created_at from tracks t, artists a, playlist_tracks p") ==
        std::vector<std::string>{"null|null|null"});
}

TEST_CASE("only ranks from 1 are ranks, and only days and ranges that exist make a list") {
  Place place;
  auto file = place.file("revised",
                         "insert into snapshots values (spotify_id('nobody'), '2025-01-03', 'long_term', 2), "
                         "('0TwBtDAWpkpM3srywFVOV5', '2025-01-04', 'long_term', 0), ('6b2oQwSGFkzsMtQruIWm2p', "
                         "'2025-01-04', 'long_term', -3), "
                         "('6b2oQwSGFkzsMtQruIWm2p', '0000-00-00', 'long_term', 3), ('6b2oQwSGFkzsMtQruIWm2p', "
                         "'2025-01-04', 'forever', 3)");
  auto outcome = import_old_database(place.database.url(), file);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(counts_line(outcome, "snapshots") == "snapshots 8 3 0 5");
  CHECK_THAT(outcome.out, Contains("rank is out of range: 1 to 32767 (rows 5, 6)") &&
                              Contains("snapshot_date is not a date (row 7)") && Contains("track_id is an orphan") &&
                              Contains("time_range is none of short_term, medium_term and long_term (row 8)"));
}

TEST_CASE("each user's import is one's own") {
  Place place;
  auto file = place.file("older");
  REQUIRE(import_old_database(place.database.url(), file).exit_code == 0);
  auto other = run({import_command(file)[0], "import-sqlite", file, "--user", "ada", "--new-user"},
                   command_environment(place.database.url()));
  REQUIRE(other.exit_code == 0);
  CHECK(counts_line(other, "tracks") == "tracks 3 3 0 0");
  CHECK(counts_line(other, "playlist_tracks") == "playlist_tracks 3 3 0 0");
  auto sql = place.database.sql();
  CHECK(sql.rows(
            "select spotify_user_id, count(*) from users join library on user_id = users.id group by 1 order by 1") ==
        Rows{{"ada", "3"}, {"demo", "3"}});
  CHECK(sql.number("select count(*) from tracks") == 3);
}
