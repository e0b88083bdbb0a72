// The best places that tracks had in top lists.
#pragma once
#include <cstdint>
#include <vector>

#include "questions/days.hpp"

namespace mtm::questions {

/// By the track's number: its best place in any list of these days; 0: it was in none.
std::vector<std::int16_t> best_ranks(const history::History& history, Days days = {});

}  // namespace mtm::questions
