// Analytics of histories made by hand, with answers that can be worked out on paper.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

struct Studio {
  Studio()
      : app({}, kFewLikes),
        sql(app.database.sql()),
        client(client_with(app.server.origin(), make_key(app.database.url(), "demo"))) {
    sql.script(
        "insert into artists (spotify_id, name) select 'artist' || n, 'Artist ' || n from generate_series(1, 4) n");
    sql.script(
        "insert into tracks (spotify_id, name, artist_id) select 'track' || n, 'Track ' || n, 1 + (n - 1) % 4 from "
        "generate_series(1, 12) n");
    user = sql.value("select id from users where spotify_user_id = 'demo'");
  }

  /// A snapshot of these tracks, the first one at rank 1. Who has not met them yet meets them there.
  void snapshot(const std::string& date, const std::vector<int>& tracks, const std::string& list = "short_term",
                const std::string& whose = "") {
    auto person = whose.empty() ? user : whose;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      auto track = std::to_string(tracks[i]);
      sql.rows("insert into library (user_id, track_id, first_seen_at) values ($1, $2, $3) on conflict do nothing",
               {person, track, date});
      sql.rows(
          "insert into snapshots (source_id, user_id, snapshot_date, time_range, rank, track_id) values (0, $1, $2, "
          "$3, $4, $5)",
          {person, date, list, std::to_string(i + 1), track});
    }
    sql.facts_changed();
  }
  void met(int track, const std::string& when, const std::string& whose = "") {
    sql.rows(
        "insert into library (user_id, track_id, first_seen_at) values ($1, $2, $3) "
        "on conflict on constraint library_key do update set first_seen_at = excluded.first_seen_at",
        {whose.empty() ? user : whose, std::to_string(track), when});
    sql.facts_changed();
  }
  void sounds(int track, const std::string& features) {
    sql.rows("update tracks set audio_features = $2::jsonb where id = $1", {std::to_string(track), features});
  }
  std::string ask(const std::string& what) {
    auto reply = client.get("/api/v1/analytics/" + what);
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return reply.body;
  }
  Reply reply(const std::string& what) { return client.get("/api/v1/analytics/" + what); }

  App app;
  Sql sql;
  HttpClient client;
  std::string user;
};

}  // namespace

TEST_CASE("turnover compares each snapshot with the one before, also with one before the range") {
  Studio studio;
  CHECK(studio.reply("turnover?range=all").at("/latest") == "null");
  studio.snapshot("2026-01-31", {1, 2, 3, 4});
  auto one = studio.reply("turnover?range=all");
  CHECK(one.at("/latest/share") == "null");
  CHECK(one.at("/latest/before") == "null");
  CHECK(one.at("/latest/tracks") == "4");

  studio.snapshot("2026-02-28", {1, 2, 5, 6});
  studio.snapshot("2026-03-31", {1, 2, 5, 6, 3});
  studio.snapshot("2026-03-31", {7, 8, 9}, "long_term");
  auto all = studio.reply("turnover?from=2000-01-01&to=2026-12-31");
  REQUIRE(all.size_at("/snapshots") == 3);
  CHECK(all.at("/snapshots/1/share") == "0.5");
  CHECK(all.at("/snapshots/1/fresh") == "2");
  CHECK(all.at("/latest/share") == "0.2");
  CHECK(all.at("/latest/before") == "2026-02-28");

  auto cut = studio.reply("turnover?from=2026-02-28&to=2026-02-28");
  REQUIRE(cut.size_at("/snapshots") == 1);
  CHECK(cut.at("/latest/share") == "0.5");
  CHECK(cut.at("/range") == R"({"preset":null,"period":null,"from":"2026-02-28","to":"2026-02-28"})");
  auto long_term = studio.reply("turnover?range=all&time_range=long_term");
  CHECK(long_term.at("/time_range") == "long_term");
  CHECK(long_term.size_at("/snapshots") == 1);
}

