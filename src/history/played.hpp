// What was played of each track: what charts are made of.
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
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

/// ms_played from which a play counts where nothing else is said.
inline constexpr std::int32_t kCountedFrom = 30'000;

/// Which plays count.
struct PlayFilter {
  std::int32_t counted_from = kCountedFrom;  // ms_played; one of unknown length always counts
  bool with_private = true;                  // those of private sessions, too

  bool operator==(const PlayFilter&) const = default;
};

/// What a play alone adds; nothing when it does not count.
inline std::optional<Played> counted(const Plays& plays, const PlayFilter& filter, std::size_t play) {
  auto ms_played = plays.ms_played[play];
  bool known = ms_played >= 0;
  if (known && ms_played < filter.counted_from) return std::nullopt;
  if (!filter.with_private && plays.details[play].in_private) return std::nullopt;
  auto length = known ? ms_played : 0;
  return Played{1, !known, length, plays.ended[play] - length * Moment(1'000)};
}

/// The longest that a play can be.
inline constexpr Moment kLongestPlay = Moment(std::numeric_limits<std::int32_t>::max()) * 1'000;

/// Of the plays that began from one moment and before another one, those that count: `take(play, played)` gets the
/// number of each and what it alone adds, in the order of their ends.
template <class Take>
void each_counted(const Plays& plays, const PlayFilter& filter, Moment from, Moment until, Take take) {
  auto place_of = [&](Moment moment) {
    auto place = std::lower_bound(plays.ended.begin(), plays.ended.end(), moment);
    return static_cast<std::size_t>(place - plays.ended.begin());
  };
  constexpr auto kLatest = std::numeric_limits<Moment>::max();
  auto begin = place_of(from);
  // A play that began before `until` may have ended after it.
  auto end = place_of(until > kLatest - kLongestPlay ? kLatest : until + kLongestPlay);
  for (auto play = begin; play < end; ++play) {
    auto one = counted(plays, filter, play);
    if (one && one->first >= from && one->first < until) take(play, *one);
  }
}

/// Of each track by its number, what was counted from one moment and before another one.
std::vector<Played> played_tracks(const Plays& plays, std::size_t tracks, const PlayFilter& filter, Moment from,
                                  Moment until);

/// What was played of each recording, by the number of the track that stands for it (recordings.hpp): the sums of its
/// tracks. By the numbers of its other tracks there is nothing.
std::vector<Played> played_recordings(const std::vector<Played>& tracks, const std::vector<TrackNo>& recordings);

/// The same of plays that never change, of all time and by the usual filter: most charts are of these. Counted when one
/// is asked for first. For any thread. Always for the same plays, tracks and recordings.
class LazyPlayed {
 public:
  /// Callers wait while they are being counted.
  const std::vector<Played>& of(const Plays& plays, std::size_t tracks);
  /// The same of recordings, as played_recordings() has them.
  const std::vector<Played>& of_recordings(const Plays& plays, const std::vector<TrackNo>& recordings);

 private:
  std::mutex mutex_;
  std::unique_ptr<const std::vector<Played>> played_, recordings_;
};

}  // namespace mtm::history
