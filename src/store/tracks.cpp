#include "store/tracks.hpp"

namespace mtm::store {

const db::Query<Track> kTracks{
    "tracks_by_id", {"array(select id from tracks limit 20)"}, "select " MTM_TRACK_COLUMNS R"sql(
    from unnest($1::bigint[]) with ordinality as wanted (id, place)
    join tracks on tracks.id = wanted.id
    join artists on artists.id = tracks.artist_id
    order by wanted.place)sql"};

Task<std::vector<std::optional<Track>>> tracks(db::Database& database, const std::vector<Id>& ids) {
  auto found = co_await database.all(kTracks, ids);
  std::vector<std::optional<Track>> answers(ids.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < ids.size() && next < found.size(); ++i)
    if (found[next].id == ids[i]) answers[i] = std::move(found[next++]);
  co_return answers;
}

}  // namespace mtm::store
