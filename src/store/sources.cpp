#include "store/sources.hpp"

#include "store/gaps.hpp"
#include "store/imported_plays.hpp"
#include "store/imports.hpp"

namespace mtm::store {

// Plays of a history are counted by its import: every row that was not rejected is one, and nothing adds to them or
// takes some away. Those of other sources, and of those that came with our own export, are counted.
const db::Query<Source> kSources{"sources_of_user", {"(select id from users limit 1)"}, R"sql(
    select sources.user_id as asked_by, sources.id, sources.kind, sources.name,
           (select imports.id from imports where imports.user_id = $1 and imports.id = sources.import_id) as import_id,
           sources.created_at,
           case when sources.kind = 'spotify'
                then (select max(finished_at) from captures where user_id = $1 and state in ('done', 'partial'))
                else sources.created_at end as heard_at,
           (select min(played_at) from plays where user_id = $1 and source_id = sources.id) as first_play,
           (select max(played_at) from plays where user_id = $1 and source_id = sources.id) as last_play,
           coalesce(case when sources.kind <> 'own_export' and sources.brought_by is null
                         then (sources.report->>'rows')::bigint - (sources.report->>'rejected')::bigint end,
                    (select count(*) from plays where user_id = $1 and source_id = sources.id)) as plays,
           sources.report, sources.brought_by, sources.undoing_since
    from sources where sources.user_id = $1
    order by sources.id desc)sql"};

Task<std::vector<Source>> sources(db::Database& database, Id user) { return database.all(kSources, user); }

struct SourceKindRow {
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(SourceKindRow, (), (kind))

const db::Command<SourceKindRow> kRequestUndo{"request_undo", {"(select id from users limit 1)", "1"}, R"sql(
    update sources set undoing_since = coalesce(undoing_since, now())
    where user_id = $1 and id = $2 and kind <> 'spotify'
    returning user_id as asked_by, kind)sql"};

const db::Query<SourceKindRow> kSourceKind{
    "source_kind",
    {"(select id from users limit 1)", "1"},
    "select user_id as asked_by, kind from sources where user_id = $1 and id = $2"};

Task<UndoRequest> request_undo(db::Database& database, Id user, Id source) {
  auto asked = co_await database.one(kRequestUndo, user, source);
  if (asked) co_return UndoRequest::accepted;
  auto known = co_await database.one(kSourceKind, user, source);
  co_return known ? UndoRequest::is_spotify : UndoRequest::unknown;
}

const db::Query<SourceToUndo> kOverdueUndos{
    "overdue_undos",
    {},
    "select user_id, id from sources where undoing_since < now() - interval '1 minute' order by undoing_since limit "
    "100"};

Task<std::vector<SourceToUndo>> overdue_undos(db::Database& database) { return database.all(kOverdueUndos); }

namespace {

// In the order of the keys of playlists before their tracks, as whatever adds to a playlist holds them.
constexpr const char* kHoldPlaylists =
    "select count(*) from (select from playlists where user_id = $1 order by playlist_id for update) as held";

constexpr const char* kTakeBack[] = {
    // Databases of the old app alone make and change rows of the library. What such a row would say without this one is
    // told by what is left; a row that was met here before, and whose time is not this one's, is not touched.
    R"sql(
    with left_over as materialized (
      select id, created_at from sources where user_id = $1 and id <> $2 and kind in ('old_app', 'earlier')
    ), claimed as (
      select claims.track_id, library.first_seen_at, library.imported_at, claims.met_at,
             (select min(snapshot_date) from snapshots where user_id = $1 and source_id = $2 and snapshots.track_id = claims.track_id)
               ::timestamp at time zone 'UTC' as listed_at,
             least(library.saved_at,
               (select min(played_at) from plays
                where user_id = $1 and plays.track_id = claims.track_id and not exists (
                  select from sources where user_id = $1 and sources.id = plays.source_id and kind not in ('spotify', 'spotify_archived', 'earlier', 'old_app'))),
               (select min(snapshot_date) from snapshots where user_id = $1 and source_id <> $2 and snapshots.track_id = claims.track_id)
                 ::timestamp at time zone 'UTC',
               (select min(others.met_at) from track_claims as others join left_over on left_over.id = others.source_id
                where others.user_id = $1 and others.track_id = claims.track_id)) as left_at,
             (select min(left_over.created_at) from track_claims as others join left_over on left_over.id = others.source_id
              where others.user_id = $1 and others.track_id = claims.track_id) as left_import_at,
             library.imported_at is not null and not exists (
               select from track_claims as others join left_over on left_over.id = others.source_id
               where others.user_id = $1 and others.track_id = claims.track_id and left_over.created_at = library.imported_at) as made_by_it
      from track_claims as claims join library on library.user_id = $1 and library.track_id = claims.track_id
      where claims.user_id = $1 and claims.source_id = $2
        and exists (select from sources where user_id = $1 and id = $2 and kind in ('old_app', 'earlier'))
    ), due as (
      select track_id, case when made_by_it then left_import_at else imported_at end as imported_at,
             coalesce(left_at, case when made_by_it then left_import_at else imported_at end) as first_seen_at
      from claimed
      where made_by_it or ((first_seen_at = met_at or first_seen_at = listed_at) and coalesce(left_at, imported_at) is not null)
    ), gone as (
      delete from library using due
      where library.user_id = $1 and library.track_id = due.track_id and due.first_seen_at is null
    )
    update library set first_seen_at = due.first_seen_at, imported_at = due.imported_at
    from due where library.user_id = $1 and library.track_id = due.track_id and due.first_seen_at is not null)sql",
    "delete from plays where user_id = $1 and source_id = $2",
    "delete from snapshots where user_id = $1 and source_id = $2",
    "delete from library_artists where user_id = $1 and source_id = $2",
    "delete from playlist_tracks where user_id = $1 and source_id = $2",
    // A playlist to which something else was added stays, and is the person's own from now on.
    R"sql(delete from playlists where user_id = $1 and source_id = $2 and not exists (
      select from playlist_tracks where user_id = $1 and playlist_tracks.playlist_id = playlists.playlist_id))sql",
    "update playlists set source_id = null where user_id = $1 and source_id = $2",
    // Playlists that the person kept stay as they are: of a track that Spotify has not confirmed, and of which no other
    // source tells, nothing else says its name.
    R"sql(update track_claims as kept set source_id = 0, met_at = null
      where user_id = $1 and source_id = $2
        and exists (select from playlist_tracks where user_id = $1 and playlist_tracks.track_id = kept.track_id)
        and exists (select from tracks where tracks.id = kept.track_id and tracks.name is null)
        and not exists (select from track_claims as others
                        where others.user_id = $1 and others.track_id = kept.track_id and others.source_id <> $2))sql",
    "delete from track_claims where user_id = $1 and source_id = $2",
};

