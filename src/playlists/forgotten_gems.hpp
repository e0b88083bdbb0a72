// The source forgotten_gems: what was loved some months ago and has not been heard since.
#pragma once
#include "music/gems.hpp"
#include "playlists/playlist.hpp"

namespace mtm::playlists {

/// `today` is the day where the person lives.
Playlist forgotten_gems(const history::History& history, const music::GemWindows& windows, std::chrono::sys_days today,
                        std::size_t most);

/// "in your top 50 six times until March, not since", "liked on 3 May 2016, last played in March 2024"
std::string gem_reason(const music::GemFacts& facts, std::chrono::sys_days today);

/// Why there are none, and what would bring some. `anything`: the library has tracks.
std::string why_no_gems(const music::GemWindows& windows, bool anything);

}  // namespace mtm::playlists
