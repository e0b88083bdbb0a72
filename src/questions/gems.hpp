// Forgotten gems: what somebody loved some months ago and has not heard since. music/gems.hpp says which days those
// are.
#pragma once
#include <cstdint>
#include <vector>

#include "history/history.hpp"
#include "music/gems.hpp"

namespace mtm::questions {

struct Gem {
  history::TrackNo track;  // of its recording the one that was played most
  music::GemFacts facts;   // of the recording; days are those where the person lives
};

struct Gems {
  std::int64_t candidates = 0;  // without the limit
  std::vector<Gem> gems;
};

/// Recordings: in a short-term top list of the days in which a gem was loved, or played so often in them; since it has
/// to be silent neither played nor in one. Plays are those that count (history::PlayFilter). Those in the most lists
/// first; of equals the most played, then those of the best rank, then by id.
Gems forgotten_gems(const history::History& history, const music::GemDays& days, std::uint32_t plays, std::size_t most);

}  // namespace mtm::questions
