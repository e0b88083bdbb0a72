// Playlists from snapshots, plays and features, made by hand day by day: what belongs to each, why, and what is kept of
// it.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "integration/steps.hpp"

using namespace mtm::test;

namespace {

using Tracks = std::vector<int>;

/// Demo with a small library, whose snapshots and plays are only those that a test makes. Tracks are numbered from 0.
struct House {
  House() : app({}, kFewLikes), browser(with_history(app.server)), sql(app.database.sql()) {
    user = sql.value("select id from users where spotify_user_id = 'demo'");
    sql.facts("delete from snapshots; delete from plays; update library set saved_at = null");
    for (auto& row : sql.rows("select track_id from library where user_id = $1 order by track_id limit 40", {user}))
      ids.push_back(row[0]);
  }

  /// A snapshot so many days ago, where the user lives.
  void snapshot(int days_ago, const Tracks& tracks, const std::string& range = "short_term") {
    snapshot_of(user, days_ago, tracks, range);
  }
  void snapshot_of(const std::string& whose, int days_ago, const Tracks& tracks,
                   const std::string& range = "short_term") {
    int rank = 0;
    for (int track : tracks)
      sql.rows(
          "insert into snapshots (source_id, user_id, snapshot_date, time_range, rank, track_id)"
          " select 0, id, (now() at time zone coalesce(time_zone, 'UTC'))::date - $2::int, $3, $4, $5 from users where "
          "id "
          "= $1",
          {whose, std::to_string(days_ago), range, std::to_string(++rank), ids[static_cast<std::size_t>(track)]});
    sql.facts_changed();
  }
  /// So many plays, a second apart, the last at that time of that day where the user lives.
  void plays(int track, int count, int days_ago, const std::string& last = "12:00:00") {
    sql.rows(
        "insert into plays (source_id, version, user_id, played_at, track_id)"
        " select 0, 0, id, ((now() at time zone zone)::date - $2::int + $3::time) at time zone zone - interval '1 "
        "second' * "
        "number, $4"
        " from (select id, coalesce(time_zone, 'UTC') as zone from users where id = $1) as home, generate_series(0, "
        "$5::int - 1) as number",
        {user, std::to_string(days_ago), last, ids[static_cast<std::size_t>(track)], std::to_string(count)});
    sql.facts_changed();
  }
  Reply source(const std::string& which) { return browser.get("/api/v1/recipes/" + which); }
  Tracks tracks_of(const Reply& reply) const {
    Tracks tracks;
    for (std::size_t i = 0; i < reply.size_at("/tracks"); ++i) {
      auto id = reply.at("/tracks/" + std::to_string(i) + "/id");
      tracks.push_back(static_cast<int>(std::find(ids.begin(), ids.end(), id) - ids.begin()));
    }
    return tracks;
  }
  Tracks found(const std::string& which) { return tracks_of(source(which)); }

  App app;
  HttpClient browser;
  Sql sql;
  std::string user;
  std::vector<std::string> ids;
};

}  // namespace

TEST_CASE("a gem was in a short-term snapshot 90 to 365 days ago, both included, and in none of the last 30 days") {
  House house;
  CHECK_THAT(house.source("forgotten_gems").at("/explanation"), Catch::StartsWith("Nothing is forgotten"));
  house.snapshot(366, {3});
  house.snapshot(365, {2, 6});
  house.snapshot(200, {4, 5});
  house.snapshot(199, {7}, "long_term");
  house.snapshot(150, {4});
  house.snapshot(90, {0});
  house.snapshot(89, {1});
  house.snapshot(31, {4});
  house.snapshot(30, {5});
  house.snapshot(0, {6});
  CHECK(house.found("forgotten_gems") == Tracks{4, 0, 2});  // most often first
  auto gems = house.source("forgotten_gems");
  CHECK_THAT(gems.at("/tracks/0/reason"),
             Catch::StartsWith("in your top 50 three times until ") && Catch::EndsWith(", not since"));
  CHECK(gems.at("/candidates") == "3");
  CHECK(house.source("forgotten_gems?limit=1").at("/candidates") == "3");
  CHECK(house.found("forgotten_gems?limit=1") == Tracks{4});

  CHECK(house.found("forgotten_gems?oldest=366") == Tracks{4, 0, 2, 3});
  CHECK(house.found("forgotten_gems?newest=89") == Tracks{4, 0, 1, 2});
  CHECK(house.found("forgotten_gems?quiet=29") == Tracks{4, 5, 0, 2});
  CHECK(house.found("forgotten_gems?quiet=31") == Tracks{0, 2});
}

