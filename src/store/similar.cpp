#include "store/similar.hpp"

#include "music/similarity.hpp"

namespace mtm::store {

struct SeedSound {
  double energy, valence, danceability;
};
BOOST_DESCRIBE_STRUCT(SeedSound, (), (energy, valence, danceability))

const db::Query<SeedSound> kSeedSound{"seed_sound", {"(select id from tracks limit 1)"}, R"sql(
    select energy, valence, danceability
    from tracks where id = $1 and energy is not null and valence is not null and danceability is not null)sql"};

// Both questions go the same way, which is exact. The index has the sounds in the order of their energy. Among the five
// hundred next to the seed on either side, the twentieth nearest is so far away: `reach`. Nothing that is farther away in
// energy alone can be among the twenty nearest, so only that stretch of the index is read. Distances are compared in
// millionths, since features are decimal fractions that no binary number meets exactly.
#define MTM_REACH_OF_SEED(source, whose)                                                                                \
  "with seed as materialized (select $2::real::float8 as energy, $3::real::float8 as valence, $4::real::float8 as danceability), "      \
  "reach as materialized (select seed.*, 0.000001 + coalesce((select abs(beside.energy - seed.energy) + "               \
  "abs(beside.valence - seed.valence) + abs(beside.danceability - seed.danceability) from ("                            \
  "(select energy, valence, danceability from " source " where " whose " and energy >= seed.energy order by energy limit 500) union all " \
  "(select energy, valence, danceability from " source " where " whose " and energy < seed.energy order by energy desc limit 500)) as beside " \
  "order by 1 offset $5::int - 1 limit 1), 3) as reach from seed), "

#define MTM_WITHIN_REACH(source)                                                                                        \
  source ".energy between seed.energy - reach and seed.energy + reach and " source ".valence between seed.valence - reach and " \
  "seed.valence + reach and " source ".danceability between seed.danceability - reach and seed.danceability + reach"

#define MTM_MILLIONTHS_APART(source)                                                                                    \
  "round((abs(" source ".energy - seed.energy) + abs(" source ".valence - seed.valence) + abs(" source ".danceability - seed.danceability)) * 1e6)"

const db::Query<Track> kSimilarInLibrary{"similar_in_library",
    {"(select id from tracks limit 1)", "0.7", "0.5", "0.6", "20", "(select id from users limit 1)"},
    MTM_REACH_OF_SEED("sounds", "user_id = $6 and track_id <> $1") R"sql(nearest as (
      select sounds.track_id, )sql" MTM_MILLIONTHS_APART("sounds") R"sql( as apart
      from reach as seed join sounds on )sql" MTM_WITHIN_REACH("sounds") R"sql(
      where sounds.user_id = $6 and sounds.track_id <> $1
      order by apart, sounds.track_id limit $5::int
    )
    select )sql" MTM_TRACK_COLUMNS R"sql(
    from nearest join tracks on tracks.id = nearest.track_id join artists on artists.id = tracks.artist_id
    order by nearest.apart, tracks.id)sql"};

const db::Query<Track> kSimilarInCatalogue{"similar_in_catalogue", {"(select id from tracks limit 1)", "0.7", "0.5", "0.6", "20"},
    MTM_REACH_OF_SEED("tracks", "energy is not null and valence is not null and danceability is not null and id <> $1") R"sql(nearest as (
      select tracks.id, )sql" MTM_MILLIONTHS_APART("tracks") R"sql( as apart
      from reach as seed join tracks on )sql" MTM_WITHIN_REACH("tracks") R"sql(
      where tracks.energy is not null and tracks.valence is not null and tracks.danceability is not null and tracks.id <> $1
      order by apart, tracks.id limit $5::int
    )
    select )sql" MTM_TRACK_COLUMNS R"sql(
    from nearest join tracks on tracks.id = nearest.id join artists on artists.id = tracks.artist_id
    order by nearest.apart, tracks.id)sql"};

namespace {

std::vector<SimilarTrack> measured(std::vector<Track> tracks, const SeedSound& seed) {
  std::vector<SimilarTrack> similar;
  similar.reserve(tracks.size());
  for (auto& track : tracks) {
    double nearness = music::similarity({seed.energy, seed.valence, seed.danceability},
                                        {track.energy.value(), track.valence.value(), track.danceability.value()});
    similar.push_back(SimilarTrack{std::move(track), nearness});
  }
  return similar;
}

}  // namespace

Task<std::optional<std::vector<SimilarTrack>>> similar_in_library(db::Database& database, Id user, Id track, int limit) {
  std::optional<std::vector<SimilarTrack>> similar;
  auto seed = co_await database.one(kSeedSound, track);
  if (!seed) co_return similar;
  auto tracks = co_await database.all(kSimilarInLibrary, track, seed->energy, seed->valence, seed->danceability, limit, user);
  similar = measured(std::move(tracks), *seed);
  co_return similar;
}

Task<std::optional<std::vector<SimilarTrack>>> similar_in_catalogue(db::Database& database, Id track, int limit) {
  std::optional<std::vector<SimilarTrack>> similar;
  auto seed = co_await database.one(kSeedSound, track);
  if (!seed) co_return similar;
  auto tracks = co_await database.all(kSimilarInCatalogue, track, seed->energy, seed->valence, seed->danceability, limit);
  similar = measured(std::move(tracks), *seed);
  co_return similar;
}

}  // namespace mtm::store
