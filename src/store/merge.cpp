#include "store/merge.hpp"

#include <fmt/format.h>

#include "store/keys_known.hpp"
#include "store/staged_rows.hpp"

namespace mtm::store {

namespace {

std::int64_t rejected_of(db::BlockingConnection& database, const char* source) {
  return database.one<std::int64_t>("select count(*) from rejected where source = $1", source);
}

std::int64_t staged_in(db::BlockingConnection& database, const char* table) {
  return database.one<std::int64_t>(std::string("select count(*) from ") + table);
}

/// The planner would take a table that has just grown for as small as it was, and join it row by row. Only the columns
/// by which we join are looked at, and few rows: autovacuum looks properly soon after, for it does not count a look at
/// some columns.
void tell_planner(db::BlockingConnection& database, const char* table_and_columns) {
  database.run(std::string("analyze ") + table_and_columns);
}

void reject_duplicates(db::BlockingConnection& database, const char* source, const char* table) {
  database.run("analyze rejected");
  database.run(std::string(R"sql(
    insert into rejected
    select $1, row, 'the Spotify id is that of another row too', 'row ' || first
    from (select row, first_value(row) over (partition by spotify_id order by row) as first
          from )sql") +
                   table + R"sql( as staged
          where not exists (select from rejected where source = $1 and rejected.row = staged.row)) as numbered
    where row <> first)sql",
               source);
}

}  // namespace

Merged merge_artists(db::BlockingConnection& database, const Merging& merging) {
  Merged merged;
  database.run("analyze staged_artists");
  database.run(R"sql(
    insert into artists (spotify_id) select distinct spotify_id from staged_artists order by spotify_id
    on conflict on constraint artist_spotify_id_once do nothing)sql");
  tell_planner(database, "artists (id, spotify_id)");
  database.run(R"sql(
    create temp table artist_ids on commit drop as
    select distinct on (artists.id)
           staged.row, staged.spotify_id, artists.id, staged.name, staged.created_at, exists (
             select from library_artists where library_artists.user_id = $1::bigint and library_artists.artist_id = artists.id
           ) as was_there
    from staged_artists as staged join artists using (spotify_id)
    order by artists.id, staged.row)sql",
               merging.user);
  database.run(R"sql(
    insert into library_artists (user_id, artist_id, source_id, name, first_seen_at)
    select $1::bigint, id, $2::bigint, name, created_at from artist_ids order by id)sql",
               merging.user, merging.source);
  reject_duplicates(database, "artists", "staged_artists");
  merged.added = database.one<std::int64_t>("select count(*) from artist_ids where not was_there");
  merged.rejected = rejected_of(database, "artists");
  merged.already_there = staged_in(database, "staged_artists") - merged.rejected - merged.added;
  return merged;
}

void merge_artists_of_tracks(db::BlockingConnection& database) {
  database.run(R"sql(
    insert into artists (spotify_id) select distinct artist_spotify_id from staged_tracks order by artist_spotify_id
    on conflict on constraint artist_spotify_id_once do nothing)sql");
  tell_planner(database, "artists (id, spotify_id)");
  database.run(R"sql(
    create temp table artist_ids on commit drop as
    select distinct staged.artist_spotify_id as spotify_id, artists.id, null::text as name  -- each track's row has it
    from staged_tracks as staged join artists on artists.spotify_id = staged.artist_spotify_id)sql");
}

namespace {

void insert_tracks(db::BlockingConnection& database, const Merging& merging) {
  database.run("analyze artist_ids");
  database.run(R"sql(
    insert into rejected
    select 'tracks', staged.row, 'artist_id is an orphan: its artist was rejected', staged.artist_spotify_id
    from staged_tracks as staged
    where not exists (select from artist_ids where artist_ids.spotify_id = staged.artist_spotify_id))sql");
  database.run(R"sql(
    insert into tracks (spotify_id)
    select distinct spotify_id from staged_tracks as staged
    where not exists (select from rejected where source = 'tracks' and rejected.row = staged.row)
    order by spotify_id
    on conflict on constraint track_spotify_id_once do nothing)sql");
  tell_planner(database, "tracks (id, spotify_id)");
  database.run(R"sql(
    create temp table track_ids on commit drop as
    select staged.row, staged.old_id, staged.spotify_id, tracks.id, staged.created_at, library.track_id is not null as was_there
    from staged_tracks as staged
    join tracks using (spotify_id)
    left join library on library.user_id = $1::bigint and library.track_id = tracks.id
    where not exists (select from rejected where source = 'tracks' and rejected.row = staged.row))sql",
               merging.user);
  database.run("analyze track_ids");
  bool once = database.one<bool>("select count(*) = count(distinct id) from track_ids");
  if (!once) reject_duplicates(database, "tracks", "staged_tracks");
}

