// What the catalogue keeps of one of Spotify's tracks.
#pragma once
#include "spotify/payloads.hpp"
#include "store/library.hpp"

namespace mtm::sync {

store::NewTrack new_track(const spotify::Track& track);

}  // namespace mtm::sync
