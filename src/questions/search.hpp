// Finds tracks by their words: music/search_query.hpp has the language.
#pragma once
#include <optional>
#include <vector>

#include "history/history.hpp"
#include "music/search_terms.hpp"

namespace mtm::questions {

/// What one search finds at most.
inline constexpr std::size_t kMostFound = 50;

struct Search {
  std::vector<music::FoldedTerm> terms;
  std::optional<music::Between<int>> years;
  std::optional<music::Between<float>> energy;
};

/// The tracks that have all of it, the best fifty, best first:
///   1. All words side by side as they were written: as a whole title, in a title, as a whole artist, in an artist.
///      Then those that have the words in more places, by these: each word in the title, in the artist, in the album.
///   2. The last word as it was written before one that only begins with it.
///   3. The number of plays, then the popularity; of equals, what the catalogue has had longest.
/// Without words that have no field the order is 3 alone.
std::vector<history::TrackNo> search(const history::History& history, const Search& search);

/// All tracks that have all of it, in no order.
std::vector<history::TrackNo> matching(const history::History& history, const Search& search);

/// Where a track stands among others, smaller is better: first by the rank of where words stand in it, below 2^24, then
/// by plays, then by popularity.
std::uint64_t place(const history::History& history, std::uint64_t rank, history::TrackNo track);

}  // namespace mtm::questions
