#include "questions/periods.hpp"

#include <fmt/format.h>

namespace mtm::questions {

using history::Day;

namespace {

Day first_of_month(int month) {  // months since 1970-01
  using namespace std::chrono;
  return day_of((1970y / January + months(month)) / 1);
}

}  // namespace

int weekday_of(Day day) {
  constexpr int kThursday = 3;  // 1970-01-01
  auto weekday = (day + kThursday) % 7;
  return weekday < 0 ? weekday + 7 : weekday;
}

Day period_begin(Day day, Unit unit) {
  switch (unit) {
    case Unit::day:
      return day;
    case Unit::week:
      return day - weekday_of(day);
    case Unit::month:
      return first_of_month(month_of(day));
    case Unit::year:
      return first_day(year_of(day));
  }
  return day;
}

Day period_end(Day day, Unit unit) {
  switch (unit) {
    case Unit::day:
      return day + 1;
    case Unit::week:
      return day - weekday_of(day) + 7;
    case Unit::month:
      return first_of_month(month_of(day) + 1);
    case Unit::year:
      return first_day(year_of(day) + 1);
  }
  return day + 1;
}

std::string period_text(Day day, Unit unit) {
  switch (unit) {
    case Unit::day:
      return date_text(day);
    case Unit::week: {
      Day thursday = day - weekday_of(day) + 3;  // its year is the week's
      auto year = year_of(thursday);
      return fmt::format("{:04}-W{:02}", year, (thursday - first_day(year)) / 7 + 1);
    }
    case Unit::month:
      return month_text(month_of(day));
    case Unit::year:
      return fmt::format("{:04}", year_of(day));
  }
  return {};
}

}  // namespace mtm::questions
