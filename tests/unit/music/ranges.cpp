#include "music/ranges.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

namespace {

Day parsed_day(const char* text) { return day_from(text).value(); }

}  // namespace

TEST_CASE("a preset goes so many months back and ends today") {
  struct Case {
    const char *preset, *today, *from;
  };
  auto expected = GENERATE(values<Case>({
      {"6m", "2026-11-21", "2026-05-21"},
      {"12m", "2026-11-21", "2025-11-21"},
      {"24m", "2026-11-21", "2024-11-21"},
      {"6m", "2026-08-31", "2026-02-28"},  // no 31 February
      {"6m", "2024-08-31", "2024-02-29"},  // a leap year
      {"12m", "2024-02-29", "2023-02-28"},
      {"24m", "2026-01-01", "2024-01-01"},
      {"6m", "2026-03-29", "2025-09-29"},  // the night of a change to summer time is a day like others
      {"6m", "2026-01-31", "2025-07-31"},
      {"6m", "2026-05-31", "2025-11-30"},
  }));
  CAPTURE(expected.preset, expected.today);
  auto range = preset_range(expected.preset, parsed_day(expected.today));
  REQUIRE(range);
  CHECK(to_text(range->from.value()) == expected.from);
  CHECK(to_text(range->to) == expected.today);
}

TEST_CASE("all has no first day") {
  CHECK(preset_range("all", parsed_day("2026-11-21")) == Range{std::nullopt, parsed_day("2026-11-21")});
}

TEST_CASE("another word is no preset") {
  for (const char* word : {"", "6", "6M", "m6", "36m", "1y", "ALL", "all ", "06m"}) {
    CAPTURE(word);
    CHECK_FALSE(preset_range(word, parsed_day("2026-11-21")));
  }
}

TEST_CASE("a day must exist and be written with all its digits") {
  for (const char* text :
       {"2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-1 ", "2026/01/01",
        "+026-01-01", "2026-01-+1", "1899-12-31", "2101-01-01", "2026-01-01T", "", "infinity", "-infinity"}) {
    CAPTURE(text);
    CHECK_FALSE(day_from(text));
  }
  for (const char* text : {"2024-02-29", "1900-01-01", "2100-12-31"}) {
    CAPTURE(text);
    CHECK(to_text(parsed_day(text)) == text);
  }
}

TEST_CASE("a period of the calendar is a year, month, week or day, and the one before is of its kind") {
  struct Case {
    const char *period, *from, *to, *before_from, *before_to;
  };
  auto expected = GENERATE(values<Case>({
      {"2026", "2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"},
      {"2024-03", "2024-03-01", "2024-03-31", "2024-02-01", "2024-02-29"},
      {"2026-01", "2026-01-01", "2026-01-31", "2025-12-01", "2025-12-31"},
      {"2026-W48", "2026-11-23", "2026-11-29", "2026-11-16", "2026-11-22"},
      {"2026-W01", "2025-12-29", "2026-01-04", "2025-12-22", "2025-12-28"},
      {"2026-W53", "2026-12-28", "2027-01-03", "2026-12-21", "2026-12-27"},
      {"2027-W01", "2027-01-04", "2027-01-10", "2026-12-28", "2027-01-03"},
      {"2024-03-01", "2024-03-01", "2024-03-01", "2024-02-29", "2024-02-29"},
      {"1900", "1900-01-01", "1900-12-31", "1899-01-01", "1899-12-31"},
  }));
  CAPTURE(expected.period);
  auto period = calendar_period(expected.period);
  REQUIRE(period);
  CHECK(to_text(period->days.from.value()) == expected.from);
  CHECK(to_text(period->days.to) == expected.to);
  CHECK(to_text(period->before.from.value()) == expected.before_from);
  CHECK(to_text(period->before.to) == expected.before_to);
}

TEST_CASE("another word is no period") {
  for (const char* word : {"", "26", "1899", "2101", "2026-", "2026-13", "2026-00", "2026-1", "2026-W00", "2026-W54",
                           "2025-W53", "2026-w48", "2026-W4", "2026W48", "2026-11-31", "2026-11-", "2026-Q1", "12m"}) {
    CAPTURE(word);
    CHECK_FALSE(calendar_period(word));
  }
}

TEST_CASE("before a range lie as many days") {
  auto range = [](const char* from, const char* to) { return Range{parsed_day(from), parsed_day(to)}; };
  CHECK(days_before(range("2026-03-01", "2026-03-31")) == range("2026-01-29", "2026-02-28"));
  CHECK(days_before(range("2026-03-01", "2026-03-01")) == range("2026-02-28", "2026-02-28"));
  CHECK_FALSE(days_before({std::nullopt, parsed_day("2026-03-01")}));
}
