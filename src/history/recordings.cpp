#include "history/recordings.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "music/isrc.hpp"

namespace mtm::history {

namespace {

/// Joins tracks to recordings, but never two that must stay apart.
class Joining {
 public:
  explicit Joining(std::size_t tracks) : heads_(tracks), kept_apart_(tracks) {
    std::iota(heads_.begin(), heads_.end(), TrackNo{0});
  }

  TrackNo head(TrackNo track) {
    while (heads_[track] != track) track = heads_[track] = heads_[heads_[track]];
    return track;
  }

  /// False when they must stay apart.
  bool join(TrackNo a, TrackNo b) {
    a = head(a);
    b = head(b);
    if (a == b) return true;
    if (kept_apart_[a] && kept_apart_[b]) {
      for (auto [one, other] : apart_) {
        auto left = head(one), right = head(other);
        if ((left == a && right == b) || (left == b && right == a)) return false;
      }
    }
    heads_[b] = a;
    kept_apart_[a] = kept_apart_[a] || kept_apart_[b];
    return true;
  }

  void keep_apart(TrackNo a, TrackNo b) {
    a = head(a);
    b = head(b);
    if (a == b) return;
    apart_.emplace_back(a, b);
    kept_apart_[a] = kept_apart_[b] = true;
  }

 private:
  std::vector<TrackNo> heads_;
  std::vector<bool> kept_apart_;  // by head: whether it is in `apart_`
  std::vector<std::pair<TrackNo, TrackNo>> apart_;
};

/// Those without a code have 0.
std::vector<std::uint64_t> isrc_numbers(const Tracks& tracks) {
  std::vector<std::uint64_t> numbers;
  numbers.reserve(tracks.size());
  for (auto isrc : tracks.isrcs) numbers.push_back(music::isrc_number(tracks.text(isrc)));
  return numbers;
}

std::vector<TrackNo> by_isrc(const Tracks& tracks) {
  std::vector<TrackNo> recordings(tracks.size());
  auto isrcs = isrc_numbers(tracks);
  std::unordered_map<std::uint64_t, TrackNo> first;
  first.reserve(tracks.size());
  // The first one of a code has the smallest id.
  for (auto track : tracks.by_id)
    recordings[track] = isrcs[track] == 0 ? track : first.try_emplace(isrcs[track], track).first->second;
  return recordings;
}

/// Joins those of one code. Where some must stay apart the code has several recordings.
void join_by_isrc(Joining& joining, const std::vector<std::uint64_t>& isrcs, const std::vector<TrackNo>& order) {
  std::unordered_map<std::uint64_t, std::vector<TrackNo>> firsts;
  for (auto track : order) {
    if (isrcs[track] == 0) continue;
    auto& recordings = firsts[isrcs[track]];
    auto joined = std::any_of(recordings.begin(), recordings.end(),
                              [&](TrackNo recording) { return joining.join(recording, track); });
    if (!joined) recordings.push_back(track);
  }
}

}  // namespace

std::vector<TrackNo> recordings_of(const Tracks& tracks, std::span<const RecordingDecision> decisions) {
  if (decisions.empty()) return by_isrc(tracks);
  std::vector<RecordingDecision> latest_first(decisions.begin(), decisions.end());
  std::sort(latest_first.begin(), latest_first.end(), [](const RecordingDecision& a, const RecordingDecision& b) {
    return std::tie(b.decided, b.track_id, b.as_track_id) < std::tie(a.decided, a.track_id, a.as_track_id);
  });
  Joining joining(tracks.size());
  std::vector<bool> leaves(tracks.size());
  for (const auto& decision : latest_first) {
    auto track = tracks.find(Id{decision.track_id}), other = tracks.find(Id{decision.as_track_id});
    if (track == kNoTrack || other == kNoTrack) continue;
    if (decision.same) {
      joining.join(other, track);
    } else {
      joining.keep_apart(other, track);
      leaves[track] = true;
    }
  }
  std::vector<TrackNo> order;  // those that leave come last
  order.reserve(tracks.size());
  for (bool leaving : {false, true})
    for (auto track : tracks.by_id)
      if (leaves[track] == leaving) order.push_back(track);
  join_by_isrc(joining, isrc_numbers(tracks), order);
  std::vector<TrackNo> stand_for(tracks.size(), kNoTrack), found(tracks.size());
  for (auto track : tracks.by_id) {
    auto& first = stand_for[joining.head(track)];
    if (first == kNoTrack) first = track;
    found[track] = first;
  }
  return found;
}

bool has_versions(std::span<const TrackNo> recordings) {
  for (TrackNo track = 0; track < recordings.size(); ++track)
    if (recordings[track] != track) return true;
  return false;
}

Counts counts_of_recordings(std::span<const TrackNo> recordings, const Counts& counts) {
  Counts sums = counts;
  for (TrackNo track = 0; track < recordings.size(); ++track) {
    auto recording = recordings[track];
    if (recording == track) continue;
    sums.plays[recording] += counts.plays[track];
    sums.last_played[recording] = std::max(sums.last_played[recording], counts.last_played[track]);
  }
  for (TrackNo track = 0; track < recordings.size(); ++track) {
    sums.plays[track] = sums.plays[recordings[track]];
    sums.last_played[track] = sums.last_played[recordings[track]];
  }
  return sums;
}

std::vector<TrackNo> tracks_of_recording(const History& history, TrackNo track) {
  if (!history.has_versions()) return {track};
  const auto& recordings = *history.recordings;
  std::vector<TrackNo> tracks;
  for (TrackNo other = 0; other < recordings.size(); ++other)
    if (recordings[other] == recordings[track]) tracks.push_back(other);
  return tracks;
}

}  // namespace mtm::history
