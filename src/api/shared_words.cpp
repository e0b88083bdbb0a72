#include "api/shared_words.hpp"

#include <fmt/format.h>

#include "music/ranges.hpp"

namespace mtm::api {

namespace {

std::string month_words(music::Day day) {
  static constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};
  return fmt::format("{} {}", kMonths[static_cast<unsigned>(day.month()) - 1], static_cast<int>(day.year()));
}

}  // namespace

std::string with_commas(std::int64_t number) {
  auto digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string counted_words(std::int64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", with_commas(number), noun, number == 1 ? "" : "s");
}

std::string in_minutes(std::int64_t ms) { return counted_words((ms + 30'000) / 60'000, "minute"); }

std::string in_hours(std::int64_t ms) {
  return ms < 7'200'000 ? in_minutes(ms) : counted_words(ms / 3'600'000, "hour");
}

std::string date_words(const std::string& day) {
  auto read = music::day_from(day).value();
  return fmt::format("{} {}", static_cast<unsigned>(read.day()), month_words(read));
}

std::string range_words(const AskedRange& range) {
  if (range.preset == "all") return "All time";
  if (range.preset == "4w") return "The last 4 weeks";
  if (range.preset) return fmt::format("The last {} months", range.preset->substr(0, range.preset->size() - 1));
  if (range.period && range.period->size() == 4) return *range.period;
  bool is_month = range.period && range.period->size() == 7;
  if (is_month) return month_words(music::day_from(range.to).value());
  if (!range.from) return "Until " + date_words(range.to);
  if (*range.from == range.to) return date_words(range.to);
  return fmt::format("{} – {}", date_words(*range.from), date_words(range.to));
}

}  // namespace mtm::api
