// The artists, albums and tracks that were played most.
#pragma once
#include <optional>
#include <vector>

#include "questions/counting.hpp"
#include "questions/grouped.hpp"

namespace mtm::questions {

struct ChartQuestion {
  ChartOf of = ChartOf::tracks;
  Counting counting;
  std::optional<Days> before;  // days with whose chart this one is compared
  std::size_t offset = 0, limit = 50;
};

struct ChartEntry {
  std::uint32_t number;                      // of an artist, album or track in their columns
  std::int64_t id;                           // of the artist, the album (group_ids.hpp) or the recording
  Played played;                             // of a track: with all tracks of its recording
  history::TrackNo top_track;                // the one of its tracks that would come first in the chart of tracks
  std::optional<std::uint32_t> rank_before;  // from 1, in the chart of the days before
  bool is_new = false;                       // its first play that counts began on these days
};

struct Chart {
  std::size_t size = 0;  // how many artists, albums or recordings were played at all
  Played played;         // by all of them, and of tracks that have no album
  std::vector<ChartEntry> entries;
};

/// From place `offset` of the chart at most `limit` entries, in ChartOrder (chart_order.hpp). In a chart of tracks each
/// recording stands once, by the one of its tracks that was played most. In a chart of all days up to some nothing is
/// new.
Chart chart(const history::History& history, const ChartQuestion& question);

}  // namespace mtm::questions
