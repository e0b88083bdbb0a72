#include "questions/latest_snapshot.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "questions/best.hpp"
#include "questions/top_lists.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::Snapshots;
using history::TimeRange;
using history::TrackNo;

namespace {

constexpr auto kNoRank = std::numeric_limits<std::int16_t>::max();

struct Ranks {
  std::int16_t any_list = kNoRank, short_term = kNoRank;
};

}  // namespace

RecentDiscoveries recent_discoveries(const History& history, std::size_t most) {
  const auto& snapshots = *history.snapshots;
  RecentDiscoveries discoveries;
  for (const auto& list : snapshots.lists) discoveries.day = std::max(discoveries.day, list.day);

  std::vector<bool> known(history.tracks->size());
  std::map<TrackNo, Ranks> latest;
  for (const auto& list : snapshots.lists) {
    for (auto place = list.begin; place < list.end; ++place) {
      auto track = snapshots.tracks[place];
      if (list.day < discoveries.day) {
        known[track] = true;
        continue;
      }
      auto& ranks = latest[track];
      ranks.any_list = std::min(ranks.any_list, snapshots.ranks[place]);
      if (list.range == TimeRange::short_term) ranks.short_term = std::min(ranks.short_term, snapshots.ranks[place]);
    }
  }
  std::erase_if(latest, [&](const auto& entry) { return known[entry.first]; });

  discoveries.candidates = static_cast<std::int64_t>(latest.size());
  for (const auto& [track, ranks] : latest) discoveries.tracks.push_back({track, ranks.any_list});
  keep_first(discoveries.tracks, most, [&](const auto& listed) {
    const auto& ranks = latest.at(listed.track);
    return std::tuple(ranks.short_term, ranks.any_list, history.tracks->ids[listed.track]);
  });
  return discoveries;
}

Rotation latest_rotation(const Snapshots& snapshots, Days days, std::size_t most) {
  Rotation rotation;
  auto lists = top_lists(snapshots, TimeRange::short_term, days);
  if (lists.empty()) return rotation;
  const auto& list = lists.back();
  std::map<TrackNo, int> before;
  auto earlier = top_lists(snapshots, TimeRange::short_term, Days{Days().first, list.day - 1});
  if (!earlier.empty())
    for (auto place = earlier.back().begin; place < earlier.back().end; ++place)
      before.emplace(snapshots.tracks[place], snapshots.ranks[place]);

  rotation.day = list.day;
  rotation.first_snapshot = earlier.empty();
  rotation.candidates = list.end - list.begin;
  for (auto place = list.begin; place < list.end && rotation.tracks.size() < most; ++place) {
    auto track = snapshots.tracks[place];
    auto known = before.find(track);
    rotation.tracks.push_back(
        {track, snapshots.ranks[place], known == before.end() ? std::nullopt : std::optional(known->second)});
  }
  return rotation;
}

}  // namespace mtm::questions
