#include "transfer/history/play_times.hpp"

#include <cmath>

namespace mtm::transfer {

namespace {

using namespace std::chrono;

constexpr PlayTime kFirstTime = sys_days(year(1) / 1 / 1), kAfterLastTime = sys_days(year(10000) / 1 / 1);

/// Takes characters off the front of a text; every step says whether they were there.
class TimeCursor {
 public:
  explicit TimeCursor(std::string_view text) : rest_(text) {}

  bool digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }
  char one_of(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_[0]) == choices.npos) return 0;
    char taken = rest_[0];
    rest_.remove_prefix(1);
    return taken;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

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

bool offset_of_zone(TimeCursor& cursor, minutes& offset) {
  cursor.one_of(" ");
  if (cursor.at_end() || cursor.one_of("Zz")) return true;
  char sign = cursor.one_of("+-");
  int hour = 0, minute = 0;
  if (!sign || !cursor.digits(2, hour)) return false;
  cursor.one_of(":");
  if (!cursor.at_end() && !cursor.digits(2, minute)) return false;
  if (hour > 23 || minute > 59) return false;
  offset = hours(hour) + minutes(minute);
  if (sign == '-') offset = -offset;
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
  if (!offset_of_zone(cursor, offset) || !cursor.at_end()) return std::nullopt;
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
