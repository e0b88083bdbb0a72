// Tracks that sound like a playlist's mood (music/playlist_moods.hpp).
#pragma once
#include <cstdint>
#include <vector>

#include "history/history.hpp"
#include "music/playlist_moods.hpp"

namespace mtm::questions {

/// NaN: unknown, which fits no demand.
music::AudioFeatures features_of(const history::Tracks& tracks, history::TrackNo track);

struct MoodTracks {
  std::int64_t candidates = 0;  // without the limit
  std::vector<history::TrackNo> tracks;
};

/// Those most played first; of equals those that were saved last, or met when they never were, then by id.
MoodTracks mood_tracks(const history::History& history, music::PlaylistMood mood, std::size_t most);

}  // namespace mtm::questions
