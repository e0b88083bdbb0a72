#include "music/ranges.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace mtm::music {

namespace {

Day months_before(Day day, int months) {
  auto before = day - std::chrono::months(months);
  if (before.ok()) return before;
  return before.year() / before.month() / std::chrono::last;
}

std::optional<int> digits(std::string_view text) {
  int number = 0;
  for (char c : text)
    if (c < '0' || c > '9') return std::nullopt;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Range> preset_range(std::string_view preset, Day today) {
  if (preset == "all") return Range{std::nullopt, today};
  for (auto [name, months] : {std::pair{"6m", 6}, std::pair{"12m", 12}, std::pair{"24m", 24}})
    if (preset == name) return Range{months_before(today, months), today};
  return std::nullopt;
}

std::optional<Day> day_from(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1900 || *year > 2100) return std::nullopt;
  Day found{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
            std::chrono::day(static_cast<unsigned>(*day))};
  if (!found.ok()) return std::nullopt;
  return found;
}

std::string to_text(Day day) {
  std::array<char, 16> text{};
  auto length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                              static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace mtm::music
