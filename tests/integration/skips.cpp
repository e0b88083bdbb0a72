// How plays ended, on what, where and in which manner, over the whole road from a file to answers.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct Told {
  int track;
  const char *reason, *platform, *country;
  int seconds = 200;
  bool shuffle = false, in_private = false;
};

std::string file_of(const std::vector<Told>& plays) {
  std::string json;
  int minute = 0;
  for (const auto& play : plays) {
    json += fmt::format(
        R"({}{{"ts":"2026-03-01T{:02}:{:02}:00Z","platform":"{}","ms_played":{},"conn_country":"{}","master_metadata_track_name":"Song {}",)"
        R"("master_metadata_album_artist_name":"Band","master_metadata_album_album_name":"Album","spotify_track_uri":"spotify:track:000000000000000000000{}",)"
        R"("reason_start":"clickrow","reason_end":"{}","shuffle":{},"skipped":false,"offline":false,"offline_timestamp":null,"incognito_mode":{}}})",
        json.empty() ? "[" : ",\n", 10 + minute / 60, minute % 60, play.platform, play.seconds * 1'000, play.country,
        play.track, play.track, play.reason, play.shuffle, play.in_private);
    minute += 5;
  }
  return json + "]";
}

}  // namespace

TEST_CASE("skips, platforms, countries and modes are what the file says, with private sessions or without") {
  App app({}, kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  TemporaryFolder folder;
  auto file = folder.path("Streaming_History_Audio_2026.json");
  std::vector<Told> plays;
  for (int i = 0; i < 5; ++i) plays.push_back({1, "trackdone", "android", "DE"});
  for (int i = 0; i < 4; ++i) plays.push_back({2, "fwdbtn", "web_player", "DE", 5, true});
  plays.push_back({2, "trackdone", "web_player", "FR", 200, true});
  plays.push_back({3, "logout", "not_applicable", "ZZ"});
  plays.push_back({3, "trackdone", "cast", "DE", 200, false, true});
  std::ofstream(file) << file_of(plays);
  auto imported =
      run({program("music-time-machine"), "import", file, "--user", "demo"}, {{"DATABASE_URL", app.database.url()}});
  CAPTURE(imported.err);
  REQUIRE(imported.exit_code == 0);
  const std::string days = "?from=2026-03-01&to=2026-03-01";

  auto skips = client.get("/api/v1/skips" + days);
  INFO(skips.body);
  REQUIRE(skips.status == 200);
  CHECK(skips.at("/counted_from") == "0");
  CHECK(skips.at("/plays/finished") == "7");
  CHECK(skips.at("/plays/skipped") == "4");
  CHECK(skips.at("/plays/interrupted") == "1");
  CHECK(skips.at("/plays/unknown") == "0");
  CHECK(skips.size_at("/skipped_tracks") == 1);
  CHECK(skips.at("/skipped_tracks/0/name") == "Song 2");
  CHECK(skips.at("/skipped_tracks/0/skip_rate") == "0.8");
  CHECK(skips.at("/finished_tracks/0/name") == "Song 1");
  CHECK(skips.at("/finished_albums/0/name") == "Album");
  CHECK(client.get("/api/v1/skips" + days + "&fewest=2").at("/finished_tracks/1/name") == "Song 3");
  CHECK(client.get("/api/v1/skips" + days + "&private=out").at("/plays/finished") == "6");
  CHECK(client.get("/api/v1/skips" + days + "&counted_from=30").at("/plays/skipped") == "0");

  auto platforms = client.get("/api/v1/platforms" + days);
  INFO(platforms.body);
  CHECK(platforms.at("/played/plays") == "8");
  CHECK(platforms.at("/platforms/0/platform") == "android");
  CHECK(platforms.at("/platforms/0/plays") == "5");
  CHECK(platforms.at("/platforms/0/share") == "0.625");
  CHECK(platforms.at("/platforms/3/platform") == "unknown");
  CHECK(client.get("/api/v1/platforms" + days + "&private=out").size_at("/platforms") == 3);
  auto countries = client.get("/api/v1/countries" + days + "&counted_from=0");
  CHECK(countries.at("/countries/0/country") == "DE");
  CHECK(countries.at("/countries/0/plays") == "10");
  CHECK(countries.at("/countries/2/country") == "null");
  auto modes = client.get("/api/v1/listening-modes" + days + "&counted_from=0");
  CHECK(modes.at("/shuffle/yes/plays") == "5");
  CHECK(modes.at("/offline/no/share").substr(0, 1) == "1");
  CHECK(modes.at("/in_private/plays") == "1");

  auto chart = [&](const std::string& more) { return client.get("/api/v1/charts/tracks" + days + more); };
  CHECK(chart("").at("/played/plays") == "8");
  CHECK(chart("&private=in").at("/played/plays") == "8");
  CHECK(chart("&private=out").at("/played/plays") == "7");
  CHECK(client.get("/api/v1/charts/tracks?range=all&private=out").at("/played/plays") == "7");
  CHECK(chart("&private=out").at("/private_sessions") == "out");
  for (const auto* odd : {"/api/v1/skips?fewest=0", "/api/v1/skips?limit=101", "/api/v1/skips?private=yes",
                          "/api/v1/platforms?by=skips", "/api/v1/countries?range=7m", "/api/v1/charts/tracks?private="})
    CHECK(client.get(odd).status == 422);
}
