// The language of searches: words, "phrases", -without, artist: album: year: energy:.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::music {

enum class Field { any, artist, album };

/// Words that stand side by side: one as a rule, several in quotes.
struct SearchTerm {
  std::string text;
  Field field = Field::any;
  bool excluded = false;
  bool begins = false;  // the last word may go on: it is still being typed
  friend bool operator==(const SearchTerm&, const SearchTerm&) = default;
};

/// Both ends are in it.
template <class Number>
struct Between {
  Number least, most;
  friend bool operator==(const Between&, const Between&) = default;
};

struct SearchQuery {
  std::vector<SearchTerm> terms;
  std::optional<Between<int>> years;
  std::optional<Between<float>> energy;  // floats as the column is, so that "more than 0.8" begins right after it
  /// Why this is no search, for the person who wrote it; the rest is then of no use.
  std::optional<std::string> problem;
};

SearchQuery read_search(std::string_view text);

}  // namespace mtm::music
