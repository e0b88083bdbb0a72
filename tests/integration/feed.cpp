// The plays themselves: newest first, page by page, who told each; removed and added by hand, and both undone.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <set>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "integration/unpacked.hpp"
#include "support/event_stream.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// A person with four tracks, of which Spotify has told three plays of an evening.
struct Home {
  Home()
      : app({}, kFewLikes),
        sql(app.database.sql()),
        client(client_with(app.server.origin(), make_key(app.database.url(), "demo"))) {
    sql.script("insert into artists (spotify_id, name) values ('artist', 'Artist')");
    for (int track = 1; track <= 4; ++track)
      sql.rows("insert into tracks (spotify_id, name, artist_id, duration_ms) values ($1, $2, 1, 180000)",
               {fmt::format("{:022}", track), fmt::format("Track {}", track)});
    sql.facts(
        "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, '2026-01-01' from users, "
        "tracks;"
        "insert into sources (user_id, kind) select id, 'spotify' from users;"
        "insert into plays (user_id, version, source_id, track_id, played_at) select users.id, 0, sources.id, track, "
        "timestamptz '2026-03-01T10:00:00.123456Z' + interval '1 hour' * place from users join sources on "
        "sources.user_id = users.id, unnest(array[1, 2, 1]) with ordinality as played (track, place)");
  }

  Reply feed(const std::string& question = "") { return client.get("/api/v1/history" + question); }
  /// "1 2 1": the tracks of the plays, newest first.
  std::string tracks(HttpClient& by) {
    auto reply = by.get("/api/v1/history?limit=200");
    std::string text;
    for (std::size_t i = 0; i < reply.size_at("/plays"); ++i)
      text += (i == 0 ? "" : " ") + reply.at(fmt::format("/plays/{}/track/id", i));
    return text;
  }
  std::string tracks() { return tracks(client); }
  /// Of plays that were all on one day.
  std::string charted() {
    return client.get("/api/v1/charts/tracks?from=2026-03-01&to=2026-03-01").at("/played/plays");
  }
  std::string play(std::size_t number) { return feed().at(fmt::format("/plays/{}/id", number)); }
  Reply remove(const std::string& play) { return client.send("DELETE", "/api/v1/history/" + play); }
  Reply restore(const std::string& play) { return client.post("/api/v1/history/" + play + "/restore"); }
  Reply add(const std::string& body) { return client.post("/api/v1/history", body); }

  /// Spotify's extended history of these plays, each as it ended.
  Outcome import(const std::vector<std::pair<int, std::string>>& plays) {
    auto path = folder.path("endsong_0.json");
    std::string rows;
    for (const auto& [track, ended] : plays)
      rows += fmt::format(
          R"({}{{"ts":"{}","ms_played":180000,"master_metadata_track_name":"Track {}","master_metadata_album_artist_name":"Artist","spotify_track_uri":"spotify:track:{:022}"}})",
          rows.empty() ? "" : ",", ended, track, track);
    std::ofstream(path) << "[" + rows + "]";
    return command({"import", path, "--user", "demo"}, {{"DATABASE_URL", app.database.url()}});
  }
  void undo_imports() {
    for (auto& row : sql.rows("select id from sources where kind = 'spotify_extended'"))
      REQUIRE(client.send("DELETE", "/api/v1/sources/" + row[0]).status == 202);
    REQUIRE(
        eventually([&] { return sql.number("select count(*) from sources where kind = 'spotify_extended'") == 0; }));
  }

  App app;
  Sql sql;
  TemporaryFolder folder;
  HttpClient client;
};

}  // namespace