void insert_claims(db::BlockingConnection& database, const Merging& merging) {
  KeysKnown keys(database, "track_claims");
  database.run(fmt::format(R"sql(
    insert into track_claims (user_id, track_id, source_id, name, artist_id, artist_name, met_at, {0})
    select distinct on (track_ids.id)
           $1::bigint, track_ids.id, $2::bigint, staged.name, artist_ids.id, coalesce(staged.artist_name, artist_ids.name),
           staged.created_at, {0}
    from track_ids
    join staged_tracks as staged on staged.row = track_ids.row
    join artist_ids on artist_ids.spotify_id = staged.artist_spotify_id
    order by track_ids.id, track_ids.row)sql",
                           copied_columns()),
               merging.user, merging.source);
  keys.end();
  tell_planner(database, "track_claims (user_id, track_id)");
}

/// The revised generation has no times; a track was first seen on the day of its first snapshot, or we don't know.
void insert_library(db::BlockingConnection& database, const Merging& merging) {
  KeysKnown keys(database, "library");
  database.run(R"sql(
    insert into library (user_id, track_id, first_seen_at, imported_at, version)
    select distinct on (track_ids.id)
           $1::bigint, track_ids.id, coalesce(track_ids.created_at, days.first_day::timestamp at time zone 'UTC', now()), now(), $2::bigint
    from track_ids
    left join (select track_spotify_id, min(snapshot_date) as first_day from staged_snapshots group by track_spotify_id) as days
      on days.track_spotify_id = track_ids.spotify_id
    order by track_ids.id, track_ids.row
    on conflict on constraint library_key do update set first_seen_at = excluded.first_seen_at, version = excluded.version
      where excluded.first_seen_at < library.first_seen_at)sql",
               merging.user, merging.version);
  keys.end();
  tell_planner(database, "library (user_id, track_id)");
}

}  // namespace

Merged merge_tracks(db::BlockingConnection& database, const Merging& merging) {
  Merged merged;
  database.run("analyze staged_tracks");
  insert_tracks(database, merging);
  insert_claims(database, merging);
  insert_library(database, merging);
  merged.added = database.one<std::int64_t>("select count(distinct id) from track_ids where not was_there");
  merged.rejected = rejected_of(database, "tracks");
  merged.already_there = staged_in(database, "staged_tracks") - merged.rejected - merged.added;
  return merged;
}

Merged merge_entries(db::BlockingConnection& database, const Merging& merging) {
  Merged merged;
  database.run("analyze staged_entries");
  KeysKnown users(database, "playlists");
  database.run(R"sql(
    insert into playlists (user_id, playlist_id, source_id, name, kind, year, created_at)
    select $1::bigint, playlist_id, $2::bigint,
           left(coalesce(nullif(initcap(replace(regexp_replace(playlist_id, '^playlist_', ''), '_', ' ')), ''), playlist_id), 100),
           'imported',
           substring(playlist_id from '^playlist_((?:19|20)\d\d)(?:_|$)')::smallint, coalesce(min(staged.created_at), now())
    from staged_entries as staged join track_ids on track_ids.old_id = staged.old_track_id
    group by playlist_id order by playlist_id
    on conflict on constraint playlists_key do nothing)sql",
               merging.user, merging.source);
  users.end();
  tell_planner(database, "playlists (user_id, playlist_id)");
  // A playlist that we made ourselves is empty, and nobody else sees it: there is nothing to be looked up for each row.
  bool all_ours = database.one<std::int64_t>(R"sql(
    select count(*) from (
      select from playlists
      where user_id = $1 and source_id is distinct from $2 and playlist_id in (select playlist_id from staged_entries)
      order by playlist_id for key share) as held)sql",
                                             merging.user, merging.source) == 0;
  KeysKnown keys(database, "playlist_tracks");
  merged.added = database
                     .run(std::string(R"sql(
    insert into playlist_tracks (user_id, playlist_id, track_id, position, source_id, created_at)
    select distinct on (playlist_id, track_ids.id) $1::bigint, playlist_id, track_ids.id, position, $2::bigint, staged.created_at
    from staged_entries as staged join track_ids on track_ids.old_id = staged.old_track_id
    order by playlist_id, track_ids.id, staged.row)sql") +
                              (all_ours ? "" : " on conflict on constraint playlist_track_once do nothing"),
                          merging.user, merging.source)
                     .affected();
  keys.end();
  tell_planner(database, "playlist_tracks (user_id, playlist_id, track_id)");
  auto staged = staged_in(database, "staged_entries");
  if (merged.added == staged) return merged;
  merged.rejected = database
                        .run(R"sql(
    insert into rejected
    select 'playlist_tracks', row,
           case when track_id is null then 'track_id is an orphan: there is no such track in the file, or it was rejected'
                else 'track_id is a duplicate in the playlist' end,
           old_track_id::text
    from (select staged.row, staged.old_track_id, track_ids.id as track_id,
                 row_number() over (partition by staged.playlist_id, track_ids.id order by staged.row) as nth
          from staged_entries as staged left join track_ids on track_ids.old_id = staged.old_track_id) as placed
    where track_id is null or nth > 1)sql")
                        .affected();
  merged.already_there = staged - merged.rejected - merged.added;
  return merged;
}

