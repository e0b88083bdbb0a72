#include "questions/mine.hpp"

#include <tuple>

namespace mtm::questions {

using history::Snapshots;
using history::TrackNo;

namespace {

bool better(const BestRank& a, const BestRank& b) {
  return std::tuple(a.rank, -a.day, a.range) < std::tuple(b.rank, -b.day, b.range);
}

std::optional<BestRank> best_rank(const Snapshots& snapshots, TrackNo track) {
  std::optional<BestRank> best;
  for (const auto& list : snapshots.lists) {
    for (auto place = list.begin; place < list.end; ++place) {
      if (snapshots.tracks[place] != track) continue;
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
  const auto& counts = *history.counts;
  return Mine{meetings.first_seen[track], meetings.saved[track],     meetings.unsaved[track],
              counts.plays[track],        counts.last_played[track], best_rank(*history.snapshots, track)};
}

}  // namespace mtm::questions