TEST_CASE("a play says its track, when it was, on which day it counts and who told it") {
  Home home;
  home.sql.facts("update users set time_zone = 'Asia/Tokyo'; update plays set ms_played = 60000 where track_id = 2");
  auto reply = home.feed();
  REQUIRE(reply.size_at("/plays") == 3);
  CHECK(reply.at("/plays/0/track/name") == "Track 1");
  CHECK(reply.at("/plays/0/ended_at") == "2026-03-01T13:00:00.123Z");
  CHECK(reply.at("/plays/0/started_at") == "null");  // Spotify does not say how long it was played
  CHECK(reply.at("/plays/1/started_at") == "2026-03-01T11:59:00.123Z");
  CHECK(reply.at("/plays/1/ms_played") == "60000");
  CHECK(reply.at("/plays/1/day") == "2026-03-01");
  CHECK(reply.size_at("/plays/1/sources") == 1);
  CHECK(reply.at("/plays/1/sources/0") == reply.at("/sources/0/id"));
  CHECK(reply.at("/sources/0/kind") == "spotify");
  CHECK(reply.size_at("/days") == 1);
  CHECK(reply.at("/days/0/plays") == "3");
  CHECK(reply.at("/days/0/minutes") == "1");
  CHECK(reply.at("/days/0/plays_without_length") == "2");
  CHECK(reply.at("/next") == "null");
}

TEST_CASE("a removed play is gone everywhere, also when a file tells of it, and comes back when that is undone") {
  Home home;
  auto removed = home.play(0);
  CHECK(home.remove(removed).status == 204);
  CHECK(home.tracks() == "2 1");
  CHECK(home.charted() == "2");
  CHECK(home.remove(removed).status == 204);  // once more
  CHECK(home.sql.number("select count(*) from removed_plays") == 1);
  CHECK(home.sql.number("select count(*) from plays") == 3);  // facts stay

  // The file knows the play better: it has another end, and is another row.
  REQUIRE(
      home.import({{1, "2026-03-01T13:00:02Z"}, {1, "2026-03-01T11:00:02Z"}, {3, "2026-03-01T15:00:00Z"}}).exit_code ==
      0);
  CHECK(home.tracks() == "3 2 1");
  CHECK(home.feed().size_at("/plays/2/sources") == 2);
  CHECK(home.charted() == "3");
  CHECK(home.restore(removed).status == 204);
  CHECK(home.tracks() == "3 1 2 1");
  CHECK(home.feed().size_at("/plays/1/sources") == 2);
  CHECK(home.restore(removed).status == 204);

  // By the file's row now; the import is undone, and the same file comes again.
  auto better = home.play(1);
  CHECK(better != removed);
  CHECK(home.remove(better).status == 204);
  CHECK(home.tracks() == "3 2 1");
  home.undo_imports();
  CHECK(home.tracks() == "2 1");
  REQUIRE(home.import({{1, "2026-03-01T13:00:02Z"}, {1, "2026-03-01T11:00:02Z"}}).exit_code == 0);
  CHECK(home.tracks() == "2 1");
  CHECK(home.restore(better).status == 204);
  CHECK(home.tracks() == "1 2 1");
  CHECK(home.sql.number("select count(*) from removed_plays") == 0);
}

TEST_CASE("a removal can be taken back by any row of the play, and is listed until then") {
  Home home;
  REQUIRE(home.import({{1, "2026-03-01T13:00:02Z"}}).exit_code == 0);
  auto by_file = home.play(0);
  CHECK(home.remove(by_file).status == 204);
  auto list = home.client.get("/api/v1/history/removed");
  REQUIRE(list.size_at("/removed") == 1);
  CHECK(list.at("/removed/0/id") == by_file);
  CHECK(list.at("/removed/0/track/name") == "Track 1");
  CHECK(list.at("/removed/0/started_at") == "2026-03-01T12:57:02Z");
  auto by_spotify = "1-" + home.sql.value(
                               "select (extract(epoch from max(played_at)) * 1000000)::bigint from plays where "
                               "ms_played is null");
  CHECK(home.restore(by_spotify).status == 204);
  CHECK(home.client.get("/api/v1/history/removed").size_at("/removed") == 0);
  CHECK(home.tracks() == "1 2 1");
  // Nor are rows forgotten whose source is gone.
  CHECK(home.remove(by_file).status == 204);
  home.sql.facts("delete from plays");
  CHECK(home.client.get("/api/v1/history/removed").size_at("/removed") == 1);
  CHECK(home.restore(by_file).status == 204);
  CHECK(home.client.get("/api/v1/history/removed").size_at("/removed") == 0);
  CHECK(home.restore(by_file).status == 404);
}