TEST_CASE("an old like is a gem until it is heard again") {
  House house;
  house.sql.rows("update library set saved_at = '2016-05-03T12:00:00Z' where track_id = $1", {house.ids[2]});
  house.sql.rows("update library set saved_at = now() where track_id = $1", {house.ids[3]});
  house.sql.facts_changed();
  CHECK(house.found("forgotten_gems") == Tracks{2});
  CHECK(house.source("forgotten_gems").at("/tracks/0/reason") == "liked on 3 May 2016, no play known since");
  house.plays(2, 1, 1);
  CHECK(house.found("forgotten_gems").empty());
}

TEST_CASE("plays make a gem of a track that was in no snapshot, and one play takes it away") {
  House house;
  REQUIRE(house.browser.send("PATCH", "/api/v1/me", R"({"time_zone":"Pacific/Kiritimati"})").status == 200);
  house.plays(0, 5, 90, "23:59:59");  // by local days: the last second of the window
  house.plays(1, 5, 89, "00:00:04");  // begins with its first second after it
  house.plays(2, 5, 365, "00:00:04");
  house.plays(3, 5, 365, "00:00:03");  // one of the five is a second too early
  house.plays(4, 4, 200);
  house.plays(5, 6, 200);
  house.plays(5, 1, 30, "00:00:00");
  house.plays(6, 6, 200);
  house.plays(6, 1, 31, "23:59:59");
  house.plays(7, 9, 200);
  house.snapshot(3, {7});
  house.snapshot(100, {8, 9});
  house.plays(9, 1, 2);
  CHECK(house.found("forgotten_gems") == Tracks{8, 6, 0, 2});
  CHECK(house.source("forgotten_gems").at("/tracks/1/reason").starts_with("played six times until "));
  CHECK(house.found("forgotten_gems?plays=6") == Tracks{8, 6});
  CHECK(house.found("forgotten_gems?plays=4") == Tracks{8, 6, 0, 2, 3, 4});
}

TEST_CASE("a question to a source that is out of bounds is refused in a sentence") {
  House house;
  struct Question {
    const char* query;
    int status;
    const char* says;
  };
  for (auto question : {Question{"forgotten_gems?oldest=3651", 422, "oldest"},
                        {"forgotten_gems?newest=0", 422, "newest"},
                        {"forgotten_gems?quiet=x", 422, "quiet"},
                        {"forgotten_gems?plays=0", 422, "plays"},
                        {"forgotten_gems?oldest=80", 422, "'oldest' must be"},
                        {"forgotten_gems?quiet=90", 422, "'newest' must be more"},
                        {"forgotten_gems?limit=0", 422, "limit"},
                        {"current_rotation?limit=101", 422, "limit"},
                        {"mood", 422, "'mood' must be"},
                        {"mood?mood=happy", 422, "'mood' must be"},
                        {"similar", 422, "track_id"},
                        {"similar?track_id=999999999", 404, "no such track"},
                        {"year", 404, "no such recipe"}}) {
    CAPTURE(question.query);
    auto reply = house.source(question.query);
    CHECK(reply.status == question.status);
    CHECK_THAT(reply.at("/detail"), Catch::Contains(question.says));
  }
  for (const char* body : {R"({"source":"year"})", R"({"source":7})", R"({"source":"mood","mood":"happy"})",
                           R"({"source":"forgotten_gems","oldest":80})", R"({"source":"current_rotation"})"}) {
    CAPTURE(body);
    CHECK(house.browser.post("/api/v1/playlists", body).status == 422);
  }
  CHECK(house.browser.get("/api/v1/playlists").size_at("/playlists") == 0);
}

TEST_CASE("a discovery appears in the latest snapshot for the first time, in whatever list") {
  House house;
  CHECK_THAT(house.source("recent_discoveries").at("/explanation"), Catch::StartsWith("Take a snapshot first"));
  house.snapshot(7, {0, 1, 2});
  CHECK(house.found("recent_discoveries") == Tracks{0, 1, 2});  // with one snapshot all is new
  house.snapshot(9, {3}, "long_term");
  house.snapshot(2, {4, 0, 3, 5});
  house.snapshot(2, {6, 4, 1}, "medium_term");
  CHECK(house.found("recent_discoveries") == Tracks{4, 5, 6});
  CHECK_THAT(house.source("recent_discoveries").at("/tracks/1/reason"), Catch::EndsWith(", at number 4"));
  house.snapshot(1, {0, 1});
  CHECK(house.found("recent_discoveries").empty());
  CHECK_THAT(house.source("recent_discoveries").at("/explanation"),
             Catch::Contains("has nothing that was not in one before"));
}