TEST_CASE("diversity is of the places in all snapshots of a month") {
  Studio studio;
  // Tracks 1, 5, 9 are of artist 1; 2, 6, 10 of artist 2.
  studio.snapshot("2026-01-01", {1, 5});
  studio.snapshot("2026-01-31", {1, 2});
  studio.snapshot("2026-02-01", {1, 2, 3, 4});
  auto months = studio.reply("diversity?range=all");
  REQUIRE(months.size_at("/months") == 2);
  CHECK(months.at("/months/0/month") == "2026-01");
  CHECK(months.at("/months/0/artists") == "2");
  CHECK(std::stod(months.at("/months/0/effective_artists")) == Approx(1.754765));
  CHECK(months.at("/months/1/artists") == "4");
  CHECK(std::stod(months.at("/months/1/effective_artists")) == Approx(4));
  CHECK(studio.reply("diversity?from=2026-01-31&to=2026-01-31").at("/months/0/effective_artists").substr(0, 1) == "2");
}

TEST_CASE("faithful artists are counted by days, not by places") {
  Studio studio;
  studio.snapshot("2026-01-01", {1, 5, 9, 2});
  studio.snapshot("2026-01-02", {2, 3});
  studio.snapshot("2026-01-03", {2});
  auto artists = studio.reply("artists?range=all");
  CHECK(artists.at("/snapshots") == "3");
  REQUIRE(artists.size_at("/artists") == 3);
  CHECK(artists.at("/artists/0/name") == "Artist 2");
  CHECK(artists.at("/artists/0/days") == "3");
  CHECK(artists.at("/artists/0/first_day") == "2026-01-01");
  CHECK(artists.at("/artists/0/last_day") == "2026-01-03");
  CHECK(artists.at("/artists/1/name") == "Artist 1");
  CHECK(artists.at("/artists/1/tracks") == "3");
  CHECK(studio.reply("artists?from=2026-01-02&to=2026-01-02").at("/artists/0/days") == "1");
}

TEST_CASE("what was there before the range is no discovery in it, and the catalogue goes on from there") {
  Studio studio;
  studio.snapshot("2025-12-31", {1, 2});
  studio.snapshot("2026-01-01", {1, 2, 3});
  studio.snapshot("2026-02-01", {3, 4, 1, 5});
  studio.met(1, "2025-12-31T23:59:59Z");
  studio.met(2, "2026-01-01T00:00:00Z");
  studio.met(3, "2026-01-31T23:30:00Z");
  studio.met(4, "2026-03-01T00:00:00Z");
  studio.met(5, "2026-03-01T00:00:00Z");
  auto cut = studio.reply("growth?from=2026-01-01&to=2026-02-28");
  CHECK(cut.at("/before") == "1");
  CHECK(cut.at("/months") == R"([{"month":"2026-01","tracks":2,"total":3}])");
  CHECK(cut.at("/snapshots") ==
        R"([{"date":"2026-01-01","tracks":3,"fresh":1},{"date":"2026-02-01","tracks":4,"fresh":2}])");
  CHECK(studio.reply("growth?range=all").at("/snapshots/0/fresh") == "2");
}

TEST_CASE("a month is that of the user's time zone, on both sides of the world and of a change of clocks") {
  Studio studio;
  studio.met(1, "2026-03-31T22:30:00Z");  // already April in Berlin, in summer time
  studio.met(2, "2026-02-28T23:30:00Z");  // already March there, in winter time
  studio.met(3, "2026-03-31T21:30:00Z");
  studio.met(4, "2026-05-01T03:00:00Z");  // still April in New York
  auto months = [&](const std::string& zone) {
    CHECK(studio.client.send("PATCH", "/api/v1/me", R"({"time_zone":")" + zone + R"("})").status == 200);
    return studio.client.get("/api/v1/dashboard").at("/first_appearances");
  };
  CHECK(months("UTC") ==
        R"([{"month":"2026-02","tracks":1},{"month":"2026-03","tracks":2},{"month":"2026-05","tracks":1}])");
  CHECK(months("Europe/Berlin") ==
        R"([{"month":"2026-03","tracks":2},{"month":"2026-04","tracks":1},{"month":"2026-05","tracks":1}])");
  CHECK(months("America/New_York") ==
        R"([{"month":"2026-02","tracks":1},{"month":"2026-03","tracks":2},{"month":"2026-04","tracks":1}])");
  CHECK(months("Pacific/Kiritimati") ==
        R"([{"month":"2026-03","tracks":1},{"month":"2026-04","tracks":2},{"month":"2026-05","tracks":1}])");
}

