// Which tracks are the same recording: Spotify gives one song several ids, for its single, its album, its markets.
#pragma once
#include <span>
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

/// By track, the number of the one that stands for its recording: of all its tracks the one with the smallest id.
/// Tracks of one ISRC are one recording, unless the person has decided otherwise. Of decisions that contradict each
/// other the latest holds. A track that was decided to be another one leaves the others of its ISRC, and they stay
/// together.
std::vector<TrackNo> recordings_of(const Tracks& tracks, std::span<const RecordingDecision> decisions);

/// Whether any recording has several tracks.
bool has_versions(std::span<const TrackNo> recordings);

/// The plays of all tracks of a recording, and the last of them, by each of its tracks.
Counts counts_of_recordings(std::span<const TrackNo> recordings, const Counts& counts);

/// All tracks of this track's recording, itself among them, in the order of their numbers.
std::vector<TrackNo> tracks_of_recording(const History& history, TrackNo track);

}  // namespace mtm::history
