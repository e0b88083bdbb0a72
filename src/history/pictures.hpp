// Pictures of tracks that have none of their own: their album's, as another track of it has it.
#pragma once
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

struct Pictures {
  std::vector<Text> of_tracks, of_albums;  // by number; of size 0: none
};

/// A sister is a track of the same artist whose album has the same name. Of several pictures the one of the track with
/// the smallest id counts.
Pictures pictures_of(const Tracks& tracks);

}  // namespace mtm::history
