#include "questions/on_repeat.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("on repeat is the recording with most plays on one day, the first of equal days") {
  Rows rows;
  rows.track(1).isrc = "USRC17607839";
  rows.track(2).isrc = "USRC17607839";
  rows.track(3);
  CHECK_FALSE(on_repeat(*rows.history(), {}));
  play(rows, 3, "2026-01-01T10:00:00Z", 60'000);
  CHECK_FALSE(on_repeat(*rows.history(), {}));  // once is no repetition
  play(rows, 3, "2026-01-01T11:00:00Z", 60'000);
  CHECK(on_repeat(*rows.history(), {})->played.plays == 2);
  for (const auto* at : {"2026-01-05T10:00:00Z", "2026-01-05T11:00:00Z"}) play(rows, 2, at, 60'000);
  play(rows, 1, "2026-01-05T12:00:00Z", 60'000);
  auto found = on_repeat(*rows.history(), {});
  REQUIRE(found);
  CHECK(found->played.plays == 3);
  CHECK(date_text(found->day) == "2026-01-05");
  CHECK(found->track == rows.history()->tracks->find(Id{2}));
  play(rows, 3, "2026-01-01T23:00:00Z", 60'000);
  CHECK(date_text(on_repeat(*rows.history(), {})->day) == "2026-01-01");
  play(rows, 3, "2026-01-01T23:30:00Z", 1'000);  // too short to count
  CHECK(on_repeat(*rows.history(), {})->played.plays == 3);
}
