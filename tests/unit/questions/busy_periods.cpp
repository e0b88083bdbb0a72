#include "questions/busy_periods.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "questions/timeline.hpp"
#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using test::day;
using test::moment;

TEST_CASE("busy periods have the plays of the timeline, and every like and place once") {
  auto seed = GENERATE(range(1u, 25u));
  auto zone = GENERATE(as<std::string>(), "UTC", "America/New_York", "Pacific/Kiritimati");
  CAPTURE(seed, zone);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random);
  auto history = rows.history(zone);
  Days of{day("2019-01-01"), day("2027-12-31")};
  for (auto unit : {Unit::week, Unit::month, Unit::year}) {
    auto plays = timeline(*history, {unit, {of}, {}}).value();
    std::map<history::Day, std::uint32_t> expected, found;
    for (const auto& bucket : plays.buckets)
      if (bucket.played.plays > 0) expected[period_begin(bucket.days.first, unit)] = bucket.played.plays;
    std::int64_t likes = 0, listed = 0;
    auto before = std::numeric_limits<history::Day>::min();
    for (const auto& period : busy_periods(*history, unit, of)) {
      CHECK(period.first > before);
      CHECK(period.events() > 0);
      before = period.first;
      if (period.played.plays > 0) found[period.first] = period.played.plays;
      likes += period.likes;
      listed += period.listed;
    }
    CHECK(found == expected);
    CHECK(likes == std::count_if(rows.tracks.begin(), rows.tracks.end(), [&](const auto& track) {
            return track.saved != history::kNever && of.have(history->zone->day(track.saved));
          }));
    CHECK(listed == static_cast<std::int64_t>(rows.snapshots.size()));
  }
}

TEST_CASE("the time machine opens on this week ten years ago, or near it where something happened") {
  auto today = day("2026-11-30");  // a Monday
  CHECK(week_ten_years_before(today) == day("2016-11-28"));
  CHECK(week_ten_years_before(day("2024-02-29")) == day("2014-02-24"));
  struct Row {
    const char* what;
    std::vector<std::pair<const char*, int>> plays;  // when, and how many
    const char* opens;                               // nothing: on none
  };
  const Row rows[] = {
      {"nothing", {}, nullptr},
      {"the week itself, however little", {{"2016-12-04T12:00:00Z", 1}, {"2016-12-05T12:00:00Z", 9}}, "2016-11-28"},
      {"the nearest of five", {{"2016-12-05T12:00:00Z", 4}, {"2016-12-20T12:00:00Z", 5}}, "2016-12-19"},
      {"the nearest at all", {{"2016-12-05T12:00:00Z", 4}, {"2016-12-20T12:00:00Z", 4}}, "2016-12-05"},
      {"the earlier of two", {{"2016-12-05T12:00:00Z", 5}, {"2016-11-21T12:00:00Z", 5}}, "2016-11-21"},
      {"nothing that is to come", {{"2027-01-01T12:00:00Z", 9}, {"2003-01-01T12:00:00Z", 1}}, "2002-12-30"},
      {"nothing of before there was Spotify", {{"1970-01-02T12:00:00Z", 9}}, nullptr},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    test::Rows made;
    made.track(1);
    for (auto [at, count] : row.plays)
      for (int i = 0; i < count; ++i) made.plays.push_back({1, moment(at) + i, -1});
    auto opens = week_to_open_on(*made.history(), today);
    REQUIRE(opens.has_value() == (row.opens != nullptr));
    if (row.opens) CHECK(*opens == day(row.opens));
  }
}
