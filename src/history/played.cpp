#include "history/played.hpp"

namespace mtm::history {

namespace {

/// How many plays ahead a track is fetched from memory.
constexpr std::size_t kAhead = 16;

}  // namespace

std::vector<Played> played_tracks(const Plays& plays, std::size_t tracks, const PlayFilter& filter, Moment from,
                                  Moment until) {
  std::vector<Played> played(tracks);
  each_counted(plays, filter, from, until, [&](std::size_t play, const Played& one) {
    // Tracks lie anywhere in 2 MB: the loop would wait for every third of them.
    if (play + kAhead < plays.size()) __builtin_prefetch(&played[plays.tracks[play + kAhead]], 1);
    played[plays.tracks[play]].add(one);
  });
  return played;
}

std::vector<Played> played_recordings(const std::vector<Played>& tracks, const std::vector<TrackNo>& recordings) {
  std::vector<Played> played(tracks.size());
  for (TrackNo track = 0; track < tracks.size(); ++track) played[recordings[track]].add(tracks[track]);
  return played;
}

const std::vector<Played>& LazyPlayed::of(const Plays& plays, std::size_t tracks) {
  std::lock_guard lock(mutex_);
  if (!played_) {
    auto played = played_tracks(plays, tracks, {}, kNever, std::numeric_limits<Moment>::max());
    played_ = std::make_unique<const std::vector<Played>>(std::move(played));
  }
  return *played_;
}

const std::vector<Played>& LazyPlayed::of_recordings(const Plays& plays, const std::vector<TrackNo>& recordings) {
  const auto& tracks = of(plays, recordings.size());
  std::lock_guard lock(mutex_);
  if (!recordings_) recordings_ = std::make_unique<const std::vector<Played>>(played_recordings(tracks, recordings));
  return *recordings_;
}

}  // namespace mtm::history
