// The words by which tracks of the catalogue are found, in PostgreSQL's notation of full text.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/blocking_connection.hpp"
#include "music/search_terms.hpp"

namespace mtm::store {

/// A tsvector of the folded words: of the name with weight A, of the artist with B, of the album with C.
std::string catalogue_words(std::string_view name, std::string_view artist, std::optional<std::string_view> album);

/// The terms as they are looked for in the catalogue: a last word of one or two letters does not go on, because those
/// begin words of half the catalogue.
std::vector<music::FoldedTerm> catalogue_terms(std::vector<music::FoldedTerm> terms);

/// A tsquery of terms; empty when none of them says what to look for.
std::string catalogue_query(const std::vector<music::FoldedTerm>& terms);

/// Folds the words of all tracks that were folded by an older version, or not at all, some at a time, each in a
/// transaction of its own; the number of tracks. Several may do so at once. A database that lacks nothing may be
/// read-only.
std::int64_t fold_catalogue(db::BlockingConnection& database);

}  // namespace mtm::store
