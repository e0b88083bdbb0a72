#include "questions/decades.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("plays belong to the decade in which their track came out, the oldest first and unknown last") {
  Rows rows;
  rows.track(1).release_day = day("1999-12-31");
  rows.track(2).release_day = day("1990-01-01");
  rows.track(3).release_day = day("1969-07-20");
  rows.track(4);
  rows.track(5).release_day = day("2010-01-01");  // never played
  for (std::int64_t track : {1, 2, 3, 4}) play(rows, track, "2026-01-01T10:00:00Z", 60'000);
  auto found = decades(*rows.history(), {});
  REQUIRE(found.size() == 3);
  CHECK(found[0].decade == 1960);
  CHECK(found[1].decade == 1990);
  CHECK(sums_of(found[1].played) == Sums{2, 120'000, 0});
  CHECK_FALSE(found[2].decade);
  CHECK(found[2].played.plays == 1);
}
