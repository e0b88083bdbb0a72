// What somebody heard for the first time.
#pragma once
#include <vector>

#include "questions/charts.hpp"

namespace mtm::questions {

struct FirstPlaysQuestion {
  ChartOf of = ChartOf::tracks;
  Counting counting;  // of its days, those on which a first play began
  std::size_t offset = 0, limit = 50;
};

struct FirstPlay {
  std::uint32_t number;          // of an artist, album or track in their columns
  history::TrackNo first_track;  // that was played first; of a recording the same as `number`
  Played played;                 // since then, of all that counts; played.first is when it was discovered
};

struct FirstPlays {
  std::size_t size = 0;
  std::vector<FirstPlay> entries;  // the page, latest first
};

/// Artists, albums or recordings whose first play of all that counts began on these days; of equals first the one of
/// the larger id.
FirstPlays first_plays(const history::History& history, const FirstPlaysQuestion& question);

}  // namespace mtm::questions
