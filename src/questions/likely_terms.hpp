// What a search that finds nothing was probably meant to be.
#pragma once
#include <optional>
#include <vector>

#include "history/history.hpp"
#include "music/search_terms.hpp"

namespace mtm::questions {

/// The same terms with each word that the library does not have replaced: by itself with a sign in place of a letter
/// ("p nk" for "pink" is what P!nk is folded to), else by the word that is most like it (music/trigrams.hpp), of equals
/// the one that stands in the better place. Nothing when there is nothing to replace, or nothing like it.
std::optional<std::vector<music::FoldedTerm>> likely_terms(const history::History& history,
                                                           const std::vector<music::FoldedTerm>& terms);

}  // namespace mtm::questions