TEST_CASE("the rotation is the latest short-term snapshot in rank order, and tells which way each went") {
  House house;
  CHECK_THAT(house.source("current_rotation").at("/explanation"), Catch::StartsWith("Take a snapshot first"));
  house.snapshot(40, {3, 2, 1});
  CHECK(house.source("current_rotation").at("/tracks/0/reason") == "number 1");
  house.snapshot(38, {0, 1, 2});
  house.snapshot(5, {9}, "medium_term");
  auto rotation = house.source("current_rotation");
  CHECK(house.tracks_of(rotation) == Tracks{0, 1, 2});
  CHECK(rotation.at("/tracks/0/reason") == "number 1, new or back");
  CHECK(rotation.at("/tracks/1/reason") == "number 2, up from 3");
  CHECK(rotation.at("/tracks/2/reason") == "number 3, down from 2");
  CHECK(rotation.at("/name") == "Current Rotation - " + house.sql.value("select to_char(now(), 'FMMonth YYYY')"));
}

TEST_CASE("the obsession of a month is one playlist, here and on Spotify, however often it is refreshed") {
  House house;
  house.snapshot(40, {1, 2});
  CHECK_THAT(house.source("currently_obsessed").at("/explanation"), Catch::EndsWith("Take a snapshot first."));
  CHECK(house.browser.post("/api/v1/playlists", R"({"source":"currently_obsessed"})").status == 422);
  house.snapshot(0, {3, 4, 5});
  auto kept = house.browser.post("/api/v1/playlists", R"({"source":"currently_obsessed"})");
  REQUIRE(kept.status == 201);
  CHECK(kept.at("/kind") == "currently_obsessed");
  CHECK(kept.at("/name") == "Currently Obsessed - " + house.sql.value("select to_char(now(), 'FMMonth YYYY')"));
  auto address = "/api/v1/playlists/" + kept.at("/playlist_id");
  REQUIRE(house.browser.post(address + "/publish").at("/state") == "published");

  house.sql.facts("delete from snapshots where snapshot_date >= current_date - 1");
  house.snapshot(0, {6, 3});
  auto again = house.browser.post("/api/v1/playlists", R"({"source":"currently_obsessed","name":"Obsessed"})");
  CHECK(again.status == 200);
  CHECK(again.at("/playlist_id") == kept.at("/playlist_id"));
  CHECK(again.at("/name") == "Obsessed");
  REQUIRE(house.browser.post(address + "/publish").at("/state") == "published");
  CHECK(house.tracks_of(house.browser.get(address)) == Tracks{6, 3});
  CHECK(house.browser.get("/api/v1/playlists").size_at("/playlists") == 1);
  auto spotify = house.app.sandbox.client().get("/sandbox/state");
  REQUIRE(spotify.size_at("/playlists") == 1);
  CHECK(spotify.size_at("/playlists/0/tracks") == 2);
}

TEST_CASE("gems are kept under a name of at most 100 characters and published in their order") {
  House house;
  house.snapshot(120, {5, 0, 9, 3});
  house.snapshot(119, {9});
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  auto wish = [](const std::string& name) { return R"({"source":"forgotten_gems","limit":3,"name":")" + name + "\"}"; };
  CHECK(house.browser.post("/api/v1/playlists", wish(umlauts + "u")).status == 422);
  CHECK(house.browser.post("/api/v1/playlists", wish("")).status == 422);
  auto kept = house.browser.post("/api/v1/playlists", wish(umlauts));
  REQUIRE(kept.status == 201);
  CHECK(kept.at("/name") == umlauts);
  auto address = "/api/v1/playlists/" + kept.at("/playlist_id");
  CHECK(house.tracks_of(house.browser.get(address)) == Tracks{9, 5, 0});
  CHECK(house.browser.post(address + "/publish").at("/state") == "published");
  auto spotify = house.app.sandbox.client().get("/sandbox/state");
  REQUIRE(spotify.size_at("/playlists/0/tracks") == 3);
  CHECK(spotify.at("/playlists/0/name") == umlauts);
  CHECK(spotify.at("/playlists/0/tracks/0") ==
        house.sql.value("select spotify_id from tracks where id = $1", {house.ids[9]}));
}

TEST_CASE("a mood takes the tracks at its borders and none beyond them") {
  House house;
  auto sounds = [&](int track, const std::string& features) {
    house.sql.rows("update tracks set audio_features = $2::jsonb where id = $1",
                   {house.ids[static_cast<std::size_t>(track)], features});
    house.sql.facts_changed();
  };
  house.sql.facts("update tracks set audio_features = null");
  CHECK_THAT(house.source("mood?mood=focus").at("/explanation"),
             Catch::StartsWith("None of your tracks has audio features"));
  sounds(0, R"({"energy":0.7,"valence":0.7,"danceability":0.7,"tempo":118})");
  sounds(1, R"({"energy":0.7,"valence":0.7,"danceability":0.7,"tempo":135})");
  sounds(2, R"({"energy":0.699,"valence":0.7,"danceability":0.7,"tempo":120})");
  sounds(3, R"({"energy":0.7,"valence":0.7,"danceability":0.7,"tempo":135.1})");
  sounds(4, R"({"energy":0.9,"valence":0.9,"danceability":0.9})");
  sounds(5, R"({"energy":0.4,"tempo":90,"instrumentalness":0.5,"speechiness":0.1})");  // focus asks for no valence
  auto party = house.source("mood?mood=party");
  auto tracks = house.tracks_of(party);
  std::sort(tracks.begin(), tracks.end());
  CHECK(tracks == Tracks{0, 1});
  CHECK_THAT(party.at("/tracks/0/reason"), Catch::StartsWith("energy 70%, valence 70%, danceability 70%, 1"));
  CHECK(party.at("/title") == "Party");
  CHECK_THAT(party.at("/playlist_id"), Catch::StartsWith("mood_party_"));
  CHECK(house.found("mood?mood=focus") == Tracks{5});
  CHECK_THAT(house.source("mood?mood=melancholic").at("/explanation"),
             Catch::StartsWith("No track of yours sounds like that: it takes energy 50% or less"));
}

