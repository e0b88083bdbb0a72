// The source recent_discoveries: what the latest snapshot brought for the first time.
#pragma once
#include "playlists/playlist.hpp"

namespace mtm::playlists {

Playlist recent_discoveries(const history::History& history, std::size_t most);

}  // namespace mtm::playlists
