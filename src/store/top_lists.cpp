#include "store/top_lists.hpp"

namespace mtm::store {

const db::Query<ListedTrack> kRankedTracks{
    "ranked_tracks", {"(select id from users limit 1)", "'short_term'", "'2026-01-01'", "'2026-12-31'"}, R"sql(
    select user_id as asked_by, snapshot_date::text as date, track_id
    from snapshots
    where user_id = $1 and time_range = $2 and snapshot_date <= $4::date
      and snapshot_date >= coalesce((select max(snapshot_date) from snapshots
                                     where user_id = $1 and time_range = $2 and snapshot_date < $3::date), $3::date)
    order by snapshot_date, track_id)sql"};

Task<std::vector<ListedTrack>> ranked_tracks(db::Database& database, Id user, std::string time_range, std::string from,
                                             std::string to) {
  return database.all(kRankedTracks, user, time_range, from, to);
}

const db::Query<ArtistMonth> kArtistMonths{
    "artist_months", {"(select id from users limit 1)", "'short_term'", "'2026-01-01'", "'2026-12-31'"}, R"sql(
    with ranked as (
      select to_char(snapshot_date, 'YYYY-MM') as month, track_id, count(*) as places
      from snapshots
      where user_id = $1 and time_range = $2 and snapshot_date >= $3::date and snapshot_date <= $4::date
      group by 1, 2
    )
    select $1::bigint as asked_by, month, artist_id, sum(places)::bigint as places
    from ranked join tracks on tracks.id = ranked.track_id
    group by month, artist_id order by month, artist_id)sql"};

Task<std::vector<ArtistMonth>> artist_months(db::Database& database, Id user, std::string time_range, std::string from,
                                             std::string to) {
  return database.all(kArtistMonths, user, time_range, from, to);
}

const db::Query<FaithfulArtist> kFaithfulArtists{
    "faithful_artists", {"(select id from users limit 1)", "'short_term'", "'2026-01-01'", "'2026-12-31'", "20"}, R"sql(
    with faithful as (
      select artist_id, count(distinct snapshot_date) as days, count(distinct track_id) as tracks,
             min(snapshot_date)::text as first_day, max(snapshot_date)::text as last_day
      from snapshots join tracks on tracks.id = snapshots.track_id
      where user_id = $1 and time_range = $2 and snapshot_date >= $3::date and snapshot_date <= $4::date
      group by artist_id
    )
    select $1::bigint as asked_by, artists.id, artists.name, days, tracks, first_day, last_day
    from faithful join artists on artists.id = faithful.artist_id
    order by days desc, tracks desc, artists.name, artists.id limit $5::int)sql"};

Task<std::vector<FaithfulArtist>> faithful_artists(db::Database& database, Id user, std::string time_range,
                                                   std::string from, std::string to, int limit) {
  return database.all(kFaithfulArtists, user, time_range, from, to, limit);
}

const db::Query<DayCount> kDiscoveries{
    "discoveries", {"(select id from users limit 1)", "'short_term'", "'2026-01-01'", "'2026-12-31'"}, R"sql(
    with ranked as (
      select snapshot_date, snapshot_date = min(snapshot_date) over (partition by track_id) as fresh
      from snapshots
      where user_id = $1 and time_range = $2 and snapshot_date <= $4::date
    )
    select $1::bigint as asked_by, snapshot_date::text as date, count(*) as tracks, count(*) filter (where fresh) as fresh
    from ranked
    where snapshot_date >= $3::date
    group by snapshot_date order by snapshot_date)sql"};

Task<std::vector<DayCount>> discoveries(db::Database& database, Id user, std::string time_range, std::string from,
                                        std::string to) {
  return database.all(kDiscoveries, user, time_range, from, to);
}

}  // namespace mtm::store
