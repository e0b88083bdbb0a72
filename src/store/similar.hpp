// What sounds like a track, nearest first: music/similarity.hpp says how near.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

struct SimilarTrack : Track {
  double similarity;  // 0 to 1
};
BOOST_DESCRIBE_STRUCT(SimilarTrack, (Track), (similarity))

/// The nearest of the user's library, without the track itself, which need not be in it; of equally near ones the older
/// id first. Nothing when there is no such track, or when nobody knows its energy, valence and danceability.
Task<std::optional<std::vector<SimilarTrack>>> similar_in_library(db::Database& database, Id user, Id track,
                                                                  int limit = 20);

/// The same over all tracks that are known.
Task<std::optional<std::vector<SimilarTrack>>> similar_in_catalogue(db::Database& database, Id track, int limit = 20);

}  // namespace mtm::store
