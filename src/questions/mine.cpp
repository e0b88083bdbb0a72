#include "questions/mine.hpp"

#include <algorithm>
#include <tuple>

#include "history/recordings.hpp"

namespace mtm::questions {

using history::Snapshots;
using history::TrackNo;

namespace {

bool better(const BestRank& a, const BestRank& b) {
  return std::tuple(a.rank, -a.day, a.range) < std::tuple(b.rank, -b.day, b.range);
}

std::optional<BestRank> best_rank(const Snapshots& snapshots, const std::vector<TrackNo>& tracks) {
  std::optional<BestRank> best;
  for (const auto& list : snapshots.lists) {
    for (auto place = list.begin; place < list.end; ++place) {
      if (std::find(tracks.begin(), tracks.end(), snapshots.tracks[place]) == tracks.end()) continue;
      BestRank found{snapshots.ranks[place], list.range, list.day};
      if (!best || better(found, *best)) best = found;
    }
  }
  return best;
}

}  // namespace

std::optional<Mine> mine(const history::History& history, Id id) {
  auto track = history.tracks->find(id);
  if (track == history::kNoTrack) return std::nullopt;
  const auto& meetings = *history.meetings;
  const auto& counts = *history.recording_counts;
  auto versions = history::tracks_of_recording(history, track);
  auto first_seen = meetings.first_seen[track];
  for (auto version : versions) first_seen = std::min(first_seen, meetings.first_seen[version]);
  return Mine{first_seen,          meetings.saved[track],     meetings.unsaved[track],
              counts.plays[track], counts.last_played[track], best_rank(*history.snapshots, versions)};
}

}  // namespace mtm::questions
