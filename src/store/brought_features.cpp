#include "store/brought_features.hpp"

namespace mtm::store {

void begin_bringing_features(db::BlockingConnection& database) {
  database.begin();
  database.run("select pg_advisory_xact_lock(hashtextextended('brought features', 0))");
  database.run(R"sql(
    create temporary table brought_features (row bigint not null, spotify_id text not null, features jsonb not null)
    on commit drop)sql");
}

BroughtFeatures keep_brought_features(db::BlockingConnection& database, const std::string& source) {
  database.run("analyze brought_features");
  // As a capture does: the library first, then the tracks, each in the order of their ids, so that none waits
  // crosswise.
  database.run(R"sql(
    with held as materialized (
      select libraries.user_id from libraries
      where user_id in (
        select library.user_id
        from brought_features join tracks using (spotify_id) join library on library.track_id = tracks.id
        where tracks.audio_features is null)
      order by libraries.user_id for update
    )
    update libraries set version = libraries.version + 1 from held where libraries.user_id = held.user_id)sql");
  // The time is not that of the transaction, which may have begun long before: histories look for what has changed
  // lately.
  auto counts = database.run(R"sql(
    with first as (
      select distinct on (spotify_id) spotify_id, features from brought_features order by spotify_id, row
    ), held as materialized (
      select tracks.id, first.features
      from first join tracks using (spotify_id)
      where tracks.audio_features is null
      order by tracks.spotify_id for no key update of tracks
    ), moment as materialized (
      select clock_timestamp() as is_now
    ), filled as (
      update tracks
      set audio_features = held.features, features_source = $1, changed_at = moment.is_now
      from held, moment where tracks.id = held.id
      returning 1
    ), unknown as (
      select count(*) as rows from brought_features
      where not exists (select from tracks where tracks.spotify_id = brought_features.spotify_id)
    )
    select (select count(*) from filled), (select count(*) from brought_features), (select rows from unknown))sql",
                             source);
  BroughtFeatures brought;
  std::int64_t rows = 0;
  db::read_column(counts, 0, 0, brought.filled);
  db::read_column(counts, 0, 1, rows);
  db::read_column(counts, 0, 2, brought.unknown);
  brought.already_had = rows - brought.filled - brought.unknown;
  return brought;
}

}  // namespace mtm::store