TEST_CASE("what is like a track is kept as a playlist of its own") {
  House house;
  auto seed = house.sql.value(
      "select min(id) from tracks where energy is not null and valence is not null and danceability is not null");
  auto alike = house.source("similar?track_id=" + seed + "&limit=5");
  REQUIRE(alike.size_at("/tracks") == 5);
  CHECK_THAT(alike.at("/tracks/0/reason"), Catch::EndsWith("% like it"));
  auto kept = house.browser.post("/api/v1/playlists", R"({"source":"similar","limit":5,"track_id":)" + seed + "}");
  REQUIRE(kept.status == 201);
  CHECK(kept.at("/tracks_count") == "5");
  house.sql.rows("update tracks set audio_features = null where id = $1", {seed});
  CHECK_THAT(house.source("similar?track_id=" + seed).at("/explanation"), Catch::StartsWith("Nobody has told us"));
}

TEST_CASE("another person's snapshots and plays are in nobody else's playlists") {
  House house;
  auto ada = with_history(house.app.server, "ada");
  house.sql.facts("delete from snapshots; delete from plays; update library set saved_at = null");
  auto theirs = house.sql.value("select id from users where spotify_user_id = 'ada'");
  house.sql.rows(
      "insert into library (user_id, track_id, first_seen_at) select $1, track_id, now() from library where user_id = "
      "$2 "
      "on conflict do nothing",
      {theirs, house.user});
  house.snapshot_of(theirs, 120, {0, 1});
  house.snapshot_of(theirs, 0, {2, 3});
  house.sql.rows(
      "insert into plays (source_id, version, user_id, played_at, track_id) select 0, 0, $1, now() - interval '120 "
      "days' - interval '1 "
      "second' * number, $2 from generate_series(1, 9) as number",
      {theirs, house.ids[4]});
  house.sql.facts_changed();
  for (const char* which : {"forgotten_gems", "recent_discoveries", "current_rotation", "currently_obsessed"}) {
    CAPTURE(which);
    CHECK(house.found(which).empty());
    CHECK(ada.get("/api/v1/recipes/" + std::string(which)).size_at("/tracks") >= 2);
  }
  for (const char* mood : {"workout", "focus", "chill", "party", "melancholic"}) {
    auto found = house.source("mood?limit=100&mood=" + std::string(mood));
    for (std::size_t i = 0; i < found.size_at("/tracks"); ++i)
      CHECK(house.sql.number("select count(*) from library where user_id = $1 and track_id = $2",
                             {house.user, found.at("/tracks/" + std::to_string(i) + "/id")}) == 1);
  }
  REQUIRE(ada.post("/api/v1/playlists", R"({"source":"forgotten_gems"})").status == 201);
  CHECK(house.browser.get("/api/v1/playlists").size_at("/playlists") == 0);
}

TEST_CASE("the sandbox's old database fills every source") {
  House house;
  auto file = fmt::format("{}/{}.db", std::filesystem::temp_directory_path().string(),
                          house.sql.value("select current_database()"));
  REQUIRE(run({program("spotify-sandbox"), "--likes", "600", "old-database", file}, {}).exit_code == 0);
  CHECK(run({program("spotify-sandbox"), "--likes", "600", "old-database", file}, {}).exit_code ==
        1);  // never over what is there
  auto imported = command({"import-sqlite", file, "--user", "demo"},
                          server_environment(house.app.database.url(), house.app.sandbox));
  std::remove(file.c_str());
  REQUIRE(imported.exit_code == 0);
  CHECK(house.sql.number("select count(distinct snapshot_date) from snapshots") == 105);
  CHECK(house.sql.number("select max(snapshot_date) - current_date from snapshots") == 0);
  for (const char* which : {"forgotten_gems", "recent_discoveries", "current_rotation", "currently_obsessed"}) {
    CAPTURE(which);
    CHECK(house.source(which).size_at("/tracks") > 0);
  }
}