TEST_CASE("moods count the library's quadrants, the middle as energetic and glad, and know who is silent") {
  Studio studio;
  for (int track = 1; track <= 7; ++track) studio.met(track, "2026-01-01T00:00:00Z");
  studio.sounds(1, R"({"energy":0.5,"valence":0.5,"danceability":0.25,"acousticness":0.5})");
  studio.sounds(2, R"({"energy":0.9,"valence":0.75,"danceability":0.75,"acousticness":0})");
  studio.sounds(3, R"({"energy":0.5,"valence":0.25})");
  studio.sounds(4, R"({"energy":0.25,"valence":0.5})");
  studio.sounds(5, R"({"energy":0.25,"valence":0.25})");
  studio.sounds(6, R"({"energy":0.25})");
  studio.sounds(8, R"({"energy":0.9,"valence":0.9})");  // of nobody's library
  auto moods = studio.reply("moods");
  CHECK(moods.at("/tracks") == "7");
  CHECK(moods.at("/with_features") == "5");
  CHECK(
      moods.at("/moods/0") ==
      R"({"mood":"Happy & Energetic","energetic":true,"glad":true,"tracks":2,"danceability":0.5,"acousticness":0.25})");
  CHECK(moods.at("/moods/1/tracks") == "1");
  CHECK(moods.at("/moods/2/mood") == "Calm & Peaceful");
  CHECK(moods.at("/moods/2/tracks") == "1");
  CHECK(
      moods.at("/moods/3") ==
      R"({"mood":"Sad & Melancholic","energetic":false,"glad":false,"tracks":1,"danceability":null,"acousticness":null})");
  CHECK(moods.size_at("/points") == 5);

  studio.sql.script(
      "insert into tracks (spotify_id, name, artist_id, audio_features) select 'more' || n, 'More', 1, "
      "'{\"energy\":0.1,\"valence\":0.1}' from generate_series(1, 500) n");
  studio.sql.rows(
      "insert into library (user_id, track_id, first_seen_at) select $1, id, now() from tracks where name = 'More'",
      {studio.user});
  studio.sql.facts_changed();
  auto many = studio.ask("moods");
  CHECK(studio.reply("moods").size_at("/points") == 400);
  CHECK(studio.ask("moods") == many);
}

TEST_CASE("a fingerprint is of what was met, saved, played or ranked on its days, each track once") {
  Studio studio;
  studio.sql.rows("update users set time_zone = 'Europe/Berlin' where id = $1", {studio.user});
  for (int track : {1, 2, 3, 4, 5})
    studio.sounds(track, R"({"energy":)" + std::to_string(track / 10.0) + R"(,"valence":0.5})");
  studio.met(1, "2026-06-14T22:00:00Z");  // the first second of the 15th in Berlin
  studio.met(2, "2026-06-14T21:59:59Z");
  studio.met(3, "2020-01-01T00:00:00Z");
  studio.met(4, "2020-01-01T00:00:00Z");
  studio.met(5, "2020-01-01T00:00:00Z");
  studio.met(6, "2020-01-01T00:00:00Z");
  studio.sql.rows("update library set saved_at = '2026-06-15T12:00:00Z' where track_id in (1, 3) and user_id = $1",
                  {studio.user});
  studio.sql.rows(
      "insert into plays (source_id, version, user_id, played_at, track_id) values (0, 0, $1, '2026-06-15T21:59:59Z', "
      "4), (0, 0, $1, "
      "'2026-06-15T22:00:00Z', 5)",
      {studio.user});
  studio.snapshot("2026-06-15", {6});
  auto day = studio.reply("fingerprint?from=2026-06-15&to=2026-06-15");
  CHECK(day.at("/fingerprint/tracks") == "4");
  CHECK(day.at("/fingerprint/with_features") == "3");
  CHECK(std::stod(day.at("/fingerprint/energy")) == Approx((0.1 + 0.3 + 0.4) / 3));
  CHECK(day.at("/fingerprint/liveness") == "null");
  CHECK(studio.reply("fingerprint?range=all").at("/fingerprint/tracks") == "6");
  CHECK(studio.reply("fingerprint?from=2019-01-01&to=2019-12-31").at("/fingerprint/energy") == "null");
}

