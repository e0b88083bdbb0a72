#include "questions/today.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("today and this week stand beside the week before, at the same time and in the end") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2026-11-22T12:00:00Z", 60'000);   // the Sunday before both weeks
  play(rows, 1, "2026-11-23T07:00:00Z", 60'000);   // Monday a week ago
  play(rows, 1, "2026-11-25T14:01:00Z", 60'000);   // Wednesday a week ago at 15:00 in Berlin
  play(rows, 1, "2026-11-25T14:01:01Z", 60'000);   // a second after the same time
  play(rows, 1, "2026-11-29T20:00:00Z", 60'000);   // Sunday
  play(rows, 1, "2026-11-30T20:00:00Z", 120'000);  // Monday of this week
  play(rows, 1, "2026-12-01T23:01:00Z", 120'000);  // began on Tuesday at 23:59
  play(rows, 1, "2026-12-02T08:05:00Z", 180'000);  // Wednesday, today, at 9:02
  play(rows, 1, "2026-12-02T09:05:00Z", 10'000);   // does not count
  play(rows, 1, "2026-12-02T15:00:00Z", 60'000);   // later today, by a clock that is wrong
  auto history = rows.history("Europe/Berlin");
  auto now = moment("2026-12-02T14:00:00Z");
  auto found = today(*history, {}, now, 10);
  CHECK(sums_of(found.day.now) == Sums{1, 180'000, 0});
  CHECK(sums_of(found.day.then) == Sums{1, 60'000, 0});
  CHECK(sums_of(found.day.then_in_all) == Sums{2, 120'000, 0});
  CHECK(sums_of(found.week.now) == Sums{3, 420'000, 0});
  CHECK(sums_of(found.week.then) == Sums{2, 120'000, 0});
  CHECK(sums_of(found.week.then_in_all) == Sums{4, 240'000, 0});
  CHECK(found.hours[9].plays == 1);
  CHECK(found.hours_then[15].plays == 2);
  CHECK(found.days[1].plays == 1);
  CHECK(found.days_then[6].plays == 1);
  CHECK(found.streak.days() == 4);
  REQUIRE(found.latest.size() == 8);
  CHECK(found.latest[0].began == moment("2026-12-02T08:02:00Z"));
  CHECK(history->plays->ended[found.latest[1].play] == moment("2026-12-01T23:01:00Z"));
  CHECK(today(*history, {0}, now, 3).latest.size() == 3);
  CHECK(today(*history, {0}, now, 3).latest[0].began == moment("2026-12-02T09:04:50Z"));
}

TEST_CASE("who has no play has a today without one") {
  auto found = today(*Rows().history(), {}, moment("2026-12-02T14:00:00Z"), 10);
  CHECK(found.day.now.plays == 0);
  CHECK(found.week.then_in_all.plays == 0);
  CHECK(found.streak.days() == 0);
  CHECK(found.latest.empty());
}
