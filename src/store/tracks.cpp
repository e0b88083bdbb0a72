#include "store/tracks.hpp"

namespace mtm::store {

struct ReadTrack : Track {
  std::int64_t place;
};
BOOST_DESCRIBE_STRUCT(ReadTrack, (Track), (place))

// Hardly anybody has several claims of one track, so all are read, and the first in order counts, as in
// MTM_CLAIM_OF_EACH: to look for the first there costs a tenth of the whole.
const db::Query<ReadTrack> kTracks{"tracks_by_id",
                                   {"array[(select id from users limit 1)]", "array[(select id from tracks limit 1)]"},
                                   "select seen.user_id as asked_by, " MTM_TRACK_COLUMNS R"sql(, seen.place
    from (
      select wanted.user_id, wanted.place, )sql" MTM_SEEN_COLUMNS R"sql(
      from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (user_id, id, place)
      join tracks on tracks.id = wanted.id
      left join track_claims as claim on claim.user_id = wanted.user_id and claim.track_id = wanted.id
      )sql" MTM_SEEN_ARTISTS R"sql(
    ) as seen
    where seen.name is not null
    order by seen.place, seen.claims_no_features, seen.source_id)sql"};

Task<std::vector<std::optional<Track>>> tracks(db::Database& database, const std::vector<AskedTrack>& asked) {
  std::vector<Id> users, ids;
  for (const auto& one : asked) {
    users.push_back(one.user);
    ids.push_back(one.track);
  }
  auto found = co_await database.all(kTracks, users, ids);
  std::vector<std::optional<Track>> answers(asked.size());
  for (auto& track : found) {
    auto& answer = answers.at(static_cast<std::size_t>(track.place - 1));
    if (!answer) answer = std::move(track);
  }
  co_return answers;
}

}  // namespace mtm::store