// Of our own export, before the sources are taken back that came with it ($2 and those that it brought).
#define MTM_CAME "(select id from sources where user_id = $1 and (id = $2 or brought_by = $2))"
constexpr const char* kTakeBackArchive[] = {
    // What a later archive found was this one's doing.
    R"sql(update brought_library as later set was_first_seen_at = gone.was_first_seen_at, was_saved_at = gone.was_saved_at
      from brought_library as gone
      where gone.user_id = $1 and gone.source_id = $2 and later.user_id = $1 and later.source_id > $2
        and later.track_id = gone.track_id and later.was_first_seen_at = gone.first_seen_at)sql",
    // What became different since is not its doing.
    R"sql(update library
      set first_seen_at = case when library.first_seen_at = brought.first_seen_at
                               then least(brought.was_first_seen_at, others.first_seen_at) else library.first_seen_at end,
          saved_at = case when brought.was_saved_at is null and others.saved_at is null and library.saved_at = brought.saved_at
                          then null else library.saved_at end,
          unsaved_at = case when brought.was_saved_at is null and others.saved_at is null and library.saved_at = brought.saved_at
                            then null else library.unsaved_at end
      from brought_library as brought left join lateral (
        select min(rest.first_seen_at) as first_seen_at, min(rest.saved_at) as saved_at from brought_library as rest
        where rest.user_id = $1 and rest.source_id > $2 and rest.track_id = brought.track_id) as others on true
      where brought.user_id = $1 and brought.source_id = $2 and brought.was_first_seen_at is not null
        and library.user_id = $1 and library.track_id = brought.track_id)sql",
    // A track that it brought stays in the library where something else tells of it, too: since then, or beside it.
    R"sql(with came as materialized ()sql" MTM_CAME R"sql(), left_over as (
        select library.track_id, brought.first_seen_at as brought_at,
               coalesce(others.saved_at, case when library.saved_at is distinct from brought.saved_at then library.saved_at end) as saved_at,
               least(others.first_seen_at, case when library.saved_at is distinct from brought.saved_at then library.saved_at end,
                 (select min(played_at) from plays where user_id = $1 and plays.track_id = library.track_id
                  and source_id not in (table came) and exists (
                    select from sources where user_id = $1 and sources.id = plays.source_id
                      and kind in ('spotify', 'spotify_archived', 'earlier', 'old_app'))),
                 (select min(snapshot_date) from snapshots where user_id = $1 and snapshots.track_id = library.track_id
                  and source_id not in (table came))::timestamp at time zone 'UTC',
                 (select min(coalesce(met_at, sources.created_at)) from track_claims join sources on sources.user_id = $1 and sources.id = source_id
                  where track_claims.user_id = $1 and track_claims.track_id = library.track_id
                    and sources.kind in ('old_app', 'earlier') and sources.id not in (table came))) as left_at,
               (select min(sources.created_at) from track_claims join sources on sources.user_id = $1 and sources.id = source_id
                where track_claims.user_id = $1 and track_claims.track_id = library.track_id
                  and sources.kind in ('old_app', 'earlier') and sources.id not in (table came)) as left_import_at
        from brought_library as brought
        join library on library.user_id = $1 and library.track_id = brought.track_id
        left join lateral (
          select min(rest.first_seen_at) as first_seen_at, min(rest.saved_at) as saved_at from brought_library as rest
          where rest.user_id = $1 and rest.source_id <> $2 and rest.track_id = brought.track_id) as others on true
        where brought.user_id = $1 and brought.source_id = $2 and brought.was_first_seen_at is null
      ), gone as (
        delete from library using left_over
        where library.user_id = $1 and library.track_id = left_over.track_id and left_over.left_at is null
      )
      update library
      set first_seen_at = case when library.first_seen_at = left_over.brought_at then left_over.left_at else library.first_seen_at end,
          saved_at = left_over.saved_at, unsaved_at = case when left_over.saved_at is not null then library.unsaved_at end,
          imported_at = left_over.left_import_at
      from left_over where library.user_id = $1 and library.track_id = left_over.track_id and left_over.left_at is not null)sql",
    "delete from brought_library where user_id = $1 and source_id = $2",
    "delete from recordings where user_id = $1 and source_id = $2",
    "delete from removed_plays where user_id = $1 and source_id = $2",
    "delete from gaps where user_id = $1 and source_id = $2",
};

