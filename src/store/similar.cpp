#include "store/similar.hpp"

namespace mtm::store {

#define MTM_SOUND "cube(array[energy, valence, danceability]::float8[])"

#define MTM_MEASURED \
  "energy is not null and valence is not null and danceability is not null and name is not null and id <> $1"

// The index gives the nearest by the sum of the differences (<#>). Distances are compared in millionths, since features
// are decimal fractions that no binary number meets exactly; a track that is as near to a millionth as the last one
// (`reach`) may be it as well. A few more are read than are wanted: when the last of these is farther away than that,
// they are all that matter. Otherwise many are equally near, and everything within a cube of that reach is looked at.
const db::Query<Track> kSimilarInCatalogue{"similar_in_catalogue",
                                           {"(select id from tracks limit 1)", "0.7", "0.5", "0.6", "20"},
                                           R"sql(
    with seed as materialized (
      select cube(array[$2::real, $3::real, $4::real]::float8[]) as sound
    ), nearest as materialized (
      select id, )sql" MTM_SOUND R"sql( <#> (select sound from seed) as apart from tracks where )sql" MTM_MEASURED
                                           R"sql(
      order by )sql" MTM_SOUND R"sql( <#> (select sound from seed) limit $5::int + 10
    ), bounds as materialized (
      select reach, (select max(apart) from nearest) > reach as all_that_matter
      from (select max(apart) + 0.000001 as reach from (select apart from nearest order by apart limit $5::int) as wanted) as wanted
    ), as_near as (
      select id, round(apart * 1e6) as apart from nearest where (select all_that_matter from bounds)
      union all
      select id, round(()sql" MTM_SOUND R"sql( <#> (select sound from seed)) * 1e6) as apart
      from tracks where not (select all_that_matter from bounds) and )sql" MTM_MEASURED R"sql(
        and )sql" MTM_SOUND R"sql( <@ (select cube_enlarge(sound, reach, 3) from seed, bounds)
      order by apart, id limit $5::int
    )
    select )sql" MTM_TRACK_COLUMNS R"sql(
    from as_near
    join )sql" MTM_CATALOGUE R"sql( on seen.id = as_near.id
    order by as_near.apart, seen.id)sql"};

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
