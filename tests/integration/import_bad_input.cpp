#include <unistd.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/cluster.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

void write_bytes(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// One sentence on stderr, exit code 1, and nothing of it in the database.
void check_refused(ScratchDatabase& database, const std::string& file, const std::string& sentence) {
  auto outcome = import_old_database(database.url(), file);
  INFO(outcome.out << outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK_THAT(outcome.err, Contains(sentence));
  CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  CHECK(database.sql().number(
            "select (select count(*) from tracks) + (select count(*) from artists) + (select count(*) from users)") ==
        0);
}

}  // namespace

TEST_CASE("what is no database of the old app is refused with one sentence") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("old.db");

  SECTION("no file") { check_refused(database, file, "there is no such file"); }
  SECTION("a directory") { check_refused(database, folder.path(""), "is a directory"); }
  SECTION("not a database") {
    write_bytes(file, std::string(5000, 'x'));
    check_refused(database, file, "is not a SQLite database");
  }
  SECTION("an empty file has no tables") {
    write_bytes(file, "");
    check_refused(database, file, "found no tables");
  }
  SECTION("truncated in the middle") {
    make_old_database(file, "older",
                      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) "
                      "insert into artists (spotify_id, name, created_at) select spotify_id('x' || i), "
                      "hex(randomblob(60)), '2024-01-01' from n");
    auto bytes = bytes_of(file);
    write_bytes(file, bytes.substr(0, bytes.size() / 2));
    check_refused(database, file, "is damaged");
  }
  SECTION("damaged inside") {
    make_old_database(file, "older",
                      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) "
                      "insert into artists (spotify_id, name, created_at) select spotify_id('x' || i), "
                      "hex(randomblob(60)), '2024-01-01' from n");
    auto bytes = bytes_of(file);
    for (std::size_t i = bytes.size() / 4; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
    write_bytes(file, bytes);
    check_refused(database, file, "is damaged");
  }
  SECTION("a foreign schema") {
    SqliteFile(file).script("create table songs (title text)");
    check_refused(database, file, "found songs(title); expected artists(");
  }
  SECTION("a missing column") {
    make_old_database(file, "older", "alter table tracks drop column audio_features");
    check_refused(database, file, "the older generation lacks tracks.audio_features");
  }
  SECTION("views in the tables' place") {
    SqliteFile(file).script(
        "create view snapshots as select 1 as track_id, 1 as snapshot_date, 1 as time_range, 1 as rank");
    check_refused(
        database, file,
        "the revised generation lacks the table tracks, the table snapshots (a view of that name is not read)");
  }
  SECTION("names of tables that are no text for a terminal") {
    SqliteFile(file).script("create table \"a\nb\x1b[31m\" (c text)");
    check_refused(database, file, "found a\\x0ab\\x1b[31m(c); expected");
  }
  SECTION("one page of zeros in the middle") {
    make_old_database(
        file, "older",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) "
        "insert into playlist_tracks (playlist_id, track_id, position, created_at) select 'p' || i, 100, i, '' from n");
    auto bytes = bytes_of(file);
    constexpr std::size_t kPage = 4096;
    auto middle = bytes.size() / kPage / 2 * kPage;
    write_bytes(file, bytes.replace(middle, kPage, kPage, '\0'));
    check_refused(database, file, "is damaged");
  }
  SECTION("locked by a writer") {
    make_old_database(file, "older");
    SqliteFile writer(file);
    writer.script("begin exclusive");
    check_refused(database, file, "is locked by another program");
  }
  SECTION("no permission") {
    if (geteuid() != 0) {  // whom no permission stops
      make_old_database(file, "older");
      std::filesystem::permissions(file, std::filesystem::perms::none);
      check_refused(database, file, "can't be opened");
    }
  }
}

TEST_CASE("called wrongly, it exits with 2 and touches nothing") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  auto before = bytes_of(file);
  auto environment = command_environment(database.url());
  auto binary = import_command(file)[0];
  CHECK(run({binary, "import-sqlite", file}, environment).exit_code == 2);
  CHECK(run({binary, "import-sqlite", "--user", "demo"}, environment).exit_code == 2);
  CHECK(run({binary, "export-sqlite", file, "--user", "demo", "--generation", "newest"}, environment).exit_code == 2);
  CHECK(import_old_database(database.url(), file, {"--rejects", file}).exit_code == 2);
  CHECK(bytes_of(file) == before);
}

TEST_CASE("an empty database of the old app comes over as nothing") {
  for (std::string generation : {"older", "revised"}) {
    ScratchDatabase database;
    TemporaryFolder folder;
    auto file = folder.path("old.db");
    make_empty_old_database(file, generation);
    auto outcome = import_old_database(database.url(), file);
    INFO(outcome.out << outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, Contains("Nothing was added"));
  }
}

