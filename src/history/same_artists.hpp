// Which artists are one, where a file names one whom Spotify has not confirmed.
#pragma once
#include <cstdint>
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

/// By track, the number of its artist: the told one; or where Spotify has not confirmed that, the artist of the same
/// folded name whom it has, if there is one. Of several the one with the smallest id counts.
std::vector<std::uint32_t> artists_by_name(const Tracks& tracks);

}  // namespace mtm::history
