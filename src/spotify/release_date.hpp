// Spotify's release dates, which may be a year or a month only, and are sometimes "0000".
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "spotify/payloads.hpp"

namespace mtm::spotify {

/// Nothing when it is not a date that exists. The precision is what the text shows: Spotify's own field may disagree.
std::optional<ReleaseDate> release_date(std::string_view text);

}  // namespace mtm::spotify
