// What one track is to a person.
#pragma once
#include <optional>

#include "history/history.hpp"

namespace mtm::questions {

struct BestRank {
  int rank;
  history::TimeRange range;
  history::Day day;
};

struct Mine {
  history::Moment first_seen, saved, unsaved;  // as in history::Meetings; first_seen of its whole recording
  std::uint32_t plays;                         // and what follows: of its whole recording
  history::Moment last_played;                 // kNever: not at all
  std::optional<BestRank> best_rank;           // of equal ranks the latest; of one day that of the shorter range
};

/// Nothing when the track is not in the library.
std::optional<Mine> mine(const history::History& history, Id track);

}  // namespace mtm::questions
