#include "questions/periods.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("a period's text is read as the days that it begins and ends with") {
  for (auto unit : {Unit::day, Unit::week, Unit::month, Unit::year}) {
    for (auto of = first_day(1999); of < first_day(2031); of += 5) {
      auto text = period_text(of, unit);
      CAPTURE(text);
      auto period = music::calendar_period(text).value();
      REQUIRE(day_of(period.days.from.value()) == period_begin(of, unit));
      REQUIRE(day_of(period.days.to) == period_end(of, unit) - 1);
    }
  }
}

TEST_CASE("weeks begin on Mondays") {
  CHECK(weekday_of(day("2026-11-30")) == 0);
  CHECK(weekday_of(day("2026-11-29")) == 6);
  CHECK(weekday_of(day("1969-12-31")) == 2);
  CHECK(weekday_of(day("1900-01-01")) == 0);
}
