#include "store/moods.hpp"

#include "store/years.hpp"

namespace mtm::store {

const db::Query<Quadrant> kQuadrants{"quadrants", {"(select id from users limit 1)"}, R"sql(
    select $1::bigint as asked_by, energy >= 0.5::real as energetic, valence >= 0.5::real as glad, count(*) as tracks,
           avg(danceability) as danceability, avg(acousticness) as acousticness
    from library join tracks on tracks.id = library.track_id
    where library.user_id = $1 and energy is not null and valence is not null
    group by energetic, glad)sql"};

Task<std::vector<Quadrant>> quadrants(db::Database& database, Id user) { return database.all(kQuadrants, user); }

const db::Query<MoodPoint> kMoodPoints{"mood_points", {"(select id from users limit 1)", "400"}, R"sql(
    with drawn as (
      select tracks.id, tracks.name, tracks.artist_id, energy, valence
      from library join tracks on tracks.id = library.track_id
      where library.user_id = $1 and energy is not null and valence is not null
      order by hashint8(tracks.id), tracks.id limit $2::int
    )
    select $1::bigint as asked_by, drawn.id, drawn.name, artists.name as artist, energy, valence
    from drawn join artists on artists.id = drawn.artist_id
    order by drawn.id)sql"};

Task<std::vector<MoodPoint>> mood_points(db::Database& database, Id user, int limit) {
  return database.all(kMoodPoints, user, limit);
}

const db::Query<MoodYear> kMoodYears{"mood_years", {"(select id from users limit 1)"}, R"sql(
    with zone as (select coalesce(time_zone, 'UTC') as name from users where id = $1),
    seen as (
      select extract(year from saved_at at time zone zone.name)::int as year, track_id
      from library, zone where user_id = $1 and saved_at is not null
      union
      select extract(year from played_at at time zone zone.name)::int, track_id from plays, zone where user_id = $1
      union
      select extract(year from snapshot_date)::int, track_id from snapshots where user_id = $1
    )
    select $1::bigint as asked_by, year, count(*) as tracks, avg(energy) as energy, avg(valence) as valence
    from seen join tracks on tracks.id = seen.track_id
    where energy is not null and valence is not null and )sql" MTM_YEAR_OF_LISTENING R"sql(
    group by year order by year)sql"};

Task<std::vector<MoodYear>> mood_years(db::Database& database, Id user) { return database.all(kMoodYears, user); }

// A library's row whose first_seen_at is its imported_at was met at a time that nobody knows: it is of no day, but of
// all.
const db::Query<Fingerprint> kFingerprint{
    "fingerprint", {"(select id from users limit 1)", "'2026-01-01'", "'2026-12-31'"}, R"sql(
    with days as (
      select $2::date::timestamp at time zone coalesce(time_zone, 'UTC') as begins,
             ($3::date + 1)::timestamp at time zone coalesce(time_zone, 'UTC') as ends
      from users where id = $1
    ), seen as (
      select track_id from library, days
      where user_id = $1 and first_seen_at >= begins and first_seen_at < ends
        and ($2::date = '-infinity' or first_seen_at is distinct from imported_at)
      union select track_id from library, days where user_id = $1 and saved_at >= begins and saved_at < ends
      union select track_id from plays, days where user_id = $1 and played_at >= begins and played_at < ends
      union select track_id from snapshots where user_id = $1 and snapshot_date >= $2::date and snapshot_date <= $3::date
    )
    select $1::bigint as asked_by, count(*) as tracks, count(energy) as with_features, avg(energy) as energy, avg(valence) as valence,
           avg(danceability) as danceability, avg(acousticness) as acousticness, avg(instrumentalness) as instrumentalness,
           avg(liveness) as liveness, avg(speechiness) as speechiness
    from seen join tracks on tracks.id = seen.track_id)sql"};

Task<Fingerprint> fingerprint(db::Database& database, Id user, std::string from, std::string to) {
  auto found = co_await database.one(kFingerprint, user, from, to);
  co_return found.value();
}

}  // namespace mtm::store
