// Finds tracks among all that are known, by their words: full text in PostgreSQL.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "music/search_query.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

struct CatalogueSearch {
  std::string query;  // catalogue_query() of the terms; not empty
  std::optional<music::Between<int>> years;
  std::optional<music::Between<float>> energy;
  int limit = 50, offset = 0;
};

struct FoundTrack : Track {
  std::int64_t total;  // how many are found on all pages
};
BOOST_DESCRIBE_STRUCT(FoundTrack, (Track), (total))

/// Best first: by where the words stand (names before artists before albums) and how few others stand beside them,
/// then by popularity; of equals, what the catalogue has had longest.
Task<std::vector<FoundTrack>> search_catalogue(db::Database& database, const CatalogueSearch& search);

}  // namespace mtm::store
