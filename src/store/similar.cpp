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

// Both questions go the same way, which is exact. The twentieth nearest of those beside the seed, in its own cell by
// danceability and in the cells before and after it, is so far away: `reach`. Nothing that is farther away in one
// feature alone can be among the twenty nearest, so only the cells within reach are read, and in each only the
// danceabilities within reach. Distances are compared in millionths, since features are decimal fractions that no
// binary number meets exactly.
#define MTM_APART(other)                                                                     \
  "abs(" other ".energy - seed.energy) + abs(" other ".valence - seed.valence) + abs(" other \
  ".danceability - seed.danceability)"

#define MTM_SIMILAR(key, sounds) \
  "with seed as materialized (select given.*, sound_cell(energy, valence) as cell from ("                               \
  "select $2::real::float8 as energy, $3::real::float8 as valence, $4::real::float8 as danceability) as given), "       \
  "beside as materialized (select seed.*, 0.000001 + coalesce((select " MTM_APART("other") " from ("                    \
  "(select * from " sounds " as a where cell = seed.cell and danceability >= seed.danceability order by danceability limit 100) union all " \
  "(select * from " sounds " as b where cell = seed.cell and danceability < seed.danceability order by danceability desc limit 100) union all " \
  "(select * from " sounds " as c where cell > seed.cell order by cell limit 100) union all "                           \
  "(select * from " sounds " as d where cell < seed.cell order by cell desc limit 100)) as other "                      \
  "order by 1 offset $5::int - 1 limit 1), 3) as reach from seed), "                                                    \
  "around as materialized (select beside.*, array(select (row * 16 + place)::smallint from "                            \
  "generate_series(sound_part(energy - reach), sound_part(energy + reach)) as row, "                                    \
  "generate_series(sound_part(valence - reach), sound_part(valence + reach)) as place) as cells from beside), "         \
  "nearest as (select other.track_id, round((" MTM_APART("other") ") * 1e6) as apart "                                  \
  "from around as seed join " sounds " as other on other.cell = any (seed.cells) "                                      \
  "and other.danceability between seed.danceability - reach and seed.danceability + reach "                             \
  "order by apart, other.track_id limit $5::int) "                                                                      \
  "select " key MTM_TRACK_COLUMNS " from nearest join tracks on tracks.id = nearest.track_id "                              \
  "join artists on artists.id = tracks.artist_id order by nearest.apart, tracks.id"

const db::Query<Track> kSimilarInLibrary{
    "similar_in_library",
    {"(select id from users limit 1)", "0.7", "0.5", "0.6", "20", "(select id from tracks limit 1)"},
    MTM_SIMILAR(
        "$1::bigint as asked_by, ",
        "(select track_id, cell, energy, valence, danceability from sounds where user_id = $1 and track_id <> $6)")};

const db::Query<Track> kSimilarInCatalogue{
    "similar_in_catalogue",
    {"(select id from tracks limit 1)", "0.7", "0.5", "0.6", "20"},
    MTM_SIMILAR(
        "",
        "(select id as track_id, sound_cell(energy, valence) as cell, energy, valence, danceability from tracks "
        "where energy is not null and valence is not null and danceability is not null and id <> $1)")};

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

Task<std::optional<std::vector<SimilarTrack>>> similar_in_library(db::Database& database, Id user, Id track,
                                                                  int limit) {
  std::optional<std::vector<SimilarTrack>> similar;
  auto seed = co_await database.one(kSeedSound, track);
  if (!seed) co_return similar;
  auto tracks =
      co_await database.all(kSimilarInLibrary, user, seed->energy, seed->valence, seed->danceability, limit, track);
  similar = measured(std::move(tracks), *seed);
  co_return similar;
}

Task<std::optional<std::vector<SimilarTrack>>> similar_in_catalogue(db::Database& database, Id track, int limit) {
  std::optional<std::vector<SimilarTrack>> similar;
  auto seed = co_await database.one(kSeedSound, track);
  if (!seed) co_return similar;
  auto tracks =
      co_await database.all(kSimilarInCatalogue, track, seed->energy, seed->valence, seed->danceability, limit);
  similar = measured(std::move(tracks), *seed);
  co_return similar;
}

}  // namespace mtm::store
