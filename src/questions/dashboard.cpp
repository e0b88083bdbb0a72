#include "questions/dashboard.hpp"

#include <algorithm>
#include <tuple>

#include "questions/best.hpp"
#include "questions/best_ranks.hpp"
#include "questions/whole_recordings.hpp"

namespace mtm::questions {

using history::History;
using history::Moment;
using history::TrackNo;
using history::Tracks;

std::vector<TrackNo> most_popular(const Tracks& tracks, std::size_t most) {
  std::vector<TrackNo> known;
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (tracks.popularities[track] >= 0) known.push_back(track);
  keep_first(known, most, [&](TrackNo track) { return std::tuple(-tracks.popularities[track], tracks.ids[track]); });
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
  auto track_of = [](const LovedTrack& of) { return of.track; };
  auto plays_of = [](const LovedTrack& of) { return of.plays; };
  auto join = [](LovedTrack& of, const LovedTrack& other) {
    of.plays += other.plays;
    if (of.best_rank == 0 || (other.best_rank > 0 && other.best_rank < of.best_rank)) of.best_rank = other.best_rank;
  };
  join_recordings(history, loved, track_of, plays_of, join);
  std::vector<Moment> joined;
  if (history.has_versions()) joined = first_seen_of_recordings(history);
  const auto& first_seen = joined.empty() ? history.meetings->first_seen : joined;
  keep_first(loved, most, [&](const LovedTrack& of) {
    bool listed = of.best_rank > 0 && of.best_rank <= kLastRank;
    auto tenths = std::int64_t(of.plays) * 10 + (listed ? kLastRank + 1 - of.best_rank : 0);
    return std::tuple(-tenths, first_seen[(*history.recordings)[of.track]], history.tracks->ids[of.track]);
  });
  return loved;
}

std::vector<MonthCount> first_appearances(const History& history) {
  std::vector<MonthCount> months;
  std::vector<history::Day> days;
  days.reserve(history.tracks->size());
  for (auto moment : history.meetings->first_seen) days.push_back(history.zone->day(moment));
  if (days.empty()) return months;
  // By the day first: there are fewer days than tracks, and to find the month of a day takes longer.
  auto [first, last] = std::minmax_element(days.begin(), days.end());
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(*last - *first) + 1);
  for (auto day : days) ++counts[static_cast<std::size_t>(day - *first)];
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    auto month = month_of(*first + static_cast<history::Day>(i));
    if (months.empty() || months.back().month != month) months.push_back({month, 0});
    months.back().tracks += counts[i];
  }
  return months;
}

}  // namespace mtm::questions
