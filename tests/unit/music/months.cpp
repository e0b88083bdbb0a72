#include "music/months.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;
using namespace std::chrono;

TEST_CASE("a month is named and ends on its own last day") {
  CHECK(name_of(2026y / 11) == "November 2026");
  CHECK(month_of(sys_days(2024y / 2 / 29)) == 2024y / 2);
  CHECK(first_day(2024y / 2) == sys_days(2024y / 2 / 1));
  CHECK(first_day_after(2024y / 2) - first_day(2024y / 2) == days(29));
  CHECK(first_day_after(2026y / 2) - first_day(2026y / 2) == days(28));
  CHECK(first_day_after(2026y / 12) == sys_days(2027y / 1 / 1));
}