void take_back(db::BlockingConnection& database, Id user, Id source) {
  reopen_gaps(database, user, source);
  for (const auto* statement : kTakeBack) database.run(statement, user, source);
  database.run("delete from sources where user_id = $1 and id = $2", user, source);
}

/// Those that came with our own export, if the source stands for one.
std::vector<Id> sources_brought_by(db::BlockingConnection& database, Id user, Id source) {
  auto rows = database.run("select id from sources where user_id = $1 and brought_by = $2 order by id", user, source);
  std::vector<Id> ids(static_cast<std::size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) db::read_column(rows, row, 0, ids[static_cast<std::size_t>(row)]);
  return ids;
}

}  // namespace

void undo_source(db::BlockingConnection& database, Id user, Id source) {
  database.begin();
  // As imports do: a deletion of the account waits until this is done, or this finds nobody.
  auto held = database.run("select from users where id = $1 for key share", user);
  if (held.rows() == 0) {
    database.run("rollback");
    return;
  }
  next_epoch(database, user);  // another undo of the same source waits here
  bool there = database.one<bool>("select exists (select from sources where user_id = $1 and id = $2)", user, source);
  if (there) {
    database.run(kHoldPlaylists, user);
    for (const auto* statement : kTakeBackArchive) database.run(statement, user, source);
    for (auto brought : sources_brought_by(database, user, source)) take_back(database, user, brought);
    take_back(database, user, source);
    database.run("select pg_notify($1, $2)", std::string(kImportsChannel), std::to_string(user.number));
  }
  database.run(there ? "commit" : "rollback");
}

}  // namespace mtm::store
