// From which decades the music comes that somebody played.
#pragma once
#include <optional>
#include <vector>

#include "questions/counting.hpp"

namespace mtm::questions {

struct DecadePlays {
  std::optional<int> decade;  // 1990; nothing: nobody knows when its tracks came out
  Played played;
};

/// Those of which there are plays, the oldest first; unknown last. A track is of the decade in which it came out as its
/// catalogue entry says, a remaster of the decade of the remaster.
std::vector<DecadePlays> decades(const history::History& history, const Counting& counting);

}  // namespace mtm::questions
