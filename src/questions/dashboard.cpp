#include "questions/dashboard.hpp"

#include <map>
#include <tuple>

#include "questions/best.hpp"
#include "questions/best_ranks.hpp"

namespace mtm::questions {

using history::History;
using history::TrackNo;
using history::Tracks;

std::vector<TrackNo> most_popular(const Tracks& tracks, std::size_t most) {
  std::vector<TrackNo> known;
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (tracks.popularities[track] >= 0) known.push_back(track);
  keep_first(known, most, [&](TrackNo a, TrackNo b) {
    auto place = [&](TrackNo track) { return std::tuple(-tracks.popularities[track], tracks.ids[track]); };
    return place(a) < place(b);
  });
  return known;
}

std::vector<LovedTrack> most_loved(const History& history, std::size_t most) {
  constexpr int kLastRank = 50;
  auto ranks = best_ranks(history);
  std::vector<LovedTrack> loved;
  for (TrackNo track = 0; track < ranks.size(); ++track) {
    auto plays = history.counts->plays[track];
    if (plays > 0 || ranks[track] > 0) loved.push_back({track, plays, ranks[track]});
  }
  keep_first(loved, most, [&](const LovedTrack& a, const LovedTrack& b) {
    auto place = [&](const LovedTrack& of) {
      bool listed = of.best_rank > 0 && of.best_rank <= kLastRank;
      auto tenths = std::int64_t(of.plays) * 10 + (listed ? kLastRank + 1 - of.best_rank : 0);
      return std::tuple(-tenths, history.meetings->first_seen[of.track], history.tracks->ids[of.track]);
    };
    return place(a) < place(b);
  });
  return loved;
}

std::vector<MonthCount> first_appearances(const History& history) {
  std::map<int, std::int64_t> counts;
  for (auto moment : history.meetings->first_seen) ++counts[history.zone->month(moment)];
  std::vector<MonthCount> months;
  for (auto [month, tracks] : counts) months.push_back({month, tracks});
  return months;
}

}  // namespace mtm::questions
