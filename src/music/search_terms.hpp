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

/// The terms in their order; those without words are left out, and so are signs ("+", "-") unless nothing else is
/// looked for.
std::vector<FoldedTerm> folded_terms(const SearchQuery& query);

/// What a folded text has where the term stands in it: " the who ", or " the who" when the last word may go on.
std::string_view pattern(const FoldedTerm& term);

/// The terms without a field as one, as if they were a phrase. Its words are " " when there are none.
FoldedTerm as_one_phrase(const std::vector<FoldedTerm>& terms);

/// Where the terms that may stand in this field stand in it, each of them or several side by side as one stretch.
std::vector<Stretch> marks(std::string_view name, std::string_view folded, Field field,
                           const std::vector<FoldedTerm>& terms);

}  // namespace mtm::music
