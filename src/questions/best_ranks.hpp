// The best places that tracks had in top lists.
#pragma once
#include <cstdint>
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

/// By the track's number: its best place in any list; 0: it was in none.
std::vector<std::int16_t> best_ranks(const history::History& history);

}  // namespace mtm::questions
