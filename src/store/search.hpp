// Finds tracks of one library by their words: sql/005_search.sql has the tables, music/search_query.hpp the language.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "music/search_terms.hpp"

namespace mtm::store {

/// What one search finds at most.
inline constexpr std::size_t kMostFound = 50;

struct FoundTrack {
  Id id;
  std::string name;
  std::string artist;
  std::optional<std::string> album;
  std::optional<int> release_year;
  std::optional<int> popularity;
  std::optional<std::string> image_url;
  std::string spotify_url;
  std::string folded_name, folded_artist, folded_album;
};
BOOST_DESCRIBE_STRUCT(FoundTrack, (),
                      (id, name, artist, album, release_year, popularity, image_url, spotify_url, folded_name,
                       folded_artist, folded_album))

struct Search {
  std::vector<music::FoldedTerm> terms;
  std::optional<music::Between<int>> years;
  std::optional<music::Between<float>> energy;
};

/// The best fifty, best first: the field where the words stand, then plays, then popularity.
Task<std::vector<FoundTrack>> search(db::Database& database, Id user, const Search& search);

/// The same terms with each word that the library does not have replaced by the one that is most like it. Nothing when
/// there is nothing to replace, or nothing like it.
Task<std::optional<std::vector<music::FoldedTerm>>> likely_terms(db::Database& database, Id user,
                                                                 const std::vector<music::FoldedTerm>& terms);

}  // namespace mtm::store
