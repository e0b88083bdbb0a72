#include "questions/clock.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("a play stands at the hour of the week in which it began where the person lives") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2026-11-29T23:01:00Z", 120'000);  // began on Sunday at 23:59 in Berlin
  play(rows, 1, "2026-11-29T23:02:00Z", -1);       // on Monday at 00:02
  play(rows, 1, "2026-10-25T00:30:00Z", 60'000);   // at 02:29 in summer time
  play(rows, 1, "2026-10-25T01:30:00Z", 60'000);   // at 02:29 once more
  play(rows, 1, "1969-07-20T20:17:00Z", 60'000);   // on a Sunday at 21:16
  play(rows, 1, "2026-11-29T12:00:00Z", 29'999);
  auto clock = week_clock(*rows.history("Europe/Berlin"), {});
  auto at = [&](std::size_t weekday, std::size_t hour) { return clock[weekday * 24 + hour]; };
  CHECK(at(6, 23).plays == 1);
  CHECK(at(6, 23).ms_played == 120'000);
  CHECK(at(0, 0).plays == 1);
  CHECK(at(0, 0).without_length == 1);
  CHECK(at(6, 2).plays == 2);
  CHECK(at(6, 21).plays == 1);
  CHECK(at(6, 13).plays == 0);
}
