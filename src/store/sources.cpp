#include "store/sources.hpp"

#include "music/ranges.hpp"

namespace mtm::store {

const db::Query<Gem> kForgottenGems{
    "forgotten_gems",
    {"(select id from users limit 1)", "current_date - 365", "current_date - 90", "current_date - 30", "5", "50"},
    R"sql(
    with moments as (
      select $2::date::timestamp at time zone zone as loved_from, ($3::date + 1)::timestamp at time zone zone as loved_until,
             $4::date::timestamp at time zone zone as silent_from, zone
      from (select coalesce(time_zone, 'UTC') as zone from users where id = $1) as home
    ), listed as (
      select track_id, count(*) as times, max(snapshot_date) as last, min(rank) as best_rank
      from snapshots
      where user_id = $1 and time_range = 'short_term' and snapshot_date >= $2::date
      group by track_id
      having min(snapshot_date) <= $3::date and max(snapshot_date) < $4::date
    ), heard as (
      select track_id, count(*) filter (where played_at < (select loved_until from moments)) as times, max(played_at) as last
      from plays
      where user_id = $1 and played_at >= (select loved_from from moments)
      group by track_id
    ), gems as (
      select track_id, coalesce(listed.times, 0) as listed, listed.last as last_listed, coalesce(heard.times, 0) as played,
             heard.last as last_played, listed.best_rank, count(*) over () as candidates
      from moments, listed full join heard using (track_id)
      where (listed.track_id is not null or heard.times >= $5::int)
        and (heard.last is null or heard.last < silent_from)
        and not exists (select from snapshots
                        where user_id = $1 and snapshots.track_id = heard.track_id and time_range = 'short_term' and snapshot_date >= $4::date)
      order by coalesce(listed.times, 0) desc, coalesce(heard.times, 0) desc, listed.best_rank, track_id
      limit $6::int
    )
    select $1::bigint as asked_by, )sql" MTM_TRACK_COLUMNS R"sql(, listed, last_listed::text as last_listed, played,
           (last_played at time zone zone)::date::text as last_played, candidates
    from gems
    cross join moments
    join tracks on tracks.id = gems.track_id
    join artists on artists.id = tracks.artist_id
    order by listed desc, played desc, best_rank, tracks.id)sql"};

Task<std::vector<Gem>> forgotten_gems(db::Database& database, Id user, music::GemDays days, int plays, int limit) {
  return database.all(kForgottenGems, user, music::to_text(days.loved_from), music::to_text(days.loved_until),
                      music::to_text(days.silent_from), plays, limit);
}

const db::Query<Discovery> kRecentDiscoveries{"recent_discoveries",
                                              {"(select id from users limit 1)", "50"},
                                              R"sql(
    with latest as (select max(snapshot_date) as day from snapshots where user_id = $1),
    found as (
      select track_id, min(rank) as rank, min(rank) filter (where time_range = 'short_term') as lately
      from snapshots, latest
      where user_id = $1 and snapshot_date = day and not exists (
        select from snapshots as earlier
        where earlier.user_id = $1 and earlier.track_id = snapshots.track_id and earlier.snapshot_date < day)
      group by track_id
    )
    select $1::bigint as asked_by, )sql" MTM_TRACK_COLUMNS
                                              R"sql(, day::text as day, rank, count(*) over () as candidates
    from found
    cross join latest
    join tracks on tracks.id = found.track_id
    join artists on artists.id = tracks.artist_id
    order by lately nulls last, rank, tracks.id
    limit $2::int)sql"};

Task<std::vector<Discovery>> recent_discoveries(db::Database& database, Id user, int limit) {
  return database.all(kRecentDiscoveries, user, limit);
}

const db::Query<RankedTrack> kLatestRotation{
    "latest_rotation",
    {"(select id from users limit 1)", "current_date - 30", "current_date + 1", "50"},
    R"sql(
    with latest as (
      select max(snapshot_date) as day from snapshots
      where user_id = $1 and time_range = 'short_term' and snapshot_date >= $2::date and snapshot_date < $3::date
    ), earlier as (
      select max(snapshot_date) as day from snapshots
      where user_id = $1 and time_range = 'short_term' and snapshot_date < (select day from latest)
    )
    select $1::bigint as asked_by, )sql" MTM_TRACK_COLUMNS
    R"sql(, latest.day::text as day, snapshots.rank, former.rank as before,
           earlier.day is null as first_snapshot, count(*) over () as candidates
    from latest
    cross join earlier
    join snapshots on snapshots.user_id = $1 and snapshots.time_range = 'short_term' and snapshots.snapshot_date = latest.day
    join tracks on tracks.id = snapshots.track_id
    join artists on artists.id = tracks.artist_id
    left join snapshots as former
      on former.user_id = $1 and former.time_range = 'short_term' and former.snapshot_date = (select day from earlier)
      and former.track_id = snapshots.track_id
    order by snapshots.rank
    limit $4::int)sql"};

