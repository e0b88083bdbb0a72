#include "store/tracks.hpp"

namespace mtm::store {

const db::Query<Track> kTrack{"track", {"(select id from tracks limit 1)"},
    "select " MTM_TRACK_COLUMNS R"sql(
    from tracks join artists on artists.id = tracks.artist_id
    where tracks.id = $1::bigint)sql"};

Task<std::optional<Track>> track(db::Database& database, Id id) { return database.one(kTrack, id); }

}  // namespace mtm::store