TEST_CASE("what names no play of one's own is not there") {
  Home home;
  for (const char* play : {"1-5", "99-1764519994000000", "x", "1", "1-5-5"}) {
    CAPTURE(play);
    CHECK(home.remove(play).status == 404);
    CHECK(home.restore(play).status == 404);
  }
  auto reader = client_with(home.app.server.origin(), make_key(home.app.database.url(), "demo", "read", "reader"));
  CHECK(reader.send("DELETE", "/api/v1/history/" + home.play(0)).status == 403);
  CHECK(reader.post("/api/v1/history", R"({"track_id":"1","started_at":"2026-03-01T12:00:00Z"})").status == 403);
  CHECK(reader.get("/api/v1/history").size_at("/plays") == 3);
}

TEST_CASE("what is removed by one server is gone at the other, and back with the next question after the undo") {
  Home home;
  Server second(server_environment(home.app.database.url(), home.app.sandbox));
  auto there = client_with(second.origin(), home.client.always.at(0).second.substr(7));
  CHECK(home.tracks(there) == "1 2 1");
  auto play = home.play(1);
  int stale = 0;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(home.remove(play).status == 204);
    stale += home.tracks(there) != "1 1";
    REQUIRE(there.post("/api/v1/history/" + play + "/restore").status == 204);
    stale += home.tracks() != "1 2 1";
  }
  CHECK(stale == 0);
}

TEST_CASE("a play added by hand is there once, counts at once, and goes without a trace") {
  Home home;
  auto wish = R"({"track_id":"4","started_at":"2026-03-01T20:15:42Z","ms_played":180000})";
  auto added = home.add(wish);
  REQUIRE(added.status == 201);
  CHECK(added.at("/started_at") == "2026-03-01T20:15:00Z");
  CHECK(home.add(wish).status == 200);
  CHECK(home.tracks() == "4 1 2 1");
  CHECK(home.charted() == "4");
  auto feed = home.feed();
  CHECK(feed.at("/plays/0/id") == added.at("/id"));
  CHECK(feed.at("/plays/0/ended_at") == "2026-03-01T20:18:00Z");
  CHECK(feed.at("/sources/0/kind") == "hand");
  CHECK(feed.at("/plays/0/sources/0") == feed.at("/sources/0/id"));
  REQUIRE(home.add(R"({"track_id":3,"started_at":"2026-03-01T21:15:00Z"})").status == 201);
  CHECK(home.feed().at("/plays/0/ms_played") == "null");
  CHECK(home.feed().at("/plays/0/started_at") == "2026-03-01T21:15:00Z");
  CHECK(home.feed().at("/plays/0/ended_at") == "null");
  CHECK(home.sql.number("select count(*) from sources where kind = 'hand'") == 1);
  CHECK(home.remove(home.play(0)).status == 204);
  CHECK(home.remove(added.at("/id")).status == 204);
  CHECK(home.tracks() == "1 2 1");
  CHECK(home.sql.number("select count(*) from sources where kind = 'hand'") == 0);
  CHECK(home.sql.number("select count(*) from removed_plays") == 0);
  CHECK(home.sql.number("select count(*) from plays") == 3);
  CHECK(home.remove(added.at("/id")).status == 404);
}

TEST_CASE("what is added twice with different lengths is there once, as it was added first") {
  Home home;
  auto first = home.add(R"({"track_id":"4","started_at":"2026-03-01T20:15:00Z","ms_played":1000})");
  auto second = home.add(R"({"track_id":"4","started_at":"2026-03-01T20:15:30Z","ms_played":2000})");
  CHECK(first.at("/added") == "true");
  CHECK(second.status == 200);
  CHECK(second.at("/added") == "false");
  CHECK(second.at("/id") == first.at("/id"));
  CHECK(second.at("/ms_played") == "1000");
  CHECK(home.remove(second.at("/id")).status == 204);
}

TEST_CASE("taking back what was added by hand leaves what others report of the same play") {
  Home home;
  REQUIRE(home.import({{4, "2026-03-01T20:18:00Z"}}).exit_code == 0);
  auto added = home.add(R"({"track_id":"4","started_at":"2026-03-01T20:15:00Z","ms_played":180000})");
  REQUIRE(added.status == 201);
  CHECK(home.tracks() == "4 1 2 1");
  auto take_back = [&] { return home.client.send("DELETE", "/api/v1/history/" + added.at("/id") + "?only=hand"); };
  CHECK(take_back().status == 204);
  CHECK(home.tracks() == "4 1 2 1");
  CHECK(home.sql.number("select count(*) from sources where kind = 'hand'") == 0);
  CHECK(home.sql.number("select count(*) from removed_plays") == 0);
  CHECK(take_back().status == 404);
  CHECK(home.client.send("DELETE", "/api/v1/history/" + home.play(0) + "?only=spotify").status == 422);
}

