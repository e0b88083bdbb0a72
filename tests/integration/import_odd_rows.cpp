// Rows that are odd but true come over; rows that can't be are named, and none of their neighbours is lost with them.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

/// An empty PostgreSQL database and one file of the old app.
struct Place {
  ScratchDatabase database;
  TemporaryFolder folder;
  std::string file = folder.path("old.db");

  /// The tables of a generation with nothing in them but these rows.
  void make(const std::string& generation, const std::string& rows) {
    std::filesystem::remove(file);
    make_empty_old_database(file, generation);
    SqliteFile(file).script(rows);
  }
  Outcome import() {
    auto outcome = import_old_database(database.url(), file);
    UNSCOPED_INFO(outcome.out << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_THAT(outcome.out, !Contains("DIFFERENT"));
    return outcome;
  }
  Rows ranks() {
    return told_by_imports(database).rows(
        "select snapshot_date, time_range, rank, name from snapshots join tracks on tracks.id = track_id order by 1, "
        "2, "
        "3");
  }
};

/// Tracks of the revised generation, named and numbered by these letters.
std::string revised_tracks(const std::string& letters) {
  std::string sql;
  for (char letter : letters)
    sql += fmt::format("insert into tracks (track_id, name, artist_name) values (spotify_id('{0}'), '{0}', 'Band');",
                       letter);
  return sql;
}

std::string snapshot(char letter, const std::string& day, int rank, const std::string& range = "short_term") {
  return fmt::format("insert into snapshots values (spotify_id('{}'), '{}', '{}', {});", letter, day, range, rank);
}

}  // namespace

TEST_CASE("two runs of the old app on one day keep every track, numbered anew by rank, then row") {
  Place place;
  const std::string day = "2026-05-01";
  place.make("revised", revised_tracks("ABCD") + snapshot('A', day, 1) + snapshot('B', day, 2) + snapshot('C', day, 3) +
                            snapshot('D', day, 1) + snapshot('D', day, 4, "long_term") +
                            snapshot('A', day, 9, "long_term"));
  auto outcome = place.import();
  CHECK_THAT(outcome.out,
             Contains("repaired          3  snapshots: rank is given twice in the list of that day: the list is "
                      "numbered anew (rows 2, 3, 4)") &&
                 !Contains("rejected  "));
  const Rows expected{{day, "long_term", "4", "D"},  {day, "long_term", "9", "A"},  {day, "short_term", "1", "A"},
                      {day, "short_term", "2", "D"}, {day, "short_term", "3", "B"}, {day, "short_term", "4", "C"}};
  CHECK(place.ranks() == expected);

  auto again = place.import();
  CHECK_THAT(again.out, Contains("Nothing was added") && !Contains("kept") && !Contains("rejected  "));
  CHECK(place.ranks() == expected);

  auto back = place.folder.path("back.db");
  REQUIRE(export_old_database(place.database.url(), back, {"--generation", "revised"}).exit_code == 0);
  ScratchDatabase second;
  auto returned = import_old_database(second.url(), back);
  CHECK_THAT(returned.out, !Contains("repaired") && !Contains("rejected  "));
}

TEST_CASE("a list that is there already stays as it is, and what needs one of its ranks follows behind") {
  Place place;
  const std::string day = "2026-05-01";
  place.make("revised", revised_tracks("ABC") + snapshot('A', day, 1) + snapshot('B', day, 2));
  place.import();
  place.make("revised", revised_tracks("ABCDE") + snapshot('D', day, 1) + snapshot('A', day, 2) +
                            snapshot('E', day, 3) + snapshot('C', day, 32767));
  auto outcome = place.import();
  CHECK_THAT(outcome.out, Contains("snapshots                  4           2               1           1"));
  CHECK_THAT(outcome.out, Contains("none is left up to 32767 (row 1)"));
  CHECK(place.ranks() == Rows{{day, "short_term", "1", "A"},
                              {day, "short_term", "2", "B"},
                              {day, "short_term", "3", "E"},
                              {day, "short_term", "32767", "C"}});

  place.make("revised", revised_tracks("AFGH") + snapshot('F', "2026-05-02", 1));
  place.import();
  place.make("revised", revised_tracks("AFGH") + snapshot('H', "2026-05-02", 1) + snapshot('G', "2026-05-02", 2));
  CHECK_THAT(place.import().out,
             Contains("rank is another track's in the list of that day: it follows behind (row 1)") &&
                 !Contains("rejected  "));
  CHECK(told_by_imports(place.database)
            .rows("select rank, name from snapshots join tracks on tracks.id = track_id where "
                  "snapshot_date = '2026-05-02' order by 1") == Rows{{"1", "F"}, {"2", "G"}, {"3", "H"}});
  CHECK_THAT(place.import().out, Contains("Nothing was added") &&
                                     Contains("already there with other values, which stay (row 1)") &&
                                     !Contains("rejected  "));
}

