// How plays ended: what was skipped, and what was heard to its end.
#pragma once
#include <vector>

#include "questions/counting.hpp"

namespace mtm::questions {

/// Plays by how they ended. Only those that give a reason count for rates.
struct Endings {
  std::int64_t finished = 0, skipped = 0, interrupted = 0;
  std::int64_t unknown = 0;  // no source says how they ended

  std::int64_t known() const { return finished + skipped + interrupted; }
  void add(const Endings& more) {
    finished += more.finished;
    skipped += more.skipped;
    interrupted += more.interrupted;
    unknown += more.unknown;
  }
  bool operator==(const Endings&) const = default;
};

struct SkipsQuestion {
  Counting counting;
  std::int64_t floor = 5;  // of plays that say how they ended: a list has what has so many
  std::size_t limit = 10;  // of each list
};

struct EndingsOf {
  std::uint32_t number;        // of a track or album in their columns
  history::TrackNo top_track;  // of its tracks the one with most plays; of equals the one of the smallest id
  Endings endings;             // of a track: of its whole recording
};

struct Skips {
  Endings all;
  std::vector<EndingsOf> skipped_tracks, finished_tracks, finished_albums;
};

/// The lists begin with the highest rate; of equal rates with more plays, then with the smallest id of their tracks.
/// What was never skipped is not among the skipped, and what was never finished not among the finished.
Skips skips(const history::History& history, const SkipsQuestion& question);

/// How this play ended. One that the person stopped is skipped when less than half of its track was played, as far as
/// both lengths are known.
music::Ending ending_of_play(const history::History& history, std::size_t play);

}  // namespace mtm::questions