TEST_CASE("a play added by hand that a file tells, too, is one play, and is removed as one") {
  Home home;
  auto added = home.add(R"({"track_id":"4","started_at":"2026-03-01T20:15:00Z","ms_played":180000})");
  REQUIRE(home.import({{4, "2026-03-01T20:18:30Z"}}).exit_code == 0);
  CHECK(home.tracks() == "4 1 2 1");
  CHECK(home.feed().size_at("/plays/0/sources") == 2);
  CHECK(home.remove(added.at("/id")).status == 204);
  CHECK(home.tracks() == "1 2 1");
  // Who adds it again by hand says that it was played after all.
  CHECK(home.add(R"({"track_id":"4","started_at":"2026-03-01T20:15:00Z","ms_played":180000})").status == 200);
  CHECK(home.tracks() == "4 1 2 1");
  CHECK(home.sql.number("select count(*) from removed_plays") == 0);
}

TEST_CASE("only a track of the library can be added by hand, at a time that has been") {
  Home home;
  home.sql.script("insert into tracks (spotify_id, name, artist_id) values ('elsewhere', 'Elsewhere', 1)");
  for (const char* wish :
       {R"({"track_id":"5","started_at":"2026-03-01T20:15:00Z"})",
        R"({"track_id":"99","started_at":"2026-03-01T20:15:00Z"})",
        R"({"track_id":"4","started_at":"2999-03-01T20:15:00Z"})",
        R"({"track_id":"4","started_at":"1820-03-01T20:15:00Z"})", R"({"track_id":"4","started_at":"yesterday"})",
        R"({"track_id":"4"})", R"({"started_at":"2026-03-01T20:15:00Z"})",
        R"({"track_id":"4","started_at":"2026-03-01T20:15:00Z","ms_played":86400001})"}) {
    CAPTURE(wish);
    CHECK(home.add(wish).status == 422);
  }
  CHECK(home.tracks() == "1 2 1");
  CHECK(home.sql.number("select count(*) from sources") == 1);
}

TEST_CASE("pages follow one another by the cursor, each gap on one of them, while plays arrive") {
  Home home;
  home.sql.facts(
      "delete from plays;"
      "insert into plays (user_id, version, source_id, track_id, played_at) select users.id, 0, sources.id, 1 + n % 4, "
      "timestamptz '2026-03-01T10:00:00Z' + interval '30 minutes' * n from users join sources on sources.user_id = "
      "users.id, generate_series(1, 120) as n;"
      "insert into gaps (user_id, starts_at, ends_at, why) select users.id, timestamptz '2026-03-01T10:10:00Z' + "
      "interval '12 hours' * n, timestamptz '2026-03-01T10:15:00Z' + interval '12 hours' * n, 'full_page' from users, "
      "generate_series(0, 5) as n");
  std::set<std::string> plays, gaps;
  std::string place;
  int pages = 0;
  do {
    auto page = home.feed("?limit=25" + place);
    REQUIRE(page.status == 200);
    ++pages;
    for (std::size_t i = 0; i < page.size_at("/plays"); ++i)
      CHECK(plays.insert(page.at(fmt::format("/plays/{}/id", i))).second);
    for (std::size_t i = 0; i < page.size_at("/gaps"); ++i)
      CHECK(gaps.insert(page.at(fmt::format("/gaps/{}/id", i))).second);
    place = page.at("/next") == "null" ? "" : "&after=" + page.at("/next");
    home.sql.facts(fmt::format(
        "insert into plays (user_id, version, source_id, track_id, played_at) select user_id, 0, id, 1, timestamptz "
        "'2026-04-01T10:00:00Z' + interval '1 hour' * {} from sources",
        pages));
  } while (!place.empty());
  CHECK(pages == 5);
  CHECK(plays.size() == 120);
  CHECK(gaps.size() == 6);
  CHECK(home.feed("?q=nothing").size_at("/gaps") == 0);
  CHECK(home.feed("?from=2026-03-02&to=2026-03-02").size_at("/gaps") == 2);
  CHECK(home.feed("?after=x").status == 422);
  CHECK(home.feed("?limit=201").status == 422);
}

