// The artists, albums and tracks that were played most.
#pragma once
#include <vector>

#include "history/played.hpp"
#include "questions/days.hpp"

namespace mtm::questions {

enum class ChartOf { artists, albums, tracks };
enum class ChartBy { plays, minutes };

struct ChartQuestion {
  ChartOf of = ChartOf::tracks;
  ChartBy by = ChartBy::plays;
  Days days;  // on which a play began, where the person lives
  std::int32_t counted_from =
      history::kCountedFrom;  // ms_played from which a play counts; one of unknown length always does
  std::size_t offset = 0, limit = 50;
};

using history::Played;

struct ChartEntry {
  std::uint32_t number;        // of an artist, album or track in their columns
  Played played;               // of a track: with all tracks of its recording
  history::TrackNo top_track;  // the one of its tracks that would come first in the chart of tracks
};

struct Chart {
  std::size_t size = 0;  // how many artists, albums or recordings were played at all
  Played played;         // by all of them, and of tracks that have no album
  std::vector<ChartEntry> entries;
};

/// From place `offset` of the chart at most `limit` entries: those with most plays, or most minutes, come first; of
/// equals those with more of the other; then those that were played first; then those of the smallest id, which of an
/// album or recording is that of its track. In a chart of tracks each recording stands once, by the one of its tracks
/// that was played most.
Chart chart(const history::History& history, const ChartQuestion& question);

}  // namespace mtm::questions