TEST_CASE("the mood of a year is that of what was saved, played or ranked in it") {
  Studio studio;
  studio.sounds(1, R"({"energy":0.25,"valence":0.5})");
  studio.sounds(2, R"({"energy":0.75,"valence":1})");
  studio.met(1, "2020-05-05T00:00:00Z");
  studio.met(2, "2020-05-05T00:00:00Z");
  studio.sql.rows("update library set saved_at = '2024-05-05T00:00:00Z' where track_id = 1 and user_id = $1",
                  {studio.user});
  studio.snapshot("2025-01-01", {1, 2});
  studio.snapshot("2025-02-01", {2});
  CHECK(
      studio.ask("mood-years") ==
      R"({"years":[{"year":2024,"tracks":1,"energy":0.25,"valence":0.5},{"year":2025,"tracks":2,"energy":0.5,"valence":0.75}]})");
}

TEST_CASE("a range that can't be is refused with a sentence") {
  Studio studio;
  for (std::string route : {"turnover", "diversity", "artists", "growth", "fingerprint"}) {
    for (auto [query, sentence] :
         {std::pair{"range=36m", "'range' must be 4w, 6m, 12m, 24m or all."},
          {"range=", "'range' must be"},
          {"from=2026-02-30", "'from' must be a day"},
          {"to=yesterday", "'to' must be a day"},
          {"from=2026-02-02&to=2026-02-01", "'from' must not be after 'to'."},
          {"range=6m&from=2026-01-01", "Ask by one of 'range', 'period', or 'from' and 'to'"}}) {
      auto refused = studio.reply(route + "?" + query);
      CAPTURE(route, query);
      CHECK(refused.status == 422);
      CHECK_THAT(refused.at("/detail"), Contains(sentence));
    }
  }
  CHECK(studio.reply("turnover?time_range=weekly").status == 422);
  CHECK(studio.reply("fingerprint?from=2026-02-01&from=2026-03-01").status == 400);
}

TEST_CASE("an empty history has answers too") {
  Studio studio;
  CHECK(studio.reply("diversity").at("/months") == "[]");
  CHECK(studio.reply("artists").at("/artists") == "[]");
  CHECK(studio.reply("growth").at("/months") == "[]");
  CHECK(studio.reply("moods").at("/with_features") == "0");
  CHECK(studio.reply("moods").size_at("/moods") == 4);
  CHECK(studio.ask("mood-years") == R"({"years":[]})");
  CHECK(studio.reply("fingerprint").at("/fingerprint/tracks") == "0");
}

TEST_CASE("nobody's analytics show another's music") {
  Studio studio;
  auto other_key = make_key(studio.app.database.url(), "other");
  auto other = studio.sql.value("select id from users where spotify_user_id = 'other'");
  studio.sounds(1, R"({"energy":0.9,"valence":0.9})");
  studio.met(1, "2026-01-01T00:00:00Z", other);
  studio.snapshot("2026-01-01", {1, 2}, "short_term", other);
  studio.snapshot("2026-01-02", {1, 3}, "short_term", other);
  CHECK(studio.reply("turnover?range=all").at("/snapshots") == "[]");
  CHECK(studio.reply("diversity?range=all").at("/months") == "[]");
  CHECK(studio.reply("artists?range=all").at("/artists") == "[]");
  CHECK(studio.reply("growth?range=all").at("/months") == "[]");
  CHECK(studio.reply("growth?range=all").at("/snapshots") == "[]");
  CHECK(studio.reply("moods").at("/points") == "[]");
  CHECK(studio.reply("moods").at("/with_features") == "0");
  CHECK(studio.ask("mood-years") == R"({"years":[]})");
  CHECK(studio.reply("fingerprint?range=all").at("/fingerprint/tracks") == "0");
  for (std::string route : {"turnover", "diversity", "artists", "growth", "moods", "mood-years", "fingerprint"})
    CHECK(studio.app.server.client().get("/api/v1/analytics/" + route).status == 401);
  auto theirs = client_with(studio.app.server.origin(), other_key);
  CHECK(theirs.get("/api/v1/analytics/turnover?range=all").size_at("/snapshots") == 2);
}
