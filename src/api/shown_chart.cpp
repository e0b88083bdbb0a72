#include "api/shown_chart.hpp"

namespace mtm::api {

ChartPlace chart_place(const questions::ChartEntry& entry, std::int64_t rank, const questions::Played& whole,
                       questions::By by) {
  auto metric = [by](const questions::Played& played) {
    return static_cast<double>(by == questions::By::plays ? played.plays : played.ms_played);
  };
  ChartPlace place{shown(entry.played), rank};
  if (metric(whole) > 0) place.share = metric(entry.played) / metric(whole);
  place.rank_before = entry.rank_before;
  if (entry.rank_before) place.movement = *entry.rank_before - rank;
  place.is_new = entry.is_new;
  return place;
}

ChartArtist placed_artist(const history::Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place) {
  return {place, shown_artist(tracks, entry.number)};
}

ChartAlbum placed_album(const history::Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place) {
  return {place, shown_album(tracks, entry.top_track), Id{entry.id}};
}

ChartTrack placed_track(const history::Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place) {
  return {place, shown(tracks, entry.number)};
}

}  // namespace mtm::api
