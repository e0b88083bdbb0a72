// Which tracks are the same song, where plays of several sources are compared.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

/// Numbers of songs by track: tracks have the same one that share an ISRC, or the folded names of artist and track.
/// A song's number is the smallest of its tracks'. `isrcs` by track, empty texts for none; or no list at all.
std::vector<std::uint32_t> same_songs(const Tracks& tracks, std::span<const std::string_view> isrcs = {});

}  // namespace mtm::history
