#include "store/features.hpp"

namespace mtm::store {

struct SpotifyId {
  std::string spotify_id;
};
BOOST_DESCRIBE_STRUCT(SpotifyId, (), (spotify_id))

const db::Query<SpotifyId> kTracksToAsk{"tracks_to_ask_features_for", {"(select id from users limit 1)", "40"}, R"sql(
    select user_id as asked_by, tracks.spotify_id
    from library join tracks on tracks.id = library.track_id
    where library.user_id = $1 and tracks.audio_features is null
      and (tracks.features_asked_at is null or tracks.features_asked_at < now() - interval '30 days')
    order by tracks.id limit $2::int)sql"};

Task<std::vector<std::string>> tracks_to_ask_features_for(db::Database& database, Id user, int limit) {
  auto rows = co_await database.all(kTracksToAsk, user, limit);
  std::vector<std::string> ids;
  for (auto& row : rows) ids.push_back(std::move(row.spotify_id));
  co_return ids;
}

struct Waiting {
  std::int64_t waiting;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (waiting))

const db::Query<Waiting> kCountToAsk{"count_to_ask_features_for", {"(select id from users limit 1)"}, R"sql(
    select $1::bigint as asked_by, count(*) as waiting
    from library join tracks on tracks.id = library.track_id
    where library.user_id = $1 and tracks.audio_features is null
      and (tracks.features_asked_at is null or tracks.features_asked_at < now() - interval '30 days'))sql"};

Task<std::int64_t> count_to_ask_features_for(db::Database& database, Id user) {
  auto row = co_await database.one(kCountToAsk, user);
  co_return row.value().waiting;
}

// The tracks are held in the order of their Spotify ids, as a capture and an import hold them: none waits crosswise.
const db::Command<db::Nothing> kKeepFeatures{
    "keep_features",
    {"array['0000000000000000000000']", "array['0000000000000000000000']", "array['{}']", "'reccobeats'"},
    R"sql(
    with held as materialized (
      select id, spotify_id from tracks where spotify_id = any($1::varchar[]) order by spotify_id for no key update
    ), given as (
      select held.id, found.features::jsonb as features, now() as asked_at
      from held left join unnest($2::varchar[], $3::text[]) as found (spotify_id, features) using (spotify_id)
    )
    update tracks
    set features_asked_at = given.asked_at, audio_features = coalesce(given.features, audio_features),
        features_source = case when given.features is null then features_source else $4 end,
        changed_at = case when given.features is null then changed_at else given.asked_at end
    from given where tracks.id = given.id)sql"};

Task<> keep_features(db::Database& database, const std::vector<std::string>& asked,
                     const std::vector<std::string>& found, const std::vector<Json>& features, std::string source) {
  co_await database.run(kKeepFeatures, asked, found, features, source);
}

}  // namespace mtm::store
