// Entries of charts as every answer shows them. Texts live as long as the history.
#pragma once
#include "api/asked_counting.hpp"
#include "api/shown_group.hpp"
#include "questions/charts.hpp"

namespace mtm::api {

struct ChartPlace : ShownPlayed {
  std::int64_t rank;
  std::optional<double> share;  // of all plays or minutes, as the chart is by
  std::optional<std::int64_t> rank_before, movement;
  bool is_new;
};
BOOST_DESCRIBE_STRUCT(ChartPlace, (ShownPlayed), (rank, share, rank_before, movement, is_new))

struct ChartArtist : ChartPlace, ShownArtist {};
BOOST_DESCRIBE_STRUCT(ChartArtist, (ChartPlace, ShownArtist), ())

struct ChartAlbum : ChartPlace, ShownAlbum {
  Id id;
};
BOOST_DESCRIBE_STRUCT(ChartAlbum, (ChartPlace, ShownAlbum), (id))

struct ChartTrack : ChartPlace, ShownTrack {};
BOOST_DESCRIBE_STRUCT(ChartTrack, (ChartPlace, ShownTrack), ())

/// An entry at this rank, from 1; `whole` is what the whole chart played.
ChartPlace chart_place(const questions::ChartEntry& entry, std::int64_t rank, const questions::Played& whole,
                       questions::By by);

ChartArtist placed_artist(const history::Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place);
ChartAlbum placed_album(const history::Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place);
ChartTrack placed_track(const history::Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place);

/// The way from an entry to how it is shown: one of the three above.
template <class Entry>
using ShowPlaced = Entry (*)(const history::Tracks&, const questions::ChartEntry&, const ChartPlace&);

/// All entries of a chart whose first one stands at the rank after `offset`.
template <class Entry>
std::vector<Entry> shown_chart(const history::Tracks& tracks, const questions::Chart& chart, std::int64_t offset,
                               questions::By by, ShowPlaced<Entry> show) {
  std::vector<Entry> entries;
  for (const auto& entry : chart.entries)
    entries.push_back(show(tracks, entry, chart_place(entry, ++offset, chart.played, by)));
  return entries;
}

}  // namespace mtm::api
