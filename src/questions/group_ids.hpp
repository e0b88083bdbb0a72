// The ids of artists, albums and recordings, and what was counted of them.
#pragma once
#include "questions/grouped.hpp"

namespace mtm::questions {

/// By the numbers of grouped.hpp. Albums have no ids in the catalogue: the id of one is the smallest of its tracks'.
/// Those are kept in `made`.
const std::vector<std::int64_t>& ids_of(const history::Tracks& tracks, ChartOf of, std::vector<std::int64_t>& made);

/// What was counted of artists, albums or recordings, by their numbers.
std::vector<Played> grouped(const history::History& history, const std::vector<Played>& counted, ChartOf of);

}  // namespace mtm::questions
