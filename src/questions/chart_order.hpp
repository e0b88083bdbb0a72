// Who comes first in a chart.
#pragma once
#include <tuple>

#include "questions/counting.hpp"

namespace mtm::questions {

/// Those with most plays, or most minutes, come first; of equals those with more of the other; then those that were
/// played first; then those of the smallest id.
struct ChartOrder {
  By by;

  using Place = std::tuple<std::int64_t, std::int64_t, history::Moment, std::int64_t>;

  Place place(const Played& played, std::int64_t id) const {
    std::int64_t plays = played.plays, ms_played = played.ms_played;
    return {by == By::plays ? -plays : -ms_played, by == By::plays ? -ms_played : -plays, played.first, id};
  }
};

}  // namespace mtm::questions