namespace {

/// A list in which a rank is given twice (two runs of the old app on one day) is numbered anew.
void number_anew(db::BlockingConnection& database) {
  database.run(R"sql(
    update placed_snapshots as placed
    set rank = numbered.rank, mended = 'rank is given twice in the list of that day: the list is numbered anew'
    from (
      select row, row_number() over (partition by snapshot_date, time_range order by given_rank, row) as rank
      from placed_snapshots
      where track_id is not null and nth = 1 and (snapshot_date, time_range) in (
        select snapshot_date, time_range from placed_snapshots where track_id is not null and nth = 1
        group by snapshot_date, time_range, given_rank having count(*) > 1)
    ) as numbered
    where numbered.row = placed.row and numbered.rank <> placed.rank)sql");
}

/// A list that was there before stays as it is: what would need one of its ranks follows behind.
void put_behind(db::BlockingConnection& database, Id user) {
  database.run(R"sql(
    with kept as materialized (select snapshot_date, time_range, rank, track_id from snapshots where user_id = $1),
    displaced as (
      select placed.row, placed.snapshot_date, placed.time_range,
             row_number() over (partition by placed.snapshot_date, placed.time_range order by placed.rank, placed.row) as place
      from placed_snapshots as placed
      join kept using (snapshot_date, time_range, rank)
      where placed.track_id is not null and placed.nth = 1 and kept.track_id <> placed.track_id
        and not exists (
          select from kept as there
          where there.snapshot_date = placed.snapshot_date and there.time_range = placed.time_range
            and there.track_id = placed.track_id)
    ), ends as (
      select snapshot_date, time_range, max(rank) as last
      from (select snapshot_date, time_range, rank::bigint from kept
            union all select snapshot_date, time_range, rank from placed_snapshots) as ranks
      where (snapshot_date, time_range) in (select snapshot_date, time_range from displaced)
      group by snapshot_date, time_range
    )
    update placed_snapshots as placed
    set rank = ends.last + displaced.place, mended = 'rank is another track''s in the list of that day: it follows behind'
    from displaced join ends using (snapshot_date, time_range)
    where placed.row = displaced.row)sql",
               user);
}

}  // namespace

Merged merge_snapshots(db::BlockingConnection& database, const Merging& merging) {
  Merged merged;
  database.run("analyze staged_snapshots");
  database.run(R"sql(
    create temp table placed_snapshots on commit drop as
    select staged.row, ids.id as track_id, staged.snapshot_date, staged.time_range, staged.rank as given_rank,
           staged.rank::bigint as rank, staged.track_spotify_id, null::text as mended,
           row_number() over (partition by staged.snapshot_date, staged.time_range, ids.id order by staged.rank, staged.row) as nth
    from staged_snapshots as staged
    left join (select distinct spotify_id, id from track_ids) as ids on ids.spotify_id = staged.track_spotify_id)sql");
  database.run("analyze placed_snapshots");
  number_anew(database);
  put_behind(database, merging.user);
  KeysKnown keys(database, "snapshots");
  merged.added = database
                     .run(R"sql(
    insert into snapshots (user_id, snapshot_date, time_range, rank, track_id, source_id, version)
    select $1::bigint, snapshot_date, time_range, rank, track_id, $2::bigint, $3::bigint
    from placed_snapshots where track_id is not null and nth = 1 and rank <= 32767
    order by snapshot_date, time_range, rank, row
    on conflict do nothing)sql",
                          merging.user, merging.source, merging.version)
                     .affected();
  keys.end();
  tell_planner(database, "snapshots (user_id, snapshot_date, time_range, track_id)");
  database.run(R"sql(
    insert into rejected
    select 'snapshots', row,
           case when track_id is null then 'track_id is an orphan: there is no such track in the file, or it was rejected'
                when nth > 1 then 'track_id is a duplicate in the list of that day'
                when rank > 32767 then 'rank is another track''s in the list of that day, and none is left up to 32767'
                else 'rank is another track''s in the list of that day' end,
           case when track_id is not null and nth = 1 then given_rank::text else track_spotify_id end
    from placed_snapshots as placed
    where track_id is null or nth > 1 or not exists (
      select from snapshots
      where user_id = $1 and snapshots.snapshot_date = placed.snapshot_date and snapshots.time_range = placed.time_range
        and snapshots.track_id = placed.track_id))sql",
               merging.user);
  merged.rejected = rejected_of(database, "snapshots");
  merged.already_there = staged_in(database, "placed_snapshots") - merged.rejected - merged.added;
  return merged;
}

}  // namespace mtm::store
