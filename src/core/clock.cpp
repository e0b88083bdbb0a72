#include "core/clock.hpp"

#include <fmt/format.h>

namespace mtm {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Parts {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  std::chrono::hh_mm_ss<milliseconds> clock;
};

Parts split(WallTime time) {
  auto day = std::chrono::floor<days>(time);
  return {std::chrono::year_month_day(day), std::chrono::weekday(day), std::chrono::hh_mm_ss<milliseconds>(time - day)};
}

/// Takes characters off the front of a text; every step says whether the text went along.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool number(int digits, int& value) {
    if (rest_.size() < static_cast<std::size_t>(digits)) return false;
    value = 0;
    for (int i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return true;
  }

  bool one_of(std::string_view choices, char& taken) {
    if (rest_.empty() || choices.find(rest_[0]) == choices.npos) return false;
    taken = rest_[0];
    rest_.remove_prefix(1);
    return true;
  }

  bool one_of(std::string_view choices) {
    char taken = 0;
    return one_of(choices, taken);
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Digits after the point, of which the first three count.
bool fraction(Cursor& cursor, milliseconds& value) {
  int digit = 0;
  int weight = 100;
  if (!cursor.number(1, digit)) return false;
  do {
    value += milliseconds(digit * weight);
    weight /= 10;
  } while (cursor.number(1, digit));
  return true;
}

bool zone(Cursor& cursor, minutes& offset) {
  char sign = 0;
  if (cursor.one_of("Zz")) return true;
  int hour = 0, minute = 0;
  if (!cursor.one_of("+-", sign) || !cursor.number(2, hour) || !cursor.one_of(":") || !cursor.number(2, minute))
    return false;
  if (hour > 23 || minute > 59) return false;
  offset = hours(hour) + minutes(minute);
  if (sign == '-') offset = -offset;
  return true;
}

}  // namespace

WallTime wall_now() { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }

std::string to_rfc3339(WallTime time) {
  auto [date, weekday, clock] = split(time);
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                          clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) text += fmt::format(".{:03}", clock.subseconds().count());
  return text += 'Z';
}

std::optional<WallTime> from_rfc3339(std::string_view text) {
  Cursor cursor(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  milliseconds parts{0};
  minutes offset{0};
  if (!cursor.number(4, year) || !cursor.one_of("-") || !cursor.number(2, month) || !cursor.one_of("-") ||
      !cursor.number(2, day) || !cursor.one_of("Tt") || !cursor.number(2, hour) || !cursor.one_of(":") ||
      !cursor.number(2, minute) || !cursor.one_of(":") || !cursor.number(2, second)) {
    return std::nullopt;
  }
  if (cursor.one_of(".") && !fraction(cursor, parts)) return std::nullopt;
  if (!zone(cursor, offset) || !cursor.at_end()) return std::nullopt;

  auto date = std::chrono::year(year) / month / day;
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + parts - offset;
}

std::string to_http_date(WallTime time) {
  static constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto [date, weekday, clock] = split(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday.c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace mtm
