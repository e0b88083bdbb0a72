#include "transfer/history/own_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/utf8.hpp"
#include "transfer/history/written_json.hpp"
#include "transfer/time_cursor.hpp"

namespace mtm::transfer {

namespace {

bool is_spotify_id(std::string_view text) {
  auto plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  constexpr std::size_t kLength = 22;
  if (text.size() != kLength) return false;
  bool made_up = text.front() == '_';
  return std::all_of(text.begin() + made_up, text.end(),
                     [&](char c) { return plain(c) || (made_up && (c == '-' || c == '_')); });
}

std::optional<std::chrono::sys_days> day_at(TimeCursor& cursor, bool whole) {
  int year = 0, month = 1, day = 1;
  bool read = cursor.digits(4, year);
  if (read && (whole || !cursor.at_end())) read = cursor.one_of("-") != 0 && cursor.digits(2, month);
  if (read && (whole || !cursor.at_end())) read = cursor.one_of("-") != 0 && cursor.digits(2, day);
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!read || year == 0 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::optional<std::chrono::sys_days> read_day(std::string_view text, bool whole) {
  TimeCursor cursor(text);
  auto day = day_at(cursor, whole);
  if (day && !cursor.at_end()) day.reset();
  return day;
}

/// "2016-05-04T12:30:00.123456Z", the fraction as long as it needs to be.
std::optional<ExactTime> read_time(std::string_view text) {
  TimeCursor cursor(text);
  auto day = day_at(cursor, true);
  int hour = 0, minute = 0, second = 0, micro = 0;
  if (!day || cursor.one_of("T") == 0 || !cursor.digits(2, hour) || cursor.one_of(":") == 0 ||
      !cursor.digits(2, minute) || cursor.one_of(":") == 0 || !cursor.digits(2, second))
    return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  if (cursor.one_of(".") != 0) {
    int digit = 0, worth = 100'000;
    if (!cursor.digits(1, digit)) return std::nullopt;
    do {
      micro += digit * worth;
      worth /= 10;
    } while (worth > 0 && cursor.digits(1, digit));
  }
  if (cursor.one_of("Z") == 0 || !cursor.at_end()) return std::nullopt;
  return *day + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
         std::chrono::microseconds(micro);
}

std::optional<std::int64_t> read_id(simdjson::dom::element value) {
  std::int64_t number = 0;
  if (value.get(number) == simdjson::SUCCESS) return number;
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS || text.empty()) return std::nullopt;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What is wrong with a text, or nothing.
const char* fault_of(const OwnColumn& column, std::string_view text) {
  if (text.find('\0') != text.npos) return "has a NUL in it";
  if (column.most > 0 && first_characters(text, static_cast<std::size_t>(column.most)).size() < text.size())
    return "is too long";
  if (!column.among.empty() &&
      (text.find('|') != text.npos || column.among.find(fmt::format("|{}|", text)) == column.among.npos))
    return "is not a known value";
  return nullptr;
}

}  // namespace

const char* read_own_value(const OwnColumn& column, simdjson::dom::element value, std::string_view written,
                           OwnValue& read) {
  read = std::monostate{};
  if (value.is_null()) return column.needed ? "is missing" : nullptr;
  std::string_view text;
  bool is_text = value.get(text) == simdjson::SUCCESS;
  switch (column.holds) {
    case Holds::id: {
      auto id = read_id(value);
      if (!id) return "is not an id";
      read = *id;
      return nullptr;
    }
    case Holds::spotify_id:
      if (!is_text || !is_spotify_id(text)) return "is not a Spotify id";
      read = text;
      return nullptr;
    case Holds::text:
      if (!is_text) return "is not text";
      read = text;
      return fault_of(column, text);
    case Holds::small_number:
    case Holds::number: {
      std::int64_t number = 0;
      if (value.get(number) != simdjson::SUCCESS) return "is not a whole number";
      if (number < column.least || number > column.most) return "is out of its range";
      if (column.holds == Holds::small_number)
        read = static_cast<std::int16_t>(number);
      else
        read = static_cast<std::int32_t>(number);
      return nullptr;
    }
    case Holds::truth: {
      bool truth = false;
      if (value.get(truth) != simdjson::SUCCESS) return "is neither true nor false";
      read = truth;
      return nullptr;
    }
    case Holds::time: {
      auto time = is_text ? read_time(text) : std::nullopt;
      if (!time) return "is not a time";
      read = *time;
      return nullptr;
    }
    case Holds::day:
    case Holds::known_day: {
      auto day = is_text ? read_day(text, column.holds == Holds::day) : std::nullopt;
      if (!day) return "is not a date";
      read = *day;
      return nullptr;
    }
    case Holds::json:
      if (!fits_jsonb(written)) return "has a NUL or a number of too many digits in it";
      read = RawJson{written};
      return nullptr;
  }
  return "is not readable";
}

}  // namespace mtm::transfer
