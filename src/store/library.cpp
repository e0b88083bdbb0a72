#include "store/library.hpp"

#include "core/crypto.hpp"

namespace mtm::store {

std::string made_up_artist_id(std::string_view name) {
  // 21 characters of 6 bits: two of a million names meet with a probability below 10^-25.
  return "_" + base64url(sha256(name)).substr(0, 21);
}

// Everything is inserted in the order of its key, so that two users' captures can't lock the same rows crosswise.
const db::Command<db::Nothing> kKeepArtists{
    "keep_artists", {"array['0000000000000000000000']", "array['An artist']"}, R"sql(
    insert into artists (spotify_id, name)
    select distinct on (spotify_id) spotify_id, left(name, 500)
    from unnest($1::varchar[], $2::text[]) as given (spotify_id, name)
    order by spotify_id
    on conflict on constraint artist_spotify_id_once do update set name = excluded.name, changed_at = now()
      where artists.name <> excluded.name)sql"};

const db::Command<db::Nothing> kKeepTracks{
    "keep_tracks",
    {"array['0000000000000000000000']", "array['A track']", "array['0000000000000000000000']", "array['An album']",
     "array['2016-05']", "array['month']", "array[1000]", "array[null::int]", "array[null::text]", "array[null::text]",
     "array[null::text]"},
    R"sql(
    insert into tracks (spotify_id, name, artist_id, album_name, release_date, release_precision, duration_ms,
                        popularity, isrc, image_url, raw_json)
    select distinct on (given.spotify_id)
           given.spotify_id, left(given.name, 500), artists.id, left(given.album_name, 500),
           (given.release_date || case given.release_precision when 'year' then '-01-01' when 'month' then '-01' else '' end)::date,
           given.release_precision, given.duration_ms, given.popularity, given.isrc, given.image_url, given.raw_json::jsonb
    from unnest($1::varchar[], $2::text[], $3::varchar[], $4::text[], $5::text[], $6::varchar[], $7::int[], $8::smallint[],
                $9::varchar[], $10::text[], $11::text[])
           as given (spotify_id, name, artist_spotify_id, album_name, release_date, release_precision, duration_ms,
                     popularity, isrc, image_url, raw_json)
    join artists on artists.spotify_id = given.artist_spotify_id
    order by given.spotify_id
    on conflict on constraint track_spotify_id_once do update
      set name = excluded.name, artist_id = excluded.artist_id, album_name = excluded.album_name,
          release_date = coalesce(excluded.release_date, tracks.release_date),
          release_precision = coalesce(excluded.release_precision, tracks.release_precision),
          duration_ms = coalesce(excluded.duration_ms, tracks.duration_ms),
          popularity = coalesce(excluded.popularity, tracks.popularity),
          isrc = coalesce(excluded.isrc, tracks.isrc), image_url = coalesce(excluded.image_url, tracks.image_url),
          raw_json = coalesce(excluded.raw_json, tracks.raw_json), changed_at = now()
      where (tracks.name, tracks.artist_id, tracks.album_name) is distinct from (excluded.name, excluded.artist_id, excluded.album_name)
         or tracks.release_date is distinct from coalesce(excluded.release_date, tracks.release_date)
         or tracks.release_precision is distinct from coalesce(excluded.release_precision, tracks.release_precision)
         or tracks.duration_ms is distinct from coalesce(excluded.duration_ms, tracks.duration_ms)
         or tracks.popularity is distinct from coalesce(excluded.popularity, tracks.popularity)
         or tracks.isrc is distinct from coalesce(excluded.isrc, tracks.isrc)
         or tracks.image_url is distinct from coalesce(excluded.image_url, tracks.image_url))sql"};

Task<> keep_tracks(db::Database& database, const std::vector<NewTrack>& tracks) {
  std::vector<std::string> ids, names, artist_ids, artist_names;
  std::vector<std::optional<std::string>> albums, dates, precisions, isrcs, images, raw;
  std::vector<std::optional<std::int64_t>> durations;
  std::vector<std::optional<int>> popularities;
  for (const auto& track : tracks) {
    ids.push_back(track.spotify_id);
    names.push_back(track.name);
    artist_ids.push_back(track.artist_spotify_id);
    artist_names.push_back(track.artist_name);
    albums.push_back(track.album_name);
    dates.push_back(track.release_date);
    precisions.push_back(track.release_precision);
    durations.push_back(track.duration_ms);
    popularities.push_back(track.popularity);
    isrcs.push_back(track.isrc);
    images.push_back(track.image_url);
    raw.push_back(track.raw_json);
  }
  co_await database.run(kKeepArtists, artist_ids, artist_names);
  co_await database.run(kKeepTracks, ids, names, artist_ids, albums, dates, precisions, durations, popularities, isrcs,
                        images, raw);
}

struct Count {
  std::int64_t count;
};
BOOST_DESCRIBE_STRUCT(Count, (), (count))

Task<std::int64_t> counted(db::Database& database, const db::Command<Count>& command, db::Params params) {
  auto result = co_await database.ask(command, std::move(params));
  auto row = db::read_row<Count>(result, 0, 1);
  co_return row.count;
}

// xmax is 0 in a row that this statement inserted, and its own transaction in one that it updated.
const db::Command<Count> kKeepSaved{
    "keep_saved", {"(select id from users limit 1)", "1", "array['0000000000000000000000']", "array[now()]"}, R"sql(
    with kept as (
      insert into library (user_id, track_id, first_seen_at, saved_at, version)
      select $1, tracks.id, min(given.saved_at), min(given.saved_at), $2
      from unnest($3::varchar[], $4::timestamptz[]) as given (spotify_id, saved_at)
      join tracks on tracks.spotify_id = given.spotify_id
      group by tracks.id order by tracks.id
      on conflict on constraint library_key do update
        set saved_at = excluded.saved_at, unsaved_at = null,
            first_seen_at = least(library.first_seen_at, excluded.first_seen_at), version = excluded.version
        where library.saved_at is distinct from excluded.saved_at or library.unsaved_at is not null
      returning xmax = 0 as added
    )
    select $1::bigint as asked_by, count(*) filter (where added) as count from kept)sql"};

Task<std::int64_t> keep_saved(db::Database& database, Id user, std::int64_t version,
                              const std::vector<std::string>& spotify_ids, const std::vector<WallTime>& saved_at) {
  return counted(database, kKeepSaved, db::Params::of(user, version, spotify_ids, saved_at));
}

const db::Command<db::Nothing> kForgetSnapshot{
    "forget_snapshot",
    {"(select id from users limit 1)", "current_date", "'short_term'", "array['0000000000000000000000']", "array[1]"},
    R"sql(
    delete from snapshots
    where user_id = $1 and snapshot_date = $2::date and time_range = $3 and not exists (
      select from unnest($4::varchar[], $5::smallint[]) as given (spotify_id, rank)
      join tracks on tracks.spotify_id = given.spotify_id
      where given.rank = snapshots.rank and tracks.id = snapshots.track_id))sql"};

const db::Command<Count> kKeepSnapshot{"keep_snapshot",
                                       {"(select id from users limit 1)", "1", "current_date", "'short_term'",
                                        "array['0000000000000000000000']", "array[1]"},
                                       R"sql(
    with given as (
      select tracks.id as track_id, min(given.rank) as rank
      from unnest($5::varchar[], $6::smallint[]) as given (spotify_id, rank)
      join tracks on tracks.spotify_id = given.spotify_id
      group by tracks.id
    ), met as (
      insert into library (user_id, track_id, first_seen_at, version)
      select $1, track_id, now(), $2 from given order by track_id
      on conflict on constraint library_key do nothing
    ), kept as (
      insert into snapshots (user_id, snapshot_date, time_range, rank, track_id, version)
      select $1, $3::date, $4, rank, track_id, $2 from given order by rank
      on conflict do nothing
      returning 1
    )
    select $1::bigint as asked_by, count(*) as count from kept)sql"};

const db::Command<db::Nothing> kStampSnapshot{
    "stamp_snapshot",
    {"(select id from users limit 1)", "1", "current_date", "'short_term'"},
    "update snapshots set version = $2 where user_id = $1 and snapshot_date = $3::date and time_range = $4 "
    "and version <> $2"};

Task<std::int64_t> keep_snapshot(db::Database& database, Id user, std::int64_t version, std::string date,
                                 std::string time_range, const std::vector<std::string>& spotify_ids,
                                 const std::vector<int>& ranks) {
  auto params = db::Params::of(user, version, date, time_range, spotify_ids, ranks);
  auto forgotten = co_await database.run(kForgetSnapshot, user, date, time_range, spotify_ids, ranks);
  auto added = co_await counted(database, kKeepSnapshot, std::move(params));
  // A list is read as a whole when any of its places has changed.
  if (forgotten + added > 0) co_await database.run(kStampSnapshot, user, version, date, time_range);
  co_return added;
}

const db::Command<Count> kKeepPlays{
    "keep_plays",
    {"(select id from users limit 1)", "1", "array['0000000000000000000000']", "array[now()]", "'recently'"},
    R"sql(
    with kept as (
      insert into plays (user_id, played_at, track_id, source, version)
      select distinct $1::bigint, given.played_at, tracks.id, $5, $2::bigint
      from unnest($3::varchar[], $4::timestamptz[]) as given (spotify_id, played_at)
      join tracks on tracks.spotify_id = given.spotify_id
      order by given.played_at, tracks.id
      on conflict on constraint plays_key do nothing
      returning track_id, played_at
    ), met as (
      insert into library (user_id, track_id, first_seen_at, version)
      select $1, track_id, min(played_at), $2 from kept group by track_id order by track_id
      on conflict on constraint library_key do update
        set version = excluded.version, first_seen_at = excluded.first_seen_at
        where excluded.first_seen_at < library.first_seen_at
    )
    select $1::bigint as asked_by, count(*) as count from kept)sql"};

Task<std::int64_t> keep_plays(db::Database& database, Id user, std::int64_t version,
                              const std::vector<std::string>& spotify_ids, const std::vector<WallTime>& played_at,
                              std::string source) {
  return counted(database, kKeepPlays, db::Params::of(user, version, spotify_ids, played_at, source));
}

struct Day {
  std::string day;
};
BOOST_DESCRIBE_STRUCT(Day, (), (day))

const db::Query<Day> kToday{"today",
                            {"(select id from users limit 1)"},
                            "select id as asked_by, (now() at time zone coalesce(time_zone, 'UTC'))::date::text as day "
                            "from users where id = $1"};

Task<std::string> today(db::Database& database, Id user) {
  auto day = co_await database.one(kToday, user);
  co_return day.value().day;
}

}  // namespace mtm::store
