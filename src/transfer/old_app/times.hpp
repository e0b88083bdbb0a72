// Times and dates as old databases wrote them: with or without T, Z, offset and fraction.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mtm::transfer {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// "2024-11-05", "2024-11-05 10:11", "2024-11-05T10:11:12.123456+01:00"; without a zone it is UTC. Digits beyond the
/// microsecond are dropped. Nothing when it is no time that exists, from the year 1 to 9999.
std::optional<Time> time_from(std::string_view text);

/// The day of a time or date as above, whatever its zone.
std::optional<std::chrono::sys_days> day_from(std::string_view text);

/// As Python's isoformat() writes a time without a zone: "2024-11-05T10:11:12", with ".123456" where there is a
/// fraction.
std::string iso_text(Time time);
std::string iso_text(std::chrono::sys_days day);

}  // namespace mtm::transfer
