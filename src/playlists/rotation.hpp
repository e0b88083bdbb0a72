// The sources current_rotation and currently_obsessed: the latest top list of the last four weeks.
#pragma once
#include <chrono>

#include "playlists/playlist.hpp"

namespace mtm::playlists {

Playlist current_rotation(const history::History& history, std::size_t most);

/// The latest list of the month, where the person lives.
Playlist currently_obsessed(const history::History& history, std::chrono::year_month month, std::size_t most);

/// "number 3, up from 9"; `before` is the rank in the snapshot before, if it was in it.
std::string rotation_reason(int rank, std::optional<int> before, bool first_snapshot);

}  // namespace mtm::playlists
