// How a play is named: "7-1764519994000000-215000" is the row of track 7 that ended at that microsecond since 1970 and
// was played 215,000 ms; without the last part it is not known how long. With "s" before the time it began then.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "history/tellers.hpp"

namespace mtm::api {

std::string play_id(const history::RowName& row);

/// Nothing when it names no row.
std::optional<history::RowName> read_play_id(std::string_view id);

}  // namespace mtm::api
