#include "loadtest/streaming_history.hpp"

#include <simdjson.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

using namespace mtm::loadtest;

TEST_CASE("a made-up history has the rows that were asked for, in files as Spotify's") {
  HistoryPlan plan{.rows = 16'500, .seed = 7};
  simdjson::dom::parser parser;
  std::string before;
  std::map<std::string, int> times_by_track;
  std::int64_t rows = 0, episodes = 0, kept = 0;
  for (int number = 0; number < 3; ++number) {
    auto text = history_file(plan, number);
    CHECK(text == history_file(plan, number));
    for (simdjson::dom::element row : parser.parse(text).get_array()) {
      ++rows;
      REQUIRE(row.get_object().size() == 23);
      std::string at(row["ts"].get_string().value());
      REQUIRE(at > before);
      REQUIRE(at.size() == 20);
      before = at;
      std::string_view uri;
      if (row["spotify_track_uri"].get(uri)) {
        ++episodes;
        uri = row["spotify_episode_uri"].get_string();
        REQUIRE(uri.size() == 38);
      } else {
        REQUIRE(uri.size() == 36);
        ++times_by_track[std::string(uri)];
      }
      kept += row["ms_played"].get_int64() >= 30'000;
    }
  }
  CHECK(rows == 16'500);
  CHECK(episodes > rows * 2 / 100);
  CHECK(episodes < rows * 4 / 100);
  CHECK(kept > rows / 2);
  CHECK(times_by_track.size() > 5'000);
  auto most = std::max_element(times_by_track.begin(), times_by_track.end(),
                               [](const auto& a, const auto& b) { return a.second < b.second; });
  CHECK(most->second > 500);
}

TEST_CASE("another seed makes another history, and no rows are an empty list") {
  CHECK(history_file({.rows = 10, .seed = 1}, 0) != history_file({.rows = 10, .seed = 2}, 0));
  CHECK(history_file({.rows = 0}, 0) == "[\n]");
}
