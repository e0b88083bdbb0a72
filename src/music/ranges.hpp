// Which days a question is about: the last months until today, all days, or any two days and what lies between.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mtm::music {

using Day = std::chrono::year_month_day;

/// Both days are included; without a first day it is all time.
struct Range {
  std::optional<Day> from;
  Day to;

  friend bool operator==(const Range&, const Range&) = default;
};

/// "6m", "12m", "24m" or "all", until today; nothing for another word. Six months before 31 August is the last of
/// February.
std::optional<Range> preset_range(std::string_view preset, Day today);

/// A period of the calendar, and the one before it.
struct Period {
  Range days, before;

  friend bool operator==(const Period&, const Period&) = default;
};

/// "2026", "2026-11", "2026-W48" or "2026-11-30", of 1900 to 2100; nothing for another word. Weeks are those of ISO
/// 8601: they begin on Mondays, and the first one of a year has its 4 January.
std::optional<Period> calendar_period(std::string_view text);

/// The days before, as many as these; nothing of all time.
std::optional<Range> days_before(const Range& range);

/// "2026-11-21", a day that exists, of 1900 to 2100.
std::optional<Day> day_from(std::string_view text);
std::string to_text(Day day);

}  // namespace mtm::music
