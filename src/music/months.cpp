#include "music/months.hpp"

#include <array>

namespace mtm::music {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

}  // namespace

std::string_view name_of(month month) {
  return month.ok() ? kMonths[static_cast<unsigned>(month) - 1] : std::string_view();
}

std::string name_of(year_month month) {
  return std::string(name_of(month.month())) + " " + std::to_string(static_cast<int>(month.year()));
}

year_month month_of(sys_days day) {
  year_month_day date(day);
  return date.year() / date.month();
}

sys_days first_day(year_month month) { return month / 1; }

sys_days first_day_after(year_month month) { return first_day(month + months(1)); }

}  // namespace mtm::music
