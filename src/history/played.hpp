// What was played of each track: what charts are made of.
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

/// What was played of a track, an artist or an album.
struct Played {
  std::uint32_t plays = 0;
  std::uint32_t without_length = 0;                   // of these plays, those whose ms_played is not known
  std::int64_t ms_played = 0;                         // of the others
  Moment first = std::numeric_limits<Moment>::max();  // when the first of them began

  void add(const Played& more) {
    plays += more.plays;
    without_length += more.without_length;
    ms_played += more.ms_played;
    first = std::min(first, more.first);
  }
};

/// Of each track by its number, the plays that began from one moment and before another one. Those that were played
/// shorter than `counted_from` ms do not count; of unknown length all do.
std::vector<Played> played_tracks(const Plays& plays, std::size_t tracks, std::int32_t counted_from, Moment from,
                                  Moment until);

/// What was played of each recording, by the number of the track that stands for it (recordings.hpp): the sums of its
/// tracks. By the numbers of its other tracks there is nothing.
std::vector<Played> played_recordings(const std::vector<Played>& tracks, const std::vector<TrackNo>& recordings);

/// ms_played from which a play counts where nothing else is said.
inline constexpr std::int32_t kCountedFrom = 30'000;

/// The same of plays that never change, since ever and from kCountedFrom: most charts are of these. Counted when one is
/// asked for first. For any thread. Always for the same plays, tracks and recordings.
class LazyPlayed {
 public:
  /// Who asks while they are counted waits.
  const std::vector<Played>& of(const Plays& plays, std::size_t tracks);
  /// The same of recordings, as played_recordings() has them.
  const std::vector<Played>& of_recordings(const Plays& plays, const std::vector<TrackNo>& recordings);

 private:
  std::mutex mutex_;
  std::unique_ptr<const std::vector<Played>> played_, recordings_;
};

}  // namespace mtm::history
