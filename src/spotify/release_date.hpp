// Release dates as Spotify and old databases write them: a year or a month only, "0000", "2009-00-00".
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "spotify/payloads.hpp"

namespace mtm::spotify {

/// As many parts, from the year on, as make sense: "2009-00-00" is the year 2009, "2015-02-29" February 2015; nothing
/// when not even the year does. The precision is what the text shows: Spotify's own field may disagree.
std::optional<ReleaseDate> release_date(std::string_view text);

}  // namespace mtm::spotify