Task<std::vector<RankedTrack>> latest_rotation(db::Database& database, Id user, std::chrono::sys_days from,
                                               std::chrono::sys_days until, int limit) {
  return database.all(kLatestRotation, user, music::to_text(from), music::to_text(until), limit);
}

// One statement for all moods: a demand that a mood does not make is null. The bounds are real numbers as the columns
// are. It begins with the library's own sounds (sql/005_similar.sql), and with the few tracks of which only a part is
// known, so that it never reads the whole catalogue; all moods demand an energy.
const db::Query<MoodTrack> kMoodTracks{"mood_tracks",
                                       {"(select id from users limit 1)", "'{0.75,0.5,0.6,null,null,null,140}'",
                                        "'{null,null,null,null,null,null,null}'", "50"},
                                       R"sql(
    with near as (
      select track_id from sounds
      where user_id = $1
        and energy between coalesce(($2::real[])[1], '-infinity') and coalesce(($3::real[])[1], 'infinity')
        and valence between coalesce(($2::real[])[2], '-infinity') and coalesce(($3::real[])[2], 'infinity')
        and danceability between coalesce(($2::real[])[3], '-infinity') and coalesce(($3::real[])[3], 'infinity')
        and cell between sound_cell(coalesce(($2::real[])[1], 0), 0) and sound_cell(coalesce(($3::real[])[1], 1), 1)
      union all
      select library.track_id from tracks join library on library.track_id = tracks.id
      where library.user_id = $1 and tracks.energy is not null and (tracks.valence is null or tracks.danceability is null)
    ), fitting as (
      select library.track_id, play_count, coalesce(saved_at, first_seen_at) as met_at, count(*) over () as candidates
      from near
      join library on library.user_id = $1 and library.track_id = near.track_id
      cross join lateral (
        select from tracks
        where tracks.id = near.track_id
          and (($2::real[])[1] is null or energy >= ($2::real[])[1]) and (($3::real[])[1] is null or energy <= ($3::real[])[1])
          and (($2::real[])[2] is null or valence >= ($2::real[])[2]) and (($3::real[])[2] is null or valence <= ($3::real[])[2])
          and (($2::real[])[3] is null or danceability >= ($2::real[])[3]) and (($3::real[])[3] is null or danceability <= ($3::real[])[3])
          and (($2::real[])[4] is null or acousticness >= ($2::real[])[4]) and (($3::real[])[4] is null or acousticness <= ($3::real[])[4])
          and (($2::real[])[5] is null or instrumentalness >= ($2::real[])[5]) and (($3::real[])[5] is null or instrumentalness <= ($3::real[])[5])
          and (($2::real[])[6] is null or speechiness >= ($2::real[])[6]) and (($3::real[])[6] is null or speechiness <= ($3::real[])[6])
          and (($2::real[])[7] is null or tempo >= ($2::real[])[7]) and (($3::real[])[7] is null or tempo <= ($3::real[])[7])
        offset 0) as sounding
      order by play_count desc, met_at desc, library.track_id
      limit $4::int
    )
    select $1::bigint as asked_by, )sql" MTM_TRACK_COLUMNS R"sql(, candidates
    from fitting
    join tracks on tracks.id = fitting.track_id
    join artists on artists.id = tracks.artist_id
    order by play_count desc, met_at desc, tracks.id)sql"};

namespace {

/// In the order of the statement's arrays.
constexpr double music::AudioFeatures::* kFeatures[] = {
    &music::AudioFeatures::energy,       &music::AudioFeatures::valence,          &music::AudioFeatures::danceability,
    &music::AudioFeatures::acousticness, &music::AudioFeatures::instrumentalness, &music::AudioFeatures::speechiness,
    &music::AudioFeatures::tempo};

using Bounds = std::vector<std::optional<double>>;

Bounds bounds(music::PlaylistMood mood, std::optional<double> music::Demand::* end) {
  Bounds bounds(std::size(kFeatures));
  for (const auto& demand : music::demands_of(mood))
    for (std::size_t i = 0; i < bounds.size(); ++i)
      if (kFeatures[i] == demand.member) bounds[i] = demand.*end;
  return bounds;
}

}  // namespace

Task<std::vector<MoodTrack>> mood_tracks(db::Database& database, Id user, music::PlaylistMood mood, int limit) {
  return database.all(kMoodTracks, user, bounds(mood, &music::Demand::least), bounds(mood, &music::Demand::most),
                      limit);
}

const db::Query<Stock> kStock{"stock", {"(select id from users limit 1)"}, R"sql(
    select $1::bigint as asked_by, (select min(snapshot_date)::text from snapshots where user_id = $1 and time_range = 'short_term') as first_snapshot,
           (select max(snapshot_date)::text from snapshots where user_id = $1 and time_range = 'short_term') as latest_snapshot,
           (select min(track_id) from library where user_id = $1) is not null as any_track,
           (select min(track_id) from sounds where user_id = $1) is not null as any_features)sql"};

Task<Stock> stock(db::Database& database, Id user) {
  auto stock = co_await database.one(kStock, user);
  co_return stock.value();
}

}  // namespace mtm::store
