#include "transfer/history/play_times.hpp"

#include <cmath>

#include "transfer/time_cursor.hpp"

namespace mtm::transfer {

namespace {

using namespace std::chrono;

constexpr PlayTime kFirstTime = sys_days(year(1) / 1 / 1), kAfterLastTime = sys_days(year(10000) / 1 / 1);

/// Digits after the point of a second, if there is one.
bool fraction(TimeCursor& cursor, milliseconds& time) {
  if (!cursor.one_of(".,")) return true;
  int digit = 0, weight = 100;
  if (!cursor.digits(1, digit)) return false;
  do {
    time += milliseconds(digit * weight);
    weight /= 10;
  } while (cursor.digits(1, digit));
  return true;
}

std::optional<PlayTime> within(double milliseconds_since_1970) {
  auto from = static_cast<double>(kFirstTime.time_since_epoch().count());
  auto until = static_cast<double>(kAfterLastTime.time_since_epoch().count());
  auto cut = std::floor(milliseconds_since_1970);
  if (!(cut >= from && cut < until)) return std::nullopt;  // NaN neither
  return PlayTime(milliseconds(static_cast<std::int64_t>(cut)));
}

}  // namespace

std::optional<PlayTime> play_time(std::string_view text) {
  TimeCursor cursor(text);
  int y = 0, m = 0, d = 0, hour = 0, minute = 0, second = 0;
  if (!cursor.digits(4, y) || !cursor.one_of("-") || !cursor.digits(2, m) || !cursor.one_of("-") ||
      !cursor.digits(2, d) || !cursor.one_of("Tt ") || !cursor.digits(2, hour) || !cursor.one_of(":") ||
      !cursor.digits(2, minute))
    return std::nullopt;
  milliseconds part{0};
  if (cursor.one_of(":") && (!cursor.digits(2, second) || !fraction(cursor, part))) return std::nullopt;
  minutes offset{0};
  if (!read_zone(cursor, offset) || !cursor.at_end()) return std::nullopt;
  auto date = year(y) / month(static_cast<unsigned>(m)) / day(static_cast<unsigned>(d));
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  PlayTime time = sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + part - offset;
  if (time < kFirstTime || time >= kAfterLastTime) return std::nullopt;
  return time;
}

std::optional<PlayTime> play_time_of_seconds(double seconds) {
  return within(std::round(seconds * 1e6) / 1e3);  // 1735689600.123 is no float: round before it is cut
}

std::optional<PlayTime> play_time_of_milliseconds(double milliseconds) { return within(milliseconds); }

}  // namespace mtm::transfer
