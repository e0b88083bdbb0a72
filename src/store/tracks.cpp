#include "store/tracks.hpp"

namespace mtm::store {

const db::Query<Track> kTracks{
    "tracks_by_id", {"array(select id from tracks limit 20)"}, "select " MTM_TRACK_COLUMNS R"sql(
    from unnest($1::bigint[]) with ordinality as wanted (id, place)
    join )sql" MTM_CATALOGUE R"sql( on seen.id = wanted.id
    order by wanted.place)sql"};

Task<std::vector<std::optional<Track>>> tracks(db::Database& database, const std::vector<Id>& ids) {
  auto found = co_await database.all(kTracks, ids);
  std::vector<std::optional<Track>> answers(ids.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < ids.size() && next < found.size(); ++i)
    if (found[next].id == ids[i]) answers[i] = std::move(found[next++]);
  co_return answers;
}

const db::Query<Track> kSeenTrack{
    "seen_track",
    {"(select id from users limit 1)", "(select id from tracks limit 1)"},
    "select library.user_id as asked_by, " MTM_TRACK_COLUMNS
    " from library join " MTM_SEEN_TRACKS(MTM_CLAIM_OF_EACH("$1")) R"sql( on seen.id = library.track_id
    where library.user_id = $1 and library.track_id = $2)sql"};

Task<std::optional<Track>> seen_track(db::Database& database, Id user, Id track) {
  return database.one(kSeenTrack, user, track);
}

}  // namespace mtm::store
