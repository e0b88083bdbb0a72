#include "transfer/old_app/times.hpp"

#include <fmt/format.h>

#include "transfer/time_cursor.hpp"

namespace mtm::transfer {

namespace {

using namespace std::chrono;

std::optional<sys_days> date(TimeCursor& cursor) {
  int y = 0, m = 0, d = 0;
  if (!cursor.digits(4, y) || !cursor.one_of("-") || !cursor.digits(2, m) || !cursor.one_of("-") ||
      !cursor.digits(2, d))
    return std::nullopt;
  auto found = year(y) / month(static_cast<unsigned>(m)) / day(static_cast<unsigned>(d));
  if (y == 0 || !found.ok()) return std::nullopt;
  return sys_days(found);
}

/// The part after the date, which may be missing; false when it is no time of day.
bool time_of_day(TimeCursor& cursor, microseconds& time) {
  if (!cursor.one_of("Tt ")) return true;
  int hour = 0, minute = 0, second = 0;
  if (!cursor.digits(2, hour) || !cursor.one_of(":") || !cursor.digits(2, minute)) return false;
  if (cursor.one_of(":")) {
    if (!cursor.digits(2, second)) return false;
    if (cursor.one_of(".,")) {
      int digit = 0;
      microseconds weight(100000);
      if (!cursor.digits(1, digit)) return false;
      do {
        time += digit * weight;
        weight /= 10;
      } while (cursor.digits(1, digit));
    }
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  time += hours(hour) + minutes(minute) + seconds(second);
  return true;
}

struct Parts {
  sys_days day;
  microseconds time{0};
  minutes offset{0};
};

std::optional<Parts> parts_of(std::string_view text) {
  TimeCursor cursor(text);
  Parts parts;
  auto day = date(cursor);
  if (!day) return std::nullopt;
  parts.day = *day;
  if (!cursor.at_end() && (!time_of_day(cursor, parts.time) || !read_zone(cursor, parts.offset))) return std::nullopt;
  if (!cursor.at_end()) return std::nullopt;
  return parts;
}

}  // namespace

std::optional<Time> time_from(std::string_view text) {
  auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  auto time = parts->day + parts->time - parts->offset;
  // Its zone may have led it out of the years that can be written.
  if (time < sys_days(year(1) / 1 / 1) || time >= sys_days(year(10000) / 1 / 1)) return std::nullopt;
  return time;
}

std::optional<sys_days> day_from(std::string_view text) {
  auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  return parts->day;
}

std::string iso_text(sys_days day) {
  year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string iso_text(Time time) {
  auto day = floor<days>(time);
  hh_mm_ss<microseconds> clock(time - day);
  auto text = fmt::format("{}T{:02}:{:02}:{:02}", iso_text(day), clock.hours().count(), clock.minutes().count(),
                          clock.seconds().count());
  if (clock.subseconds().count() != 0) text += fmt::format(".{:06}", clock.subseconds().count());
  return text;
}

}  // namespace mtm::transfer
