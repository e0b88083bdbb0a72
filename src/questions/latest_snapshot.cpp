#include "questions/latest_snapshot.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "questions/best.hpp"
#include "questions/top_lists.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::TimeRange;
using history::TrackNo;

namespace {

constexpr auto kNoRank = std::numeric_limits<std::int16_t>::max();

struct Ranks {
  std::int16_t any_list = kNoRank, short_term = kNoRank;
  TrackNo track = history::kNoTrack;  // that has the best of them
};

}  // namespace

RecentDiscoveries recent_discoveries(const History& history, std::size_t most) {
  const auto& snapshots = *history.snapshots;
  RecentDiscoveries discoveries;
  for (const auto& list : snapshots.lists) discoveries.day = std::max(discoveries.day, list.day);

  const auto& recordings = *history.recordings;
  std::vector<bool> known(history.tracks->size());  // by recording, and so is what follows
  std::map<TrackNo, Ranks> latest;
  for (const auto& list : snapshots.lists) {
    for (auto place = list.begin; place < list.end; ++place) {
      auto track = snapshots.tracks[place];
      if (list.day < discoveries.day) {
        known[recordings[track]] = true;
        continue;
      }
      auto& ranks = latest[recordings[track]];
      auto rank = snapshots.ranks[place];
      bool short_term = list.range == TimeRange::short_term;
      bool best = short_term ? rank < ranks.short_term : ranks.short_term == kNoRank && rank < ranks.any_list;
      if (best) ranks.track = track;
      ranks.any_list = std::min(ranks.any_list, rank);
      if (short_term) ranks.short_term = std::min(ranks.short_term, rank);
    }
  }
  std::erase_if(latest, [&](const auto& entry) { return known[entry.first]; });

  discoveries.candidates = static_cast<std::int64_t>(latest.size());
  for (const auto& [recording, ranks] : latest) discoveries.tracks.push_back({ranks.track, ranks.any_list});
  keep_first(discoveries.tracks, most, [&](const auto& listed) {
    const auto& ranks = latest.at(recordings[listed.track]);
    return std::tuple(ranks.short_term, ranks.any_list, history.tracks->ids[listed.track]);
  });
  return discoveries;
}

Rotation latest_rotation(const History& history, Days days, std::size_t most) {
  const auto& snapshots = *history.snapshots;
  const auto& recordings = *history.recordings;
  Rotation rotation;
  auto lists = top_lists(snapshots, TimeRange::short_term, days);
  if (lists.empty()) return rotation;
  const auto& list = lists.back();
  std::map<TrackNo, int> before;  // the best rank, by recording
  auto earlier = top_lists(snapshots, TimeRange::short_term, Days{Days().first, list.day - 1});
  if (!earlier.empty())
    for (auto place = earlier.back().begin; place < earlier.back().end; ++place)
      before.emplace(recordings[snapshots.tracks[place]], snapshots.ranks[place]);

  rotation.day = list.day;
  rotation.first_snapshot = earlier.empty();
  std::set<TrackNo> seen;
  for (auto place = list.begin; place < list.end; ++place) {
    auto track = snapshots.tracks[place];
    if (!seen.insert(recordings[track]).second) continue;
    ++rotation.candidates;
    if (rotation.tracks.size() == most) continue;
    auto known = before.find(recordings[track]);
    rotation.tracks.push_back(
        {track, snapshots.ranks[place], known == before.end() ? std::nullopt : std::optional(known->second)});
  }
  return rotation;
}

}  // namespace mtm::questions
