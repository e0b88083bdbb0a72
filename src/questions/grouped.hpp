// Plays by artists, albums and recordings.
#pragma once
#include <cstdint>
#include <vector>

#include "history/played.hpp"

namespace mtm::questions {

using history::Played;

enum class ChartOf { artists, albums, tracks };

/// By track, the number of its artist, its album (kNone: it has none) or the track that stands for its recording.
const std::vector<std::uint32_t>& numbers_of(const history::History& history, ChartOf of);
/// How many numbers there are.
std::size_t count_of(const history::History& history, ChartOf of);

}  // namespace mtm::questions
