#include "store/staging.hpp"

#include "store/identities.hpp"

namespace mtm::store {

namespace {

std::optional<Id> first_id(const db::Result& rows) {
  std::optional<Id> id;
  if (rows.rows() > 0) db::read_column(rows, 0, 0, id.emplace());
  return id;
}

std::optional<Id> find_user(db::BlockingConnection& database, const std::string& spotify_user_id) {
  return first_id(
      database.run("select user_id from identities where identity = $1", identity_of_user(spotify_user_id)));
}

/// Nothing when somebody else has made the same person since we looked (store/identities.cpp).
std::optional<Id> make_user(db::BlockingConnection& database, const std::string& spotify_user_id) {
  auto user = database.one<Id>("insert into users (spotify_user_id) values ($1) returning id", spotify_user_id);
  auto named = database.run(
      "insert into identities (identity, user_id) values ($1, $2) on conflict on constraint identities_key do nothing",
      identity_of_user(spotify_user_id), user);
  if (named.affected() > 0) return user;
  database.run("delete from users where id = $1", user);
  return std::nullopt;
}

/// Nothing when the user has been deleted.
std::optional<Id> hold_user(db::BlockingConnection& database, Id user) {
  return first_id(database.run("select id from users where id = $1 for key share", user));
}

}  // namespace

Id begin_import(db::BlockingConnection& database, const std::string& spotify_user_id,
                const std::function<void()>& waits) {
  database.begin();
  const std::string lock = "(hashtextextended('import of ' || $1, 0))";
  bool mine = database.one<bool>("select pg_try_advisory_xact_lock" + lock, spotify_user_id);
  if (!mine) {
    waits();
    database.run("select pg_advisory_xact_lock" + lock, spotify_user_id);
  }
  std::optional<Id> user;
  while (!user) {
    user = find_user(database, spotify_user_id);
    if (!user) user = make_user(database, spotify_user_id);
    if (user) user = hold_user(database, *user);
  }
  return *user;
}

Merging begin_merge(db::BlockingConnection& database, Id user, const std::optional<std::string>& name) {
  Merging merging{user, {}, 0};
  merging.version = database.one<std::int64_t>(R"sql(
    insert into libraries (user_id, version, epoch)
    values ($1, extract(epoch from now())::bigint, extract(epoch from now())::bigint)  -- as store/libraries.cpp
    on conflict on constraint libraries_key do update set version = libraries.version + 1, epoch = libraries.epoch + 1
    returning version)sql",
                                               user);
  merging.source = database.one<Id>(
      "insert into sources (user_id, kind, name) values ($1, 'old_app', left($2, 200)) returning id", user, name);
  return merging;
}

void make_staging_tables(db::BlockingConnection& database) {
  // Sorts of half a million rows stay off the disk; it is one connection's memory, taken as it is needed. temp_buffers
  // stay as they are: a pooler's connection would keep them, and refuses to change them after its first temporary
  // table.
  database.run(R"sql(
    set local work_mem = '128MB';
    set local jit = off;
    set local default_statistics_target = 10;
    create temp table staged_artists (row bigint, spotify_id text, name text, created_at timestamptz) on commit drop;
    create temp table staged_tracks (
      row bigint, old_id bigint, spotify_id text, name text, artist_spotify_id text, artist_name text, album_name text,
      release_date date, release_precision text, duration_ms integer, popularity smallint, isrc text, image_url text,
      audio_features jsonb, raw_json jsonb, created_at timestamptz) on commit drop;
    create temp table staged_entries (row bigint, old_track_id bigint, playlist_id text, position smallint, created_at timestamptz) on commit drop;
    create temp table staged_snapshots (row bigint, track_spotify_id text, snapshot_date date, time_range text, rank smallint) on commit drop;
    create temp table rejected (source text, row bigint, reason text, value text) on commit drop)sql");
}

}  // namespace mtm::store
