// One recording under several ids: counted as one, and what a person decides of it holds.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "integration/unpacked.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// Four tracks of the person: 1 and 2 have one ISRC, 3 has none and is called like 1, 4 is another one.
struct Home {
  Home()
      : app({}, kFewLikes),
        sql(app.database.sql()),
        client(client_with(app.server.origin(), make_key(app.database.url(), "demo"))) {
    sql.script("insert into artists (spotify_id, name) values ('artist', 'Artist')");
    sql.script(
        "insert into tracks (spotify_id, name, artist_id, album_name, duration_ms, isrc) values "
        "('one', 'Song', 1, 'Single', 180000, 'USRC17607839'), ('two', 'Song (Album Version)', 1, 'Album', 181000, "
        "'us-rc1-76-07839'), ('three', 'SONG', 1, 'Best of', 181500, null), ('four', 'Other', 1, 'Album', 181000, "
        "'DEA123456789')");
    sql.facts(
        "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, timestamptz "
        "'2026-01-05T12:00:00Z' - "
        "interval '1 day' * tracks.id from users, tracks;"
        "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) select 0, 0, users.id, track, "
        "timestamptz '2026-03-01T10:00:00Z' + interval '1 hour' * place, 60000 from users, unnest(array[1, 2, 2, 3, 4, "
        "4]) with ordinality as played (track, place)");
  }

  /// "2:3 4:2 …": the entries of the chart, with their plays.
  std::string chart() {
    auto reply = client.get("/api/v1/charts/tracks?from=2026-03-01&to=2026-03-02");
    std::string text;
    for (std::size_t i = 0; i < reply.size_at("/entries"); ++i)
      text += fmt::format("{}{}:{}", i == 0 ? "" : " ", reply.at(fmt::format("/entries/{}/id", i)),
                          reply.at(fmt::format("/entries/{}/plays", i)));
    return text;
  }
  /// "1 2 itself isrc": the versions of a track in order, and why.
  std::string versions(int track) {
    auto reply = client.get(fmt::format("/api/v1/tracks/{}/versions", track));
    std::string ids, reasons;
    for (std::size_t i = 0; i < reply.size_at("/versions"); ++i) {
      ids += reply.at(fmt::format("/versions/{}/id", i)) + " ";
      reasons += " " + reply.at(fmt::format("/versions/{}/why", i));
    }
    return ids.substr(0, ids.size() - 1) + reasons;
  }
  Reply decide(int track, int other, bool same) {
    return client.post(fmt::format("/api/v1/tracks/{}/versions", track),
                       fmt::format(R"({{"track_id":"{}","same":{}}})", other, same));
  }

  App app;
  Sql sql;
  HttpClient client;
};

}  // namespace

TEST_CASE("tracks of one ISRC count as one, in charts and on their pages") {
  Home home;
  CHECK(home.chart() == "2:3 4:2 3:1");
  CHECK(home.versions(1) == "1 2 itself isrc");
  auto page = home.client.get("/api/v1/tracks/1/versions");
  CHECK(page.at("/plays") == "3");
  CHECK(page.at("/versions/1/plays") == "2");
  CHECK(page.at("/versions/1/album") == "Album");
  CHECK(page.at("/versions/1/duration_ms") == "181000");
  CHECK(page.at("/suggestions/0/id") == "3");  // called the same, and as long
  CHECK(page.size_at("/suggestions") == 1);
  for (int track : {1, 2}) {
    auto mine = home.client.get(fmt::format("/api/v1/tracks/{}/mine", track));
    CHECK(mine.at("/play_count") == "3");
    CHECK(mine.at("/last_played_at").substr(0, 16) == "2026-03-01T13:00");
    CHECK(mine.at("/first_seen_at").substr(0, 10) == "2026-01-03");
  }
  // A code that Spotify tells later joins what was played before.
  home.sql.facts("update tracks set isrc = 'USRC17607839', changed_at = now() where id = 3");
  CHECK(home.chart() == "2:4 4:2");
}

TEST_CASE("what a person decides of two tracks holds until it is taken back") {
  Home home;
  auto decided = home.decide(1, 3, true);
  CHECK(decided.status == 200);
  CHECK(home.chart() == "2:4 4:2");
  CHECK(home.versions(3) == "3 2 1 itself isrc decided");
  CHECK(home.versions(1) == "1 2 3 itself isrc decided");
  CHECK(home.client.get("/api/v1/tracks/1/versions").size_at("/suggestions") == 0);

  CHECK(home.decide(1, 2, false).status == 200);
  CHECK(home.versions(1) == "1 3 itself decided");
  CHECK(home.versions(2) == "2 itself");
  CHECK(home.client.get("/api/v1/tracks/2/versions").at("/decided_apart/0/id") == "1");
  // It holds for what is played later.
  home.sql.facts(
      "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) select 0, 0, id, 2, "
      "'2026-03-01T20:00:00Z', 60000 from users");
  CHECK(home.chart() == "2:3 1:2 4:2");

  // The other way round it is the same question, whose latest answer counts.
  CHECK(home.decide(2, 1, true).status == 200);
  CHECK(home.sql.number("select count(*) from recordings") == 2);
  CHECK(home.chart() == "2:5 4:2");
  auto taken_back = home.client.send("DELETE", "/api/v1/tracks/3/versions/1");
  CHECK(taken_back.status == 204);
  CHECK(home.client.send("DELETE", "/api/v1/tracks/1/versions/3").status == 404);
  CHECK(home.chart() == "2:4 4:2 3:1");
  CHECK(home.client.send("DELETE", "/api/v1/tracks/1/versions/2").status == 204);
  CHECK(home.versions(1) == "1 2 itself isrc");
}

TEST_CASE("decisions are of one person, who exports them, and are refused in a sentence where they make no sense") {
  Home home;
  auto ada = client_with(home.app.server.origin(), make_key(home.app.database.url(), "ada"));
  REQUIRE(home.decide(1, 3, true).status == 200);
  CHECK(ada.get("/api/v1/tracks/1/versions").status == 404);
  CHECK(ada.post("/api/v1/tracks/1/versions", R"({"track_id":"3","same":true})").status == 404);
  CHECK(ada.send("DELETE", "/api/v1/tracks/1/versions/3").status == 404);
  CHECK(home.versions(1) == "1 2 3 itself isrc decided");
  Unpacked files(home.client.get("/api/v1/export").body);
  REQUIRE(files.lines("recordings.jsonl").size() == 1);
  CHECK_THAT(files.lines("recordings.jsonl").at(0), Catch::Contains(R"("track_id":"3","as_track_id":"1","same":true)"));

  struct Refused {
    const char* target;
    const char* body;
    int status;
  };
  for (auto refused : {Refused{"1", R"({"track_id":"1"})", 422},
                       {"1", R"({"track_id":"99"})", 422},
                       {"1", "{}", 422},
                       {"1", R"({"track_id":"2","same":"yes"})", 422},
                       {"99", R"({"track_id":"1"})", 404}}) {
    CAPTURE(refused.target, refused.body);
    CHECK(home.client.post(std::string("/api/v1/tracks/") + refused.target + "/versions", refused.body).status ==
          refused.status);
  }
  auto reader = client_with(home.app.server.origin(), make_key(home.app.database.url(), "demo", "read", "reads"));
  CHECK(reader.post("/api/v1/tracks/1/versions", R"({"track_id":"4","same":true})").status == 403);
  CHECK(reader.get("/api/v1/tracks/1/versions").status == 200);
  CHECK(home.sql.number("select count(*) from recordings") == 1);
}
