// Two clocks: a steady one for deadlines, which no operator can set back, and the calendar for people.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mtm {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

WallTime wall_now();

/// "2016-05-04T12:30:00.250Z"; the fraction is left out when it is zero (RFC 3339, UTC).
std::string to_rfc3339(WallTime);

/// Reads RFC 3339 with a zone (`Z` or an offset); nothing when it is not a time that exists.
std::optional<WallTime> from_rfc3339(std::string_view);

/// "Sat, 21 Nov 2026 09:06:00 GMT" (RFC 9110 section 5.6.7).
std::string to_http_date(WallTime);

}  // namespace mtm
