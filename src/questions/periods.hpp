// Periods of the calendar: days, weeks from Monday on, months and years.
#pragma once
#include <string>

#include "history/history.hpp"

namespace mtm::questions {

enum class Unit { day, week, month, year };

/// The first day of the period that this day lies in, and that of the next one.
history::Day period_begin(history::Day day, Unit unit);
history::Day period_end(history::Day day, Unit unit);

/// As music::calendar_period() reads it: "2026-11-30", "2026-W49", "2026-11", "2026".
std::string period_text(history::Day day, Unit unit);

/// 0 is Monday.
int weekday_of(history::Day day);

}  // namespace mtm::questions