TEST_CASE("cells of any type, length and depth are judged one by one") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  SqliteFile old(file);
  old.script(
      "insert into tracks (id, spotify_id, name, artist_id, duration_ms, audio_features, created_at) values "
      "(300, spotify_id('t300'), 1999, 10, 12.0, '" +
      std::string(2000, '[') + std::string(2000, ']') +
      "', 'x'),"
      "(301, spotify_id('t301'), 'Ten megabytes', 10, null, '{\"a\":\"' || hex(zeroblob(5000000)) || '\"}', x'00'),"
      "(302, spotify_id('t302'), 'Nul' || char(0) || 'byte', 10, null, null, ''),"
      "(303, spotify_id('t303'), cast(x'c3' as text), 10, null, null, ''),"
      "(304, x'74', 'Blob id', 10, null, null, ''),"
      "(305, spotify_id('t305'), 'Text for a number', 10, 'long', null, ''),"
      "(306, spotify_id('t306'), 'Itself', 't306', null, null, ''),"
      "(307, spotify_id('t307'), 'Twice', 10, null, '{\"energy\": 0.9, \"energy\": 0.1}', '2024-01-01'),"
      "(308, spotify_id('t308'), 'Escaped NUL', 10, null, '{\"a\": \"\\u0000\"}', '2024-01-01'),"
      "(309, spotify_id('t309'), 'Huge number', 10, null, '{\"energy\": 1e999999}', '2024-01-01'),"
      "(310, spotify_id('t310'), 'Words for energy', 10, null, '{\"energy\": \"0.9\"}', '2024-01-01')");
  auto outcome = import_old_database(database.url(), file);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("audio_features is nested too deeply (row 300)") &&
                              Contains("audio_features is longer than 1 MB (row 301)") &&
                              Contains("name holds a NUL (row 302)") && Contains("name is not UTF-8 (row 303)") &&
                              Contains("spotify_id is not a Spotify id: 22 letters and digits (row 304)") &&
                              Contains("duration_ms is not a whole number (row 305)") &&
                              Contains("artist_id is an orphan: there is no such artist in the file (row 306)") &&
                              Contains("audio_features says the same thing twice (row 307)") &&
                              Contains("audio_features holds a NUL (row 308)"));
  CHECK_THAT(outcome.out, !Contains("DIFFERENT"));
  CHECK(told_by_imports(database).rows("select name, duration_ms, created_at from tracks where spotify_id = '" +
                                       spotify_id("t300") + "'") == Rows{{"1999", "12", "null"}});
}

TEST_CASE("the same spotify_id twice is one artist and one track, and what names the second is not lost") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  SqliteFile(file).script(
      "create table artists (id integer primary key, spotify_id text, name text, created_at text);"
      "create table tracks (id integer primary key, spotify_id text, name text, artist_id, album_name, release_date "
      "text, duration_ms, popularity, "
      "audio_features text, created_at text);"
      "create table playlist_tracks (id, playlist_id text, track_id, position, created_at text);"
      "insert into artists values (1, spotify_id('a'), 'First', null), (2, spotify_id('a'), 'Second', null);"
      "insert into tracks (id, spotify_id, name, artist_id) values (1, spotify_id('t'), 'T', 2), (2, spotify_id('t'), "
      "'T again', 1), (3, spotify_id('u'), "
      "'U', 2);"
      "insert into playlist_tracks values (1, 'p', 2, 1, null), (2, 'p', 1, 2, null), (3, 'p', 3, 3, null)");
  auto outcome = import_old_database(database.url(), file);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  auto sql = told_by_imports(database);
  CHECK(sql.rows("select tracks.name, artists.name from tracks join artists on artists.id = artist_id order by 1") ==
        Rows{{"T", "First"}, {"U", "First"}});
  CHECK(sql.rows("select name, position from playlist_tracks join tracks on tracks.id = track_id order by 2") ==
        Rows{{"T", "1"}, {"U", "3"}});
  CHECK_THAT(outcome.out, Contains("the Spotify id is that of another row too (row 2)") &&
                              Contains("duplicate in the playlist (row 2)"));
}

TEST_CASE("a million orphans are counted, listed and left behind in little memory") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older",
                    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000) "
                    "insert into playlist_tracks (playlist_id, track_id, position, created_at) select 'p', 1000 + i, "
                    "1, '2024-01-01' from n");
  auto csv = folder.path("rejects.csv");
  auto outcome = import_old_database(database.url(), file, {"--rejects", csv});
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("1,000,003           3               0   1,000,000"));
  auto lines = bytes_of(csv);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 1'000'001);
}

TEST_CASE("while PostgreSQL's disk is full nothing is imported, and afterwards all is") {
  PrivateCluster cluster;
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  REQUIRE(command({"migrate"}, command_environment(cluster.url())).exit_code == 0);
  Sql sql(cluster.url());
  // The last table that an import fills finds no room: whatever is written to /dev/full is answered by ENOSPC.
  auto table =
      std::filesystem::path(cluster.folder()) / "data" / sql.value("select pg_relation_filepath('playlist_tracks')");
  auto aside = table.string() + ".aside";
  std::filesystem::rename(table, aside);
  std::filesystem::create_symlink("/dev/full", table);
  auto outcome = import_old_database(cluster.url(), file);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err == "PostgreSQL's disk is full: nothing was imported\n");
  for (std::string name : {"users", "artists", "tracks", "library", "playlists", "libraries"}) {
    CAPTURE(name);
    CHECK(sql.number("select count(*) from " + name) == 0);
  }
  std::filesystem::remove(table);
  std::filesystem::rename(aside, table);
  CHECK(import_old_database(cluster.url(), file).exit_code == 0);
  CHECK(sql.number("select count(*) from playlist_tracks") == 3);
}

TEST_CASE("a disk that is full for the list of rejects imports nothing") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(
      file, "older",
      "insert into playlist_tracks (playlist_id, track_id, position, created_at) values ('p', 77, 1, '')");
  auto outcome = import_old_database(database.url(), file, {"--rejects", "/dev/full"});
  CHECK(outcome.exit_code == 1);
  CHECK_THAT(outcome.err, Contains("/dev/full can't be written"));
  CHECK(database.sql().number("select count(*) from tracks") == 0);
}