TEST_CASE("tables without rowids, and columns that take SQLite's names for them, are read like any other") {
  const std::string more =
      "insert into artists values (1, spotify_id('a'), 'Artist', null);"
      "insert into tracks (id, spotify_id, name, artist_id) values (7, spotify_id('t'), 'Track', 1), "
      "(8, 'bad', 'Bad', 1);"
      "insert into playlist_tracks (id, playlist_id, track_id, position) values (5, 'p', 7, 1), "
      "(6, 'p', 99, 2)";
  const std::string artists =
      "create table artists (id integer primary key, spotify_id text, name text, created_at text)";
  auto tracks = [](const std::string& extra) {
    return "create table tracks (" + extra +
           "id integer primary key, spotify_id text, name text, artist_id, album_name text, release_date text, "
           "duration_ms, popularity, audio_features text, created_at text)";
  };
  auto entries = [](const std::string& extra) {
    return "create table playlist_tracks (" + extra +
           "id integer primary key, playlist_id text, track_id, position, created_at text)";
  };
  struct Schema {
    std::string tables;
    std::string bad_track, orphan;  // how the report numbers them
  };
  const std::string shadow = "rowid text default 'x', ", all = "rowid text, _rowid_ text, oid text, ";
  for (const auto& schema : std::vector<Schema>{
           {artists + " without rowid;" + tracks("") + " without rowid;" + entries("") + " without rowid;", "2", "2"},
           {artists + ";" + tracks(shadow) + ";" + entries(shadow) + ";", "8", "6"},
           {artists + ";" + tracks(all) + ";" + entries(all) + ";", "2", "2"}}) {
    CAPTURE(schema.tables);
    Place place;
    SqliteFile(place.file).script(schema.tables + more);
    auto outcome = place.import();
    CHECK_THAT(outcome.out, Contains("22 letters and digits (row " + schema.bad_track + ")") &&
                                Contains("or it was rejected (row " + schema.orphan + ")"));
    CHECK(told_by_imports(place.database)
              .rows("select name, position from playlist_tracks join tracks on tracks.id = track_id") ==
          Rows{{"Track", "1"}});
    CHECK_THAT(place.import().out, Contains("Nothing was added"));
  }
  Place revised;
  SqliteFile(revised.file)
      .script(
          "create table tracks (track_id text primary key, name text, artist_name text, album_name text, duration_ms "
          "integer, spotify_url text, raw_json text) without rowid;"
          "create table snapshots (track_id text, snapshot_date text, time_range text, rank integer, primary key "
          "(track_id, snapshot_date, time_range)) without rowid;" +
          revised_tracks("BA") + snapshot('B', "2026-05-01", 1) + snapshot('A', "2026-05-01", 2));
  revised.import();
  CHECK(revised.ranks() == Rows{{"2026-05-01", "short_term", "1", "B"}, {"2026-05-01", "short_term", "2", "A"}});
}

TEST_CASE("an index that only the old app can read is no hindrance") {
  Place place;
  make_empty_old_database(place.file, "revised");
  SqliteFile(place.file)
      .script("create index by_name on tracks (name);" + revised_tracks("A") +
              "pragma writable_schema = on; update sqlite_master set sql = 'create index by_name on "
              "tracks (name collate ours)' where name = 'by_name'");
  place.import();
  CHECK(told_by_imports(place.database).rows("select name from tracks") == Rows{{"A"}});
}

