#include "history/played.hpp"

namespace mtm::history {

namespace {

/// Of a play.
constexpr Moment kLongestLength = Moment(std::numeric_limits<std::int32_t>::max()) * 1'000;

/// How many plays ahead a track is fetched from memory.
constexpr std::size_t kAhead = 16;

}  // namespace

std::vector<Played> played_tracks(const Plays& plays, std::size_t tracks, std::int32_t counted_from, Moment from,
                                  Moment until) {
  auto place_of = [&](Moment moment) {
    auto place = std::lower_bound(plays.ended.begin(), plays.ended.end(), moment);
    return static_cast<std::size_t>(place - plays.ended.begin());
  };
  constexpr auto kLatest = std::numeric_limits<Moment>::max();
  auto begin = place_of(from);
  // A play that began before `until` may have ended after it.
  auto end = place_of(until > kLatest - kLongestLength ? kLatest : until + kLongestLength);
  std::vector<Played> played(tracks);
  for (auto play = begin; play < end; ++play) {
    // Tracks lie anywhere in 2 MB: the loop would wait for every third of them.
    if (play + kAhead < end) __builtin_prefetch(&played[plays.tracks[play + kAhead]], 1);
    auto ms_played = plays.ms_played[play];
    bool known = ms_played >= 0;
    if (known && ms_played < counted_from) continue;
    auto length = known ? ms_played : 0;
    auto began = plays.ended[play] - length * Moment(1'000);
    if (began < from || began >= until) continue;
    played[plays.tracks[play]].add({1, !known, length, began});
  }
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
    auto played = played_tracks(plays, tracks, kCountedFrom, kNever, std::numeric_limits<Moment>::max());
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
