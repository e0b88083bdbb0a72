// Times of plays as files of histories write them.
#pragma once
#include <optional>
#include <string_view>

#include "transfer/history/row.hpp"

namespace mtm::transfer {

/// "2025-01-31T23:59:58Z", and what comes close: a space for the T, no Z, "+01:00" or "+0100" for it, no seconds, a
/// fraction of them (cut after milliseconds). Without a zone it is UTC. Nothing when it is no time that exists, from
/// the year 1 to 9999.
std::optional<PlayTime> play_time(std::string_view text);

/// Of a number of seconds or milliseconds since 1970; nothing when it is out of the years 1 to 9999.
std::optional<PlayTime> play_time_of_seconds(double seconds);
std::optional<PlayTime> play_time_of_milliseconds(double milliseconds);

}  // namespace mtm::transfer