TEST_CASE("an import that reads no row says what the file has, and why it may be empty") {
  Place place;
  auto sentence = [&] { return import_old_database(place.database.url(), place.file).out; };
  SECTION("empty tables") {
    place.make("revised", "");
    CHECK_THAT(sentence(),
               Contains("Nothing was added. The file has the tables tracks, snapshots, and not a single row "
                        "in them.") &&
                   !Contains("already there.") && !Contains("WAL"));
  }
  SECTION("a table of another name") {
    place.make("older",
               "create table \"my \"\" tracks\" (name text); insert into \"my \"\" tracks\" values (1), (2); create "
               "table other "
               "as select 1 as one");
    CHECK_THAT(sentence(), Contains("not a single row in them. Not read were my \" tracks (2 rows), other (1 row)."));
  }
  SECTION("a file in WAL mode that came alone") {
    auto whole = place.folder.path("whole.db");
    make_empty_old_database(whole, "revised");
    SqliteFile app(whole);
    app.script("pragma journal_mode = wal; pragma wal_autocheckpoint = 0;" + revised_tracks("A"));
    std::filesystem::copy_file(whole, place.file);
    CHECK_THAT(sentence(), Contains("not a single row in them. The file is in WAL mode and came without a -wal file"));
    place.file = whole;  // with the -wal file beside it
    CHECK_THAT(sentence(), Contains("1 row was added and verified") && !Contains("WAL"));
  }
  SECTION("a file in WAL mode that came alone, with the rest of its rows elsewhere") {
    auto whole = place.folder.path("whole.db");
    make_empty_old_database(whole, "revised");
    SqliteFile app(whole);
    app.script("pragma journal_mode = wal;" + revised_tracks("A") + "pragma wal_checkpoint(truncate);" +
               revised_tracks("B"));
    std::filesystem::copy_file(whole, place.file);
    CHECK_THAT(sentence(), Contains("1 row was added and verified") &&
                               Contains("The file is in WAL mode and came without a -wal file"));
  }
  SECTION("a file in WAL mode that came alone, and whose tables are not even there") {
    auto whole = place.folder.path("whole.db");
    SqliteFile app(whole);
    app.script("pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table tracks (name text)");
    std::filesystem::copy_file(whole, place.file);
    auto outcome = import_old_database(place.database.url(), place.file);
    CHECK(outcome.exit_code == 1);
    CHECK_THAT(outcome.err, Contains("found no tables") && Contains("came without a -wal file"));
  }
}

TEST_CASE("a release date without a month or a day keeps what it says") {
  Place place;
  std::string rows = "insert into artists values (1, spotify_id('a'), 'Artist', '2024-01-01');";
  int id = 0;
  for (const char* date : {"2009-00-00", "2009-05-00", "2009-00", "2009-05-06T00:00:00Z", "2009-00-00 00:00:00",
                           "0000-00-00", "2009-05-31", "2009-02-31", ""})
    rows += fmt::format(
        "insert into tracks (id, spotify_id, name, artist_id, release_date, created_at) values ({0}, "
        "spotify_id('t{0}'), 't', 1, '{1}', '2024-01-01');",
        ++id, date);
  place.make("older", rows);
  auto outcome = place.import();
  CHECK(
      told_by_imports(place.database).rows("select release_date, release_precision from tracks order by spotify_id") ==
      Rows{{"2009-01-01", "year"},
           {"2009-05-01", "month"},
           {"2009-01-01", "year"},
           {"2009-05-06", "day"},
           {"2009-01-01", "year"},
           {"null", "null"},
           {"2009-05-31", "day"},
           {"2009-02-01", "month"},
           {"null", "null"}});
  CHECK_THAT(outcome.out,
             Contains("release_date is not a whole date: the part that is one is kept (rows 1, 2, 3, 5, 8)") &&
                 Contains("release_date can't be read (rows 6, 9)"));
}

