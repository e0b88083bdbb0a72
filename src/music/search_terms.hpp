// A search whose words have been folded: what to look up, what to compare, what to mark.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "music/folding.hpp"
#include "music/search_query.hpp"

namespace mtm::music {

struct FoldedTerm {
  std::string words;  // " the who "
  Field field = Field::any;
  bool excluded = false;
  bool begins = false;
};

/// Folded texts in the order of the query's terms; terms without words are left out, and so are signs ("&", "-") unless
/// nothing else is looked for.
std::vector<FoldedTerm> folded_terms(const SearchQuery& query, const std::vector<std::string>& folded);

/// Words from `first` to `last`, in the order of their bytes: one, or all that begin alike.
struct WordRange {
  std::string first, last;
  friend bool operator==(const WordRange&, const WordRange&) = default;
};

/// A range for each word that a track must have.
std::vector<WordRange> word_ranges(const std::vector<FoldedTerm>& terms);

/// For LIKE: '% the who %', or '% the who%' when the last word may go on.
std::string like_pattern(const FoldedTerm& term);

/// The terms without a field as one: what a title must be to be meant as a whole.
std::string whole_title(const std::vector<FoldedTerm>& terms);

/// Where the terms that may stand in this field stand in it.
std::vector<Stretch> marks(std::string_view name, std::string_view folded, Field field,
                           const std::vector<FoldedTerm>& terms);

}  // namespace mtm::music
