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

/// Recordings that are silent since they have to be, neither played nor in a short-term top list, and were loved: in
/// such a list of the days of gems, played so often in them, or liked until then and still among the Liked Songs.
/// Plays are those that count (history::PlayFilter). Those in the most lists come first; of equals the most played,
/// then those of the best rank, then by id. Behind them come those that were only liked, chosen fairly over the years
/// of their likes (music/fair_choice.hpp): the most played of all time first, then those liked first, then by id.
Gems forgotten_gems(const history::History& history, const music::GemDays& days, std::uint32_t plays, std::size_t most);

}  // namespace mtm::questions