TEST_CASE("a day before there was Spotify, or one to come, is kept and noted, and its year is not offered") {
  App app({}, kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_empty_old_database(file, "revised");
  SqliteFile(file).script(revised_tracks("A") + snapshot('A', "1970-01-01", 1) + snapshot('A', "2001-12-31", 1) +
                          snapshot('A', "2002-01-01", 1) + snapshot('A', "2025-12-31T23:59:59+02:00", 1) +
                          snapshot('A', "2099-01-01", 1));
  auto outcome = import_old_database(app.database.url(), file);
  INFO(outcome.out << outcome.err);
  CHECK_THAT(
      outcome.out,
      Contains("noted             3  snapshots: snapshot_date is before 2002 or in the future: it is kept, but its "
               "year is not offered (rows 1, 2, 5)") &&
          !Contains("rejected  ") && !Contains("repaired"));
  CHECK(app.database.sql().number("select count(*) from snapshots") == 5);
  CHECK(client.get("/api/v1/years?choice=loved").body ==
        R"({"choice":"loved","years":[{"year":2025,"tracks":1},{"year":2002,"tracks":1}]})");
}

TEST_CASE(
    "what can't be an id of Spotify's is rejected, and the artists of whom an export knows only the name are not") {
  Place place;
  place.make("revised", revised_tracks("A") +
                            "insert into tracks (track_id, name, artist_name) values "
                            "('spotify:local:Band:Album:Song:215', 'Local', 'Band'), ('0', 'Short', 'Band'), "
                            "('6b2oQwSGFkzsMtQruIWm2', '21', 'Band'), ('6b2oQwSGFkzsMtQruIWm2p0', '23', 'Band'), "
                            "('6b2oQwSGFkzsMtQruIWm2-', 'Dash', 'Band'), ('', 'Empty', 'Band');" +
                            snapshot('A', "2026-05-01", 1));
  auto outcome = place.import();
  CHECK_THAT(outcome.out, Contains("track_id names a local file, which Spotify does not have (row 2)") &&
                              Contains("track_id is not a Spotify id: 22 letters and digits (rows 3, 4, 5, 6, 7)"));
  CHECK(told_by_imports(place.database).rows("select name from tracks") == Rows{{"A"}});

  auto older = place.folder.path("older.db");
  REQUIRE(export_old_database(place.database.url(), older, {"--generation", "older"}).exit_code == 0);
  ScratchDatabase second;
  auto returned = import_old_database(second.url(), older);
  CHECK_THAT(returned.out, !Contains("rejected  ") && !Contains("repaired"));
  CHECK(told_by_imports(second).rows(
            "select artists.name, tracks.name from tracks join artists on artists.id = artist_id") ==
        Rows{{"Band", "A"}});
  // Under an id that is made of a name, no other name comes.
  SqliteFile(older).script("update artists set name = 'Another band'");
  ScratchDatabase third;
  auto forged = import_old_database(third.url(), older);
  CHECK_THAT(forged.out, Contains("spotify_id is not a Spotify id") && Contains("its artist was rejected"));
  CHECK(third.sql().number("select count(*) from artists") == 0);
}

TEST_CASE("a number that no track can have loses its track and no other") {
  Place place;
  std::string rows = "insert into artists values (1, spotify_id('a'), 'Artist', '2024-01-01');";
  int id = 0;
  auto add = [&](const std::string& features, const std::string& popularity = "50") {
    rows += fmt::format(
        "insert into tracks (id, spotify_id, name, artist_id, popularity, audio_features, created_at) "
        "values ({0}, spotify_id('t{0}'), 't{0}', 1, {1}, '{2}', '2024-01-01');",
        ++id, popularity, features);
  };
  add(R"({"energy": 1e30})");
  add(R"({"valence": -0.01})");
  add(R"({"tempo": 100000})");
  add(R"({"loudness": -101})");
  add(R"({"energy": 0, "valence": 1, "tempo": 250.5, "loudness": 4.5, "key": 11, "duration_ms": 215000})");
  add("{}", "9e999");
  add("{}", "-1");
  add(R"({"energy": 0.5})", "100");
  place.make("older", rows);
  auto outcome = place.import();
  CHECK_THAT(outcome.out, Contains("audio_features: energy is out of range: 0 to 1 (row 1)") &&
                              Contains("audio_features: valence is out of range: 0 to 1 (row 2)") &&
                              Contains("audio_features: tempo is out of range: 0 to 500 (row 3)") &&
                              Contains("audio_features: loudness is out of range: -100 to 20 (row 4)") &&
                              Contains("popularity is not a whole number (row 6)") &&
                              Contains("popularity is out of range: 0 to 100 (row 7)"));
  CHECK(told_by_imports(place.database).rows("select name from tracks order by 1") == Rows{{"t5"}, {"t8"}});

  Place revised;
  revised.make("revised", revised_tracks("A") +
                              "insert into tracks (track_id, name, artist_name, raw_json) values "
                              "(spotify_id('B'), 'B', 'Band', '{\"popularity\": 5000}'), "
                              "(spotify_id('C'), 'C', 'Band', '{\"popularity\": 100}')");
  CHECK_THAT(revised.import().out, Contains("raw_json: popularity is out of range: 0 to 100 (row 2)"));
  CHECK(told_by_imports(revised.database).rows("select name from tracks order by 1") == Rows{{"A"}, {"C"}});
}

TEST_CASE("an artist who has another name now keeps it, and no track is lost for the old one") {
  auto track = [](const std::string& id, const std::string& artist) {
    return fmt::format(
        "insert into tracks (track_id, name, artist_name, raw_json) values (spotify_id('{0}'), '{0}', '{1}', "
        "json_object('id', spotify_id('{0}'), 'name', '{0}', 'artists', json_array(json_object('id', "
        "spotify_id('band'), 'name', '{1}'))));",
        id, artist);
  };
  Place both;
  both.make("revised", track("A", "The Band") + track("B", "The Band (UK)"));
  both.import();
  auto back = both.folder.path("back.db");
  REQUIRE(export_old_database(both.database.url(), back, {"--generation", "revised"}).exit_code == 0);
  CHECK(SqliteFile(back).rows("select name, artist_name from tracks order by 1") ==
        std::vector<std::string>{"A|The Band", "B|The Band (UK)"});
}

TEST_CASE("JSON that would be too long or mean something else in PostgreSQL loses itself, not the import") {
  Place place;
  place.make(
      "revised",
      revised_tracks("ABCD") +
          "update tracks set raw_json = '{\"a\": 1.23456789012345678901234567890123456789012e-36}' where name = 'A';"
          "update tracks set raw_json = '{\"a\": [1' || replace(hex(zeroblob(250000)), '0', ',1') || ']}' where name "
          "= 'B';"
          "update tracks set raw_json = '{\"popul\\u0061rity\": 77}' where name = 'C';"
          "update tracks set raw_json = '{\"popularity\": 77, \"\\u00e9\": 1}' where name = 'D'");
  auto outcome = place.import();
  CHECK_THAT(outcome.out, Contains("raw_json is longer than 1 MB (row 2)") &&
                              Contains("raw_json escapes letters of a name that need no escape (row 3)"));
  CHECK(told_by_imports(place.database).rows("select name from tracks where raw_json is not null order by 1") ==
        Rows{{"A"}, {"D"}});
  auto back = place.folder.path("back.db");
  REQUIRE(export_old_database(place.database.url(), back, {"--generation", "revised"}).exit_code == 0);
  ScratchDatabase second;
  CHECK_THAT(import_old_database(second.url(), back).out, !Contains("repaired"));
}

TEST_CASE("a value too large to be held in memory loses its row and no other") {
  for (std::string rowids : {"", " without rowid"}) {
    CAPTURE(rowids);
    Place place;
    SqliteFile(place.file)
        .script(
            "create table tracks (track_id text primary key, name text, artist_name text, album_name text, "
            "duration_ms integer, spotify_url text, raw_json text)" +
            rowids + ";create table snapshots (track_id text, snapshot_date text, time_range text, rank integer);" +
            revised_tracks("ABC") +
            "update tracks set raw_json = '{\"a\": \"' || hex(zeroblob(15000000)) || '\"}' where name = 'B'");
    auto outcome = place.import();
    CHECK_THAT(outcome.out, Contains("a value has more than 24 MB (row 2)"));
    CHECK(told_by_imports(place.database).rows("select name from tracks order by 1") == Rows{{"A"}, {"C"}});
  }
}

TEST_CASE("a copy that has lost its keys and its types comes over, and of what it holds twice the first") {
  Place place;
  SqliteFile(place.file)
      .script(
          "create table artists (id text, spotify_id text, name text, created_at text);"
          "create table tracks (id text, spotify_id text, name text, artist_id text, album_name text, release_date "
          "text, "
          "duration_ms text, popularity text, audio_features text, created_at text);"
          "create table playlist_tracks (id text, playlist_id text, track_id text, position text, created_at text);"
          "insert into artists values ('1', spotify_id('a'), 'One', ''), ('2', spotify_id('b'), 'Two', ''), ('2', "
          "spotify_id('c'), 'Two again', ''), (null, spotify_id('d'), 'No number', '');"
          "insert into tracks (id, spotify_id, name, artist_id, duration_ms, popularity) values "
          "('10', spotify_id('ta'), 'A', '1', '1000', '50'), ('11', spotify_id('tb'), 'B', '2', '', '50'), "
          "('12', spotify_id('tc'), 'C', '2', '1.5e3', '50'), ('13', spotify_id('td'), 'D', '2', '1000', '50'), "
          "('10', spotify_id('te'), 'E', '1', '1000', '50'), (null, spotify_id('tf'), 'F', '1', '1000', '50'), "
          "('x', spotify_id('tg'), 'G', '1', '1000', '50'), ('13', spotify_id('td'), 'D', '2', '1000', '50');"
          "insert into playlist_tracks values ('1', 'p', '10', '1', ''), ('2', 'p', '13', '2', ''), ('3', 'p', '11', "
          "'3', ''), ('4', 'p', '007', '4', ''), ('1', 'p', '10', '1', '')");
  auto outcome = place.import();
  CHECK_THAT(outcome.out, Contains("id is that of another row too (rows 5, 8)") && Contains("id is missing (row 6)") &&
                              Contains("id is not a whole number (row 7)") &&
                              Contains("duration_ms is not a whole number (rows 2, 3)") &&
                              Contains("track_id is a duplicate in the playlist (row 5)") &&
                              Contains("or it was rejected (rows 3, 4)"));
  auto sql = told_by_imports(place.database);
  CHECK(sql.rows("select tracks.name, artists.name from tracks join artists on artists.id = artist_id order by 1") ==
        Rows{{"A", "One"}, {"D", "Two"}});
  CHECK(sql.rows("select name, position from playlist_tracks join tracks on tracks.id = track_id order by 2") ==
        Rows{{"A", "1"}, {"D", "2"}});
  CHECK_THAT(place.import().out, Contains("Nothing was added"));

  Place revised;
  SqliteFile(revised.file)
      .script(
          "create table tracks (track_id, name, artist_name, album_name, duration_ms, spotify_url, raw_json);"
          "create table snapshots (track_id, snapshot_date, time_range, rank);" +
          revised_tracks("AAB") + snapshot('A', "2026-05-01", 1) + snapshot('A', "2026-05-01", 1) +
          snapshot('B', "2026-05-01T20:00:00+02:00", 2) + snapshot('A', "2026-05-01T20:00:00+02:00", 1));
  auto found = revised.import();
  CHECK_THAT(found.out, Contains("the Spotify id is that of another row too (row 2)") &&
                            Contains("track_id is a duplicate in the list of that day (rows 2, 4)"));
  CHECK(revised.ranks() == Rows{{"2026-05-01", "short_term", "1", "A"}, {"2026-05-01", "short_term", "2", "B"}});
}
