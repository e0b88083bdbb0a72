#include "store/similar.hpp"

namespace mtm::store {

#define MTM_APART                                                                                 \
  "abs(other.energy - seed.energy) + abs(other.valence - seed.valence) + abs(other.danceability " \
  "- seed.danceability)"

// It is exact. The twentieth nearest of those beside the seed, in its own cell by danceability and in the cells before
// and after it, is so far away: `reach`. Nothing that is farther away in one feature alone can be among the twenty
// nearest, so only the cells within reach are read, and in each only the danceabilities within reach. Distances are
// compared in millionths, since features are decimal fractions that no binary number meets exactly.
const db::Query<Track> kSimilarInCatalogue{
    "similar_in_catalogue", {"(select id from tracks limit 1)", "0.7", "0.5", "0.6", "20"}, R"sql(
    with sounds as not materialized (
      select id as track_id, sound_cell(energy, valence) as cell, energy, valence, danceability from tracks
      where energy is not null and valence is not null and danceability is not null and id <> $1 and name is not null
    ), seed as materialized (
      select given.*, sound_cell(energy, valence) as cell
      from (select $2::real::float8 as energy, $3::real::float8 as valence, $4::real::float8 as danceability) as given
    ), beside as materialized (
      select seed.*, 0.000001 + coalesce((
        select )sql" MTM_APART R"sql( from (
          (select * from sounds where cell = seed.cell and danceability >= seed.danceability order by danceability limit 100)
          union all
          (select * from sounds where cell = seed.cell and danceability < seed.danceability order by danceability desc limit 100)
          union all
          (select * from sounds where cell > seed.cell order by cell limit 100)
          union all
          (select * from sounds where cell < seed.cell order by cell desc limit 100)) as other
        order by 1 offset $5::int - 1 limit 1), 3) as reach
      from seed
    ), around as materialized (
      select beside.*, array(
        select (row * 16 + place)::smallint
        from generate_series(sound_part(energy - reach), sound_part(energy + reach)) as row,
             generate_series(sound_part(valence - reach), sound_part(valence + reach)) as place) as cells
      from beside
    ), nearest as (
      select other.track_id, round(()sql" MTM_APART R"sql() * 1e6) as apart
      from around as seed
      join sounds as other on other.cell = any (seed.cells)
        and other.danceability between seed.danceability - reach and seed.danceability + reach
      order by apart, other.track_id limit $5::int
    )
    select )sql" MTM_TRACK_COLUMNS R"sql(
    from nearest
    join )sql" MTM_CATALOGUE R"sql( on seen.id = nearest.track_id
    order by nearest.apart, seen.id)sql"};

std::optional<music::Sound> sound_of(const Track& track) {
  if (!track.energy || !track.valence || !track.danceability) return std::nullopt;
  return music::Sound{*track.energy, *track.valence, *track.danceability};
}

Task<std::vector<SimilarTrack>> similar_in_catalogue(db::Database& database, Id itself, music::Sound sound, int limit) {
  auto tracks =
      co_await database.all(kSimilarInCatalogue, itself, sound.energy, sound.valence, sound.danceability, limit);
  std::vector<SimilarTrack> similar;
  similar.reserve(tracks.size());
  for (auto& track : tracks) {
    double nearness = music::similarity(sound, sound_of(track).value());
    similar.push_back(SimilarTrack{std::move(track), nearness});
  }
  co_return similar;
}

}  // namespace mtm::store
