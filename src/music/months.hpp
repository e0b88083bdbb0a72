// Months: what people call them ("May 2016") and where they begin and end.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

namespace mtm::music {

/// "May"
std::string_view name_of(std::chrono::month month);
/// "May 2016"
std::string name_of(std::chrono::year_month month);

/// The month that a day lies in, and its first day and the one after its last.
std::chrono::year_month month_of(std::chrono::sys_days day);
std::chrono::sys_days first_day(std::chrono::year_month month);
std::chrono::sys_days first_day_after(std::chrono::year_month month);

}  // namespace mtm::music
