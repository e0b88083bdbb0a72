// What sounds like a track among all that are known: music/similarity.hpp says how near.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <vector>

#include "core/id.hpp"
#include "db/database.hpp"
#include "music/similarity.hpp"
#include "store/tracks.hpp"

namespace mtm::store {

/// Nothing when nobody knows its energy, valence and danceability.
std::optional<music::Sound> sound_of(const Track& track);

struct SimilarTrack : Track {
  double similarity;  // 0 to 1
};
BOOST_DESCRIBE_STRUCT(SimilarTrack, (Track), (similarity))

/// The tracks nearest to this sound, without the one with the id `itself`; of equally near ones the older id first.
Task<std::vector<SimilarTrack>> similar_in_catalogue(db::Database& database, Id itself, music::Sound sound,
                                                     int limit = 20);

}  // namespace mtm::store
