// The versions of a song: the tracks that are one recording, and those that may be.
#pragma once
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

enum class WhyTogether { itself, isrc, decided };

struct TrackVersion {
  history::TrackNo track;
  WhyTogether why;  // it is of this recording: by an ISRC, or by a decision of the person about this very track
};

struct Versions {
  std::vector<TrackVersion> together;       // all tracks of the recording, the one asked about first
  std::vector<history::TrackNo> suggested;  // of the same folded artist and title, and as long: within two seconds
  std::vector<history::TrackNo> apart;      // which the person has decided to be another recording than this track
};

/// The others of each list are those that were played most, then those of the smallest id, first. What was decided of
/// any two tracks of both recordings is not suggested.
Versions versions(const history::History& history, history::TrackNo track);

}  // namespace mtm::questions
