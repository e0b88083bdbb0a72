#include "questions/gems.hpp"

#include <catch2/catch.hpp>

#include "questions/days.hpp"
#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace std::chrono;
using history::TimeRange;

namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::size_t kAll = 1'000'000;
constexpr sys_days kToday = 2026y / November / 30;

Ids ids(const history::History& history, const Gems& gems) {
  Ids ids;
  for (const auto& gem : gems.gems) ids.push_back(history.tracks->ids[gem.track]);
  return ids;
}

history::Day days_ago(int days) { return day_of(kToday - std::chrono::days(days)); }

/// What the definition says, track by track and row by row, where no recording has several tracks: the gems' ids in the
/// order of their ids.
Ids gems_by_definition(const test::Rows& rows, const TimeZone& zone, const music::GemDays& days, std::int64_t plays) {
  Days loved{day_of(days.loved_from), day_of(days.loved_until)};
  auto silent_from = day_of(days.silent_from);
  Ids gems;
  for (const auto& track : rows.tracks) {
    bool listed = false, since = false;
    std::int64_t played = 0;
    for (const auto& place : rows.snapshots) {
      if (place.track_id != track.id || place.range != TimeRange::short_term) continue;
      listed = listed || loved.have(place.day);
      since = since || place.day >= silent_from;
    }
    for (const auto& play : rows.plays) {
      if (play.track_id != track.id || (play.ms_played >= 0 && play.ms_played < 30'000)) continue;
      auto began = zone.day(play.at - std::max(play.ms_played, 0) * history::Moment(1'000));
      if (loved.have(began)) ++played;
      since = since || began >= silent_from;
    }
    bool liked =
        track.saved != history::kNever && track.unsaved == history::kNever && zone.day(track.saved) <= loved.last;
    if ((listed || played >= plays || liked) && !since) gems.push_back(track.id);
  }
  std::sort(gems.begin(), gems.end());
  return gems;
}

}  // namespace

TEST_CASE("gems stand in the order of lists, then plays, then ranks, then ids, and are counted without the limit") {
  test::Rows rows;
  for (std::int64_t id : {9, 8, 7, 6, 5, 4, 3}) rows.track(id);
  rows.snapshot(days_ago(200), {3, 4});
  rows.snapshot(days_ago(150), {4, 5, 6, 3});
  for (int play = 0; play < 3; ++play) rows.play(7, "2026-06-01T12:00:00Z"), rows.plays.back().at += play;
  rows.play(6, "2026-06-01T12:00:00Z");
  rows.snapshot(days_ago(60), {7});  // after the days in which it was loved: no reason, but no fault either
  auto history = rows.history();
  auto days = music::gem_days({}, kToday);
  auto gems = forgotten_gems(*history, days, 3, kAll);
  CHECK(ids(*history, gems) == Ids{3, 4, 6, 5, 7});
  CHECK(gems.gems[0].facts.listed == 2);
  CHECK(gems.gems[0].facts.last_listed == kToday - std::chrono::days(150));
  CHECK(gems.gems[2].facts.played == 1);
  CHECK(gems.gems[4].facts.listed == 0);
  CHECK(gems.gems[4].facts.last_listed == std::nullopt);
  CHECK(gems.gems[4].facts.last_played == sys_days(2026y / June / 1));
  CHECK(gems.candidates == 5);
  auto two = forgotten_gems(*history, days, 3, 2);
  CHECK(ids(*history, two) == Ids{3, 4});
  CHECK(two.candidates == 5);
}

TEST_CASE("a recording is a gem once, with the lists and plays of all of its tracks") {
  test::Rows rows;
  for (std::int64_t id = 1; id <= 6; ++id)
    rows.track(id).isrc = id <= 3 ? "USRC17607839" : id <= 5 ? "DEA123456789" : "";
  rows.snapshot(days_ago(200), {1, 6, 2, 4});
  rows.snapshot(days_ago(150), {3});
  rows.play(2, "2026-06-01T12:00:00Z");
  rows.play(2, "2026-06-01T13:00:00Z");
  rows.play(3, "2026-06-02T12:00:00Z");
  rows.play(5, "2026-11-29T12:00:00Z");                                     // 4 and 5 are heard again
  rows.plays.push_back({1, test::moment("2026-11-29T12:00:00Z"), 29'999});  // does not count
  auto history = rows.history();
  auto gems = forgotten_gems(*history, music::gem_days({}, kToday), 3, kAll);
  CHECK(ids(*history, gems) == Ids{2, 6});
  CHECK(gems.candidates == 2);
  CHECK(gems.gems[0].facts.listed == 2);
  CHECK(gems.gems[0].facts.played == 3);
  CHECK(gems.gems[0].facts.last_played == sys_days(2026y / June / 2));
}

TEST_CASE("an old like that nobody has heard lately is a gem from the first minute, behind those with better reasons") {
  test::Rows rows;
  for (std::int64_t id = 1; id <= 7; ++id) rows.track(id).artist_id = id;
  auto like = [&](std::size_t place, std::string_view at) { rows.tracks[place].saved = test::moment(at); };
  like(0, "2016-05-03T12:00:00Z");
  like(1, "2026-09-02T12:00:00Z");  // not yet 90 days ago
  like(2, "2017-05-03T12:00:00Z");
  rows.play(3, "2026-11-29T12:00:00Z");  // still heard
  like(3, "2018-05-03T12:00:00Z");
  rows.tracks[3].unsaved = test::moment("2019-01-01T00:00:00Z");  // no longer liked
  like(4, "2019-05-03T12:00:00Z");
  rows.play(5, "2024-03-09T12:00:00Z");
  rows.snapshot(days_ago(200), {6});
  like(6, "2018-05-03T12:00:00Z");
  rows.snapshot(days_ago(0), {7});
  auto history = rows.history();
  auto gems = forgotten_gems(*history, music::gem_days({}, kToday), 5, kAll);
  CHECK(ids(*history, gems) == Ids{6, 5, 1});  // of likes the most played first
  CHECK(gems.candidates == 3);
  CHECK(gems.gems[0].facts.liked == std::nullopt);
  CHECK(gems.gems[1].facts.liked == sys_days(2019y / May / 3));
  CHECK(gems.gems[1].facts.last_played == sys_days(2024y / March / 9));
  CHECK(gems.gems[2].facts.last_played == std::nullopt);
}

TEST_CASE("an album gives two gems while there are others") {
  test::Rows rows;
  for (std::int64_t id = 1; id <= 4; ++id) rows.track(id).album = "On repeat";
  rows.track(5).artist_id = 2;
  rows.snapshot(days_ago(200), {1, 2, 3, 4, 5});
  auto history = rows.history();
  CHECK(ids(*history, forgotten_gems(*history, music::gem_days({}, kToday), 5, 3)) == Ids{1, 2, 5});
  CHECK(ids(*history, forgotten_gems(*history, music::gem_days({}, kToday), 5, kAll)) == Ids{1, 2, 3, 4, 5});
}

TEST_CASE("old likes come from all of their years") {
  test::Rows rows;
  for (std::int64_t id = 1; id <= 40; ++id) {
    auto& row = rows.track(id);
    row.artist_id = id;
    row.saved = test::moment(id <= 37 ? "2016-05-03T12:00:00Z" : "2019-05-03T12:00:00Z") + id;
  }
  auto history = rows.history();
  auto gems = forgotten_gems(*history, music::gem_days({}, kToday), 5, 6);
  CHECK(ids(*history, gems) == Ids{1, 2, 3, 38, 39, 40});
  CHECK(gems.candidates == 40);
}

TEST_CASE("an empty history has no gems") {
  CHECK(forgotten_gems(*test::Rows().history(), music::gem_days({}, kToday), 5, 50).gems.empty());
}

TEST_CASE("gems are exactly those that the definition names, whatever the history and the windows") {
  auto seed = GENERATE(range(1u, 25u));
  auto zone = GENERATE(as<std::string>(), "UTC", "America/New_York", "Pacific/Kiritimati");
  CAPTURE(seed, zone);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 80);
  auto below = [&](int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); };
  for (auto& play : rows.plays) play.ms_played = below(2) == 0 ? -1 : below(300'000);
  auto history = rows.history(zone);
  for (int round = 0; round < 5; ++round) {
    music::GemWindows windows;
    windows.quiet = 1 + below(100);
    windows.newest = windows.quiet + 1 + below(200);
    windows.oldest = windows.newest + below(800);
    windows.plays = 1 + below(4);
    CAPTURE(windows.oldest, windows.newest, windows.quiet, windows.plays);
    auto days = music::gem_days(windows, sys_days(2026y / January / 1) + std::chrono::days(below(600)));
    auto plays = static_cast<std::uint32_t>(windows.plays);
    auto gems = forgotten_gems(*history, days, plays, kAll);
    auto found = ids(*history, gems);
    auto some = forgotten_gems(*history, days, plays, 3);
    CHECK(some.gems.size() == std::min<std::size_t>(3, gems.gems.size()));
    CHECK(some.candidates == gems.candidates);
    CHECK(gems.candidates == static_cast<std::int64_t>(gems.gems.size()));
    for (std::size_t i = 0; i < some.gems.size(); ++i)
      if (!gems.gems[i].facts.liked) CHECK(some.gems[i].track == gems.gems[i].track);
    for (std::size_t i = 1; i < gems.gems.size(); ++i) {
      const auto &a = gems.gems[i - 1].facts, &b = gems.gems[i].facts;
      CHECK(a.liked.has_value() <= b.liked.has_value());
      CHECK(std::pair(a.listed, a.played) >= std::pair(b.listed, b.played));
    }
    std::sort(found.begin(), found.end());
    CHECK(found == gems_by_definition(rows, *history->zone, days, windows.plays));
  }
}