TEST_CASE("private sessions can be left out, and a period or a source that has nothing gives an empty page") {
  Home home;
  home.sql.facts("update plays set incognito = true where track_id = 2");
  CHECK(home.feed().size_at("/plays") == 3);
  auto without = home.feed("?private=out");
  CHECK(without.size_at("/plays") == 2);
  CHECK(without.at("/days/0/plays") == "2");
  CHECK(home.feed("?period=2026-03").size_at("/plays") == 3);
  CHECK(home.feed("?period=2025").size_at("/plays") == 0);
  CHECK(home.feed("?source=999999").size_at("/plays") == 0);
  for (const char* odd : {"?private=perhaps", "?period=March", "?after=9223372036854775807.1.1.1"}) {
    CAPTURE(odd);
    CHECK(home.feed(odd).status == 422);
  }
  CHECK(home.client.post("/api/v1/history/1-9223372036854775807/restore").status == 404);
}

TEST_CASE("filters choose plays by day, artist, track, words, source and length") {
  Home home;
  REQUIRE(home.import({{1, "2026-03-01T13:00:02Z"}, {3, "2026-03-02T13:00:02Z"}}).exit_code == 0);
  auto count = [&](const std::string& question) { return home.feed(question).size_at("/plays"); };
  auto extended = home.sql.value("select id from sources where kind = 'spotify_extended'");
  auto spotify = home.sql.value("select id from sources where kind = 'spotify'");
  CHECK(count("") == 4);
  CHECK(count("?from=2026-03-02") == 1);
  CHECK(count("?to=2026-03-01") == 3);
  CHECK(count("?track=1") == 2);
  CHECK(count("?q=track%202") == 1);
  CHECK(count("?artist=" + home.feed().at("/plays/0/track/artist_id")) == 4);
  CHECK(count("?artist=999") == 0);
  CHECK(count("?album_of=1") == 0);
  CHECK(count("?source=" + extended) == 2);
  CHECK(count("?source=" + spotify) == 3);
  CHECK(count("?counted_from=180") == 4);  // of two of them nobody knows how long they were
  CHECK(count("?counted_from=181") == 2);
  CHECK(home.feed("?q=energy:x").status == 422);
  CHECK(home.feed("?from=2026-03-02&to=2026-03-01").status == 422);
}

TEST_CASE("who watches the history hears of each change, wherever it is made") {
  Home home;
  Server second(server_environment(home.app.database.url(), home.app.sandbox));
  auto there = client_with(second.origin(), home.client.always.at(0).second.substr(7));
  EventStream stream(there, "/api/v1/events");
  auto first = stream.next();
  REQUIRE(first);
  CHECK(first->name == "history");
  auto hears_of = [&](auto change) {
    change();
    auto event = stream.next();
    while (event && event->name != "history") event = stream.next();  // a capture is told on the same stream
    return event.has_value();
  };
  CHECK(hears_of([&] { home.add(R"({"track_id":"4","started_at":"2026-03-01T20:15:00Z"})"); }));
  CHECK(hears_of([&] { home.remove(home.play(1)); }));
  CHECK(hears_of([&] { home.import({{3, "2026-03-02T13:00:02Z"}}); }));
  CHECK(hears_of([&] { home.undo_imports(); }));
}

TEST_CASE("removals are exported, and go with the history") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto plays = browser.get("/api/v1/history");
  REQUIRE(plays.size_at("/plays") > 0);
  auto removed = plays.at("/plays/0/id");
  REQUIRE(browser.send("DELETE", "/api/v1/history/" + removed).status == 204);
  auto lines = Unpacked(browser.get("/api/v1/export").body).lines("removed_plays.jsonl");
  REQUIRE(lines.size() == 1);
  CHECK_THAT(lines.at(0), Catch::Contains(R"("source_kind":"spotify")"));
  REQUIRE(browser.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})").status == 204);
  CHECK(sql.number("select count(*) from removed_plays") == 0);
  CHECK(browser.get("/api/v1/history").size_at("/plays") == 0);
}
