// Imported histories beside what else happens to a person's history: captures, and exports to the old app.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

constexpr const char* kCapture = "music-time-machine background";
constexpr const char* kUndo = "music-time-machine undo";

std::string row(const std::string& id, const std::string& title, int minute) {
  return fmt::format(
      R"({{"ts":"2020-01-01T00:{:02}:00Z","ms_played":200000,"master_metadata_track_name":"{}","master_metadata_album_artist_name":)"
      R"("Singer","master_metadata_album_album_name":"Album","spotify_track_uri":"spotify:track:{}"}})",
      minute, title, id);
}

struct House {
  House() : app({}, kFewLikes), sql(app.database.sql()), browser(with_history(app.server)) {
    key = make_key(app.database.url(), "demo");
  }

  HttpClient client() const { return client_with(app.server.origin(), key); }
  Reply import(const std::string& history) const {
    auto begun = client().send("POST", "/api/v1/imports", history, {{"Content-Type", "application/octet-stream"}});
    REQUIRE(begun.status == 202);
    Reply reply;
    REQUIRE(eventually([&] {
      reply = client().get("/api/v1/imports/" + begun.at("/id"));
      return reply.at("/finished_at") != "null";
    }));
    INFO(reply.body);
    REQUIRE(reply.at("/state") == "done");
    return reply;
  }
  std::string newest_source() { return sql.value("select max(id) from sources"); }
  void ask_for_undo(const std::string& source) const {
    CHECK(client().send("DELETE", "/api/v1/sources/" + source).status == 202);
  }
  bool is_undone(const std::string& source) {
    return eventually([&] { return sql.number("select count(*) from sources where id = $1", {source}) == 0; });
  }
  bool waits(const std::string& program) {
    return eventually([&] {
      return sql.number(
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                 "'Lock' and application_name = $1",
                 {program}) > 0;
    });
  }

  App app;
  Sql sql;
  HttpClient browser;
  std::string key;
};

const char* const kExported[] = {
    "select t.spotify_id, t.name, a.name from tracks t join artists a on a.id = t.artist_id order by 1",
    "select spotify_id, name from artists order by 1, 2",
    "select playlist_id, t.spotify_id, position from playlist_tracks p join tracks t on t.id = p.track_id order by 1"};

std::vector<std::string> rows_of(const std::string& file) {
  std::vector<std::string> rows;
  SqliteFile old(file);
  for (const auto* question : kExported)
    for (auto& found : old.rows(question)) rows.push_back(std::move(found));
  return rows;
}

}  // namespace

TEST_CASE(
    "an undo and a capture that meet wait for each other, whichever is first, and each does the whole of its work") {
  for (bool undo_first : {true, false}) {
    CAPTURE(undo_first);
    House house;
    auto captured = house.sql.rows("select played_at, track_id from plays order by 1, 2");
    REQUIRE(!captured.empty());
    house.import("[" + row(spotify_id("one"), "One", 1) + "," + row(spotify_id("two"), "Two", 2) + "]");
    auto source = house.newest_source();
    auto blocker = house.app.database.sql();
    blocker.script("begin; select from libraries for update");
    if (undo_first) {
      house.ask_for_undo(source);
      REQUIRE(house.waits(kUndo));
    }
    CHECK(house.browser.post("/api/v1/capture").status == 202);
    REQUIRE(house.waits(kCapture));
    if (!undo_first) {
      house.ask_for_undo(source);
      REQUIRE(house.waits(kUndo));
    }
    blocker.script("rollback");
    CHECK(finished_capture(house.browser).at("/state") == "done");
    REQUIRE(house.is_undone(source));
    CHECK(house.sql.rows("select played_at, track_id from plays order by 1, 2") == captured);
    CHECK(house.sql.number("select count(*) from track_claims where source_id = $1", {source}) == 0);
    CHECK(house.sql.number("select deadlocks from pg_stat_database where datname = current_database()") == 0);
    auto plays = std::to_string(captured.size());
    CHECK(house.client().get("/api/v1/charts/tracks?range=all&counted_from=0").at("/played/plays") == plays);
  }
}

TEST_CASE("export-sqlite gives the same before, beside and after a history, and a kept playlist keeps its names") {
  House house;
  TemporaryFolder folder;
  make_old_database(folder.path("older.db"), "older");
  auto url = house.app.database.url();
  REQUIRE(import_old_database(url, folder.path("older.db")).exit_code == 0);
  auto exported = [&](const std::string& name) {
    auto outcome = export_old_database(url, folder.path(name), {"--generation", "older"});
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return rows_of(folder.path(name));
  };
  auto before = exported("before.db");
  REQUIRE(before.size() > 9);
  // The history calls a track of the database otherwise, and has one that nobody else knows.
  auto known =
      house.sql.value("select spotify_id from track_claims join tracks on tracks.id = track_id order by 1 limit 1");
  auto history = "[" + row(known, "Otherwise", 1) + "," + row(spotify_id("only"), "Only here", 2) + "]";
  house.import(history);
  auto source = house.newest_source();
  CHECK(exported("beside.db") == before);

  // What is on a playlist goes along, by the name that the history alone knows.
  house.sql.rows(
      "insert into playlist_tracks (user_id, playlist_id, track_id, position) select user_id, playlist_id, tracks.id, "
      "99 "
      "from playlists, tracks where tracks.spotify_id = $1 order by playlist_id limit 1",
      {spotify_id("only")});
  auto kept = exported("kept.db");
  CHECK(kept.size() == before.size() + 3);  // a track, its artist, its place
  CHECK_THAT(fmt::format("{}", fmt::join(kept, "\n")), Contains(spotify_id("only") + "|Only here|Singer"));
  house.ask_for_undo(source);
  REQUIRE(house.is_undone(source));
  CHECK(exported("after.db") == kept);

  ScratchDatabase other;
  REQUIRE(import_old_database(other.url(), folder.path("after.db")).exit_code == 0);
  REQUIRE(export_old_database(other.url(), folder.path("again.db"), {"--generation", "older"}).exit_code == 0);
  CHECK(rows_of(folder.path("again.db")) == kept);
}
