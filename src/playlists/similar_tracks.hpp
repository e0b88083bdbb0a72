// The source similar: what of the library sounds most like one track.
#pragma once
#include <string_view>

#include "core/id.hpp"
#include "music/similarity.hpp"
#include "playlists/playlist.hpp"

namespace mtm::playlists {

/// The track that the others are to be like. It need not be in the library.
struct Seed {
  Id id;
  std::string_view name;
  std::optional<music::Sound> sound;  // nothing when nobody has measured it
};

Playlist similar_tracks(const history::History& history, const Seed& seed, std::size_t most);

}  // namespace mtm::playlists
