#include "questions/streaks.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

/// Artist 1 on the first three days of November, artist 2 on the second and on the fifth to seventh.
Rows november() {
  Rows rows;
  rows.track(1);
  rows.track(2).artist_id = 2;
  for (const auto* ended :
       {"2026-11-01T12:00:00Z", "2026-11-02T12:00:00Z", "2026-11-02T15:00:00Z", "2026-11-03T12:00:00Z"})
    play(rows, 1, ended, 60'000);
  for (const auto* ended :
       {"2026-11-02T13:00:00Z", "2026-11-05T12:00:00Z", "2026-11-06T12:00:00Z", "2026-11-07T12:00:00Z"})
    play(rows, 2, ended, 60'000);
  play(rows, 1, "2026-11-04T12:00:00Z", 29'999);
  return rows;
}

Streak november(int first, int last) {
  auto begin = day("2026-11-01") - 1;
  return {begin + first, begin + last};
}

}  // namespace

TEST_CASE("a streak lasts until the first day without a play, and today may still have one") {
  auto history = november().history();
  auto on = [&](std::string_view date) { return streaks(*history, {}, day(date)); };
  CHECK(on("2026-11-07").days == 6);
  CHECK(on("2026-11-07").longest == november(5, 7));  // the later one of two
  CHECK(on("2026-11-07").current == november(5, 7));
  CHECK(on("2026-11-08").current == november(5, 7));
  CHECK(on("2026-11-09").current == Streak());
  CHECK(on("2026-11-09").longest == november(5, 7));
  CHECK(streaks(*history, {{}, {0}}, day("2026-11-07")).longest == november(1, 7));
  CHECK(streaks(*Rows().history(), {}, day("2026-11-07")).longest.days() == 0);
}

TEST_CASE("a streak may be an artist's, and be cut by the days asked about") {
  auto history = november().history();
  auto artist = subject_of(*history, ChartOf::artists, Id{1}).value();
  auto of_artist = streaks(*history, {}, day("2026-11-04"), artist);
  CHECK(of_artist.days == 3);
  CHECK(of_artist.longest == november(1, 3));
  CHECK(of_artist.current == november(1, 3));
  CHECK(streaks(*history, {{day("2026-11-02"), day("2026-11-05")}}, day("2026-11-07")).longest == november(2, 3));
  auto artists = artist_streaks(*history, {}, day("2026-11-07"), 10);
  REQUIRE(artists.size() == 2);
  CHECK(history->tracks->artist_ids[artists[0].artist] == 2);
  CHECK(artists[0].longest == november(5, 7));
  CHECK(artists[0].lasts);
  CHECK(artists[1].longest == november(1, 3));
  CHECK_FALSE(artists[1].lasts);
  CHECK(artist_streaks(*history, {}, day("2026-11-07"), 1).size() == 1);
}

TEST_CASE("streaks are those of the sets of days with a play") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    auto dense = first_day(2024);
    for (int i = 0; i < 600; ++i)
      rows.plays.push_back({1 + static_cast<std::int64_t>(random() % 20),
                            (dense + static_cast<std::int32_t>(random() % 120)) * history::Moment(86'400'000'000),
                            200'000});
    auto history = rows.history("America/New_York");
    auto today = static_cast<history::Day>(dense + random() % 150);
    Counting counting{{Days().first, today}};
    std::map<std::int64_t, std::set<history::Day>> days;  // by artist, 0: of all
    for (const auto& play : counted_rows(rows, *history, counting)) {
      days[0].insert(play.day);
      auto track = history->tracks->find(Id{play.row->track_id});
      days[history->tracks->artist_id(track)].insert(play.day);
    }
    auto longest_of = [](const std::set<history::Day>& days) {
      std::int32_t longest = 0;
      for (auto day : days) {
        auto end = day;
        while (days.contains(end)) ++end;
        longest = std::max(longest, end - day);
      }
      return longest;
    };
    auto found = streaks(*history, counting, today);
    REQUIRE(found.days == static_cast<std::int64_t>(days[0].size()));
    REQUIRE(found.longest.days() == longest_of(days[0]));
    auto end = days[0].contains(today) ? today : today - 1;
    auto begin = end;
    while (days[0].contains(begin)) --begin;
    REQUIRE(found.current.days() == end - begin);
    REQUIRE(current_streak(*history, counting.filter, today) == found.current);
    auto artists = artist_streaks(*history, counting, today, 100);
    REQUIRE(artists.size() == days.size() - 1);
    for (const auto& artist : artists)
      REQUIRE(artist.longest.days() == longest_of(days[history->tracks->artist_ids[artist.artist]]));
  }
}
