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

/// From its first day, the day after its last one, and the first day of the one before.
Period period_of(std::chrono::sys_days first, std::chrono::sys_days end, std::chrono::sys_days before) {
  constexpr auto kDay = std::chrono::days(1);
  return {{Day(first), Day(end - kDay)}, {Day(before), Day(first - kDay)}};
}

/// The first day of the year's first week.
std::chrono::sys_days first_monday(std::chrono::year year) {
  std::chrono::sys_days within = year / std::chrono::January / 4;
  return within - (std::chrono::weekday(within) - std::chrono::Monday);
}

}  // namespace

std::optional<Range> preset_range(std::string_view preset, Day today) {
  if (preset == "all") return Range{std::nullopt, today};
  if (preset == "4w") return Range{Day(std::chrono::sys_days(today) - std::chrono::days(27)), today};
  for (auto [name, months] : {std::pair{"6m", 6}, std::pair{"12m", 12}, std::pair{"24m", 24}})
    if (preset == name) return Range{months_before(today, months), today};
  return std::nullopt;
}

std::optional<Period> calendar_period(std::string_view text) {
  using namespace std::chrono;
  if (auto day = day_from(text)) {
    Day before(sys_days(*day) - days(1));
    return Period{{*day, *day}, {before, before}};
  }
  if (text.size() != 4 && (text.size() < 7 || text[4] != '-')) return std::nullopt;
  auto number = digits(text.substr(0, 4));
  if (!number || *number < 1900 || *number > 2100) return std::nullopt;
  year of(*number);
  if (text.size() == 4)
    return period_of(of / January / 1, (of + years(1)) / January / 1, (of - years(1)) / January / 1);
  if (text.size() == 8 && text[5] == 'W') {
    auto week = digits(text.substr(6));
    if (!week || *week < 1) return std::nullopt;
    auto monday = first_monday(of) + weeks(*week - 1);
    if (monday >= first_monday(of + years(1))) return std::nullopt;
    return period_of(monday, monday + weeks(1), monday - weeks(1));
  }
  if (text.size() != 7) return std::nullopt;
  auto month = digits(text.substr(5));
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  auto first = of / *month;
  return period_of(first / 1, (first + months(1)) / 1, (first - months(1)) / 1);
}

std::optional<Range> days_before(const Range& range) {
  if (!range.from) return std::nullopt;
  std::chrono::sys_days from(*range.from), to(range.to);
  return Range{Day(from - (to - from) - std::chrono::days(1)), Day(from - std::chrono::days(1))};
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
