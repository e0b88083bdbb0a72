#include "music/gems.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;
using namespace std::chrono;

namespace {

constexpr sys_days on(int y, unsigned m, unsigned d) { return year(y) / month(m) / d; }

}  // namespace

TEST_CASE("the window of gems is 365 to 90 days ago, and its silence the last 30, over leap days and month ends") {
  struct Row {
    sys_days today, loved_from, loved_until, silent_from;
  };
  const Row rows[] = {
      {on(2026, 11, 21), on(2025, 11, 21), on(2026, 8, 23), on(2026, 10, 22)},
      {on(2024, 2, 29), on(2023, 3, 1), on(2023, 12, 1), on(2024, 1, 30)},   // a leap day itself
      {on(2024, 12, 31), on(2024, 1, 1), on(2024, 10, 2), on(2024, 12, 1)},  // a year with one: 366 days
      {on(2025, 3, 1), on(2024, 3, 1), on(2024, 12, 1), on(2025, 1, 30)},
      {on(2026, 3, 31), on(2025, 3, 31), on(2025, 12, 31), on(2026, 3, 1)},  // the clocks were changed two days before
  };
  for (const auto& row : rows) {
    CAPTURE(row.today.time_since_epoch().count());
    CHECK(gem_days({}, row.today) == GemDays{row.loved_from, row.loved_until, row.silent_from});
    CHECK((row.today - row.loved_from).count() == 365);
    CHECK((row.today - row.loved_until).count() == 90);
    CHECK((row.today - row.silent_from).count() == 30);
  }
  CHECK(gem_days({10, 5, 4, 1}, on(2026, 1, 3)) == GemDays{on(2025, 12, 24), on(2025, 12, 29), on(2025, 12, 30)});
}

TEST_CASE("windows that contradict themselves or go out of bounds are refused with a sentence") {
  struct Row {
    GemWindows windows;
    const char* says;  // nothing: they are well
  };
  const Row rows[] = {{{}, nullptr},
                      {{90, 90, 30, 5}, nullptr},
                      {{2, 2, 1, 1}, nullptr},
                      {{3650, 3650, 3649, 1000}, nullptr},
                      {{89, 90, 30, 5}, "'oldest' must be"},
                      {{365, 30, 30, 5}, "'newest' must be more"},
                      {{365, 29, 30, 5}, "'newest' must be more"},
                      {{3651, 90, 30, 5}, "1 to 3650"},
                      {{365, 0, 30, 5}, "1 to 3650"},
                      {{365, 90, 0, 5}, "1 to 3650"},
                      {{365, 90, 30, 0}, "'plays'"},
                      {{365, 90, 30, 1001}, "'plays'"}};
  for (const auto& row : rows) {
    CAPTURE(row.windows.oldest, row.windows.newest, row.windows.quiet, row.windows.plays);
    auto mistake = mistake_in(row.windows);
    CHECK(mistake.has_value() == (row.says != nullptr));
    if (mistake && row.says) CHECK_THAT(*mistake, Catch::Contains(row.says));
  }
}
