#include "store/years.hpp"

namespace mtm::store {

const db::Query<YearCount> kYearsLoved{"years_loved", {"(select id from users limit 1)"}, R"sql(
    with zone as (select coalesce(time_zone, 'UTC') as name from users where id = $1),
    seen as (
      select extract(year from saved_at at time zone zone.name)::int as year, track_id
      from library, zone where user_id = $1 and saved_at is not null
      union
      select extract(year from played_at at time zone zone.name)::int, track_id from plays, zone where user_id = $1
      union
      select extract(year from snapshot_date)::int, track_id from snapshots where user_id = $1
    )
    select $1::bigint as asked_by, year, count(*) as tracks from seen where )sql" MTM_YEAR_OF_LISTENING R"sql(
    group by year order by year desc)sql"};

const db::Query<YearCount> kYearsReleased{"years_released", {"(select id from users limit 1)"}, R"sql(
    select $1::bigint as asked_by, extract(year from release_date)::int as year, count(*) as tracks
    from library join tracks on tracks.id = library.track_id
    where user_id = $1 and release_date >= date '1900-01-01' and release_date < date_trunc('year', now()) + interval '1 year'
    group by year order by year desc)sql"};

Task<std::vector<YearCount>> years(db::Database& database, Id user, music::Choice choice) {
  if (choice == music::Choice::loved) return database.all(kYearsLoved, user);
  return database.all(kYearsReleased, user);
}

const db::Query<YearFacts> kYearFacts{"year_facts", {"(select id from users limit 1)", "2016"}, R"sql(
    with zone as (select coalesce(time_zone, 'UTC') as name from users where id = $1),
    year as (
      select make_timestamptz($2::int, 1, 1, 0, 0, 0, name) as begins, make_timestamptz($2::int + 1, 1, 1, 0, 0, 0, name) as ends, name
      from zone
    ), played as (
      select track_id, count(*) as plays from plays, year
      where user_id = $1 and played_at >= begins and played_at < ends group by track_id
    ), ranked as (
      select track_id, min(rank) as best_rank from snapshots
      where user_id = $1 and snapshot_date >= make_date($2::int, 1, 1) and snapshot_date < make_date($2::int + 1, 1, 1)
      group by track_id
    ), candidates as (
      select track_id from played union select track_id from ranked
      union select track_id from library, year where user_id = $1 and saved_at >= begins and saved_at < ends
    )
    select $1::bigint as asked_by, tracks.id, tracks.name, coalesce(plays, 0) as plays,
           to_char(library.saved_at at time zone year.name, 'YYYY-MM') as saved, best_rank,
           library.first_seen_at as first_seen
    from candidates
    cross join year
    join tracks on tracks.id = candidates.track_id
    left join library on library.user_id = $1 and library.track_id = candidates.track_id
    left join played on played.track_id = candidates.track_id
    left join ranked on ranked.track_id = candidates.track_id
    order by tracks.id)sql"};

Task<std::vector<YearFacts>> year_facts(db::Database& database, Id user, int year) {
  return database.all(kYearFacts, user, year);
}

const db::Query<Track> kReleasedIn{"released_in",
                                   {"(select id from users limit 1)", "2016", "50"},
                                   "select user_id as asked_by, " MTM_TRACK_COLUMNS R"sql(
    from library
    join tracks on tracks.id = library.track_id
    join artists on artists.id = tracks.artist_id
    where library.user_id = $1 and tracks.release_date >= make_date($2::int, 1, 1) and tracks.release_date < make_date($2::int + 1, 1, 1)
    order by library.play_count desc, tracks.popularity desc nulls last, library.first_seen_at, tracks.name, tracks.id
    limit $3::int)sql"};

Task<std::vector<Track>> released_in(db::Database& database, Id user, int year, int limit) {
  return database.all(kReleasedIn, user, year, limit);
}

}  // namespace mtm::store
