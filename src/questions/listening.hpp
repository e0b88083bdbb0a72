// What was played of one artist, album or recording: how much, since when, month by month, and which of its tracks.
#pragma once
#include <optional>
#include <vector>

#include "questions/charts.hpp"
#include "questions/timeline.hpp"

namespace mtm::questions {

struct ListeningQuestion {
  Subject subject;  // an artist, an album or a recording
  Counting counting;
  std::size_t most = 10;  // of the tracks and albums within
};

/// The place in the chart of all artists, albums or recordings.
struct Rank {
  std::optional<std::size_t> place;  // from 1; nothing when none of the plays counts
  std::size_t of = 0;                // how many there are in that chart
};

struct Listening {
  Played played, ever;  // on the days that were asked about, and on all days
  Rank rank, rank_ever;
  history::Moment last = history::kNever;  // when the last of all its plays that count began; `ever` has the first
  Timeline months;                         // of the days that were asked about
  std::size_t known = 0, heard = 0;        // recordings of it that the library has; those of them that were played
  std::vector<ChartEntry> tracks, albums;  // in ChartOrder; of an album all of its tracks, also those without a play
};

/// Plays count, recordings are joined and entries stand in order as in charts. Nothing when no track of the library is
/// the subject's.
std::optional<Listening> listening(const history::History& history, const ListeningQuestion& question);

}  // namespace mtm::questions
