#include "store/holdings.hpp"

#include "db/transaction.hpp"
#include "store/captures.hpp"
#include "store/credentials.hpp"
#include "store/imports.hpp"
#include "store/libraries.hpp"
#include "store/polls.hpp"

namespace mtm::store {

const db::Query<Holding> kHoldings{"holdings", {"(select id from users limit 1)"}, R"sql(
    select $1::bigint as asked_by, 'playlists' as name, count(*) as rows, coalesce(sum(pg_column_size(playlists.*)), 0)::bigint as bytes from playlists where user_id = $1
    union all
    select $1, 'playlist_tracks', count(*), coalesce(sum(pg_column_size(playlist_tracks.*)), 0)::bigint from playlist_tracks where user_id = $1
    union all
    select $1, 'captures', count(*), coalesce(sum(pg_column_size(captures.*)), 0)::bigint from captures where user_id = $1
    union all
    select $1, 'gaps', count(*), coalesce(sum(pg_column_size(gaps.*)), 0)::bigint from gaps where user_id = $1
    union all
    select $1, 'imports', count(*), coalesce(sum(pg_column_size(imports.*) + rejects_bytes), 0)::bigint from imports where user_id = $1
    union all
    select $1, 'shares', count(*), coalesce(sum(pg_column_size(shares.*)), 0)::bigint from shares where user_id = $1
    union all
    select $1, 'sessions', count(*), coalesce(sum(pg_column_size(sessions.*)), 0)::bigint from sessions where user_id = $1
    union all
    select $1, 'api_keys', count(*), coalesce(sum(pg_column_size(api_keys.*)), 0)::bigint from api_keys where user_id = $1)sql"};

Task<std::vector<Holding>> holdings(db::Database& database, Id user) { return database.all(kHoldings, user); }

const db::Command<db::Told> kEndCaptures{"end_captures", {"(select id from users limit 1)"}, R"sql(
    update captures
    set state = 'failed', finished_at = now(), sentence = 'You disconnected Spotify', claimed_by = null, claimed_until = null, resumes_at = null
    where user_id = $1 and state in ('waiting', 'running')
    returning user_id as asked_by, user_id::text as told)sql"};

const db::Command<db::Nothing> kDeleteGrant{
    "delete_grant", {"(select id from users limit 1)"}, "delete from spotify_grants where user_id = $1"};

Task<> disconnect(db::Pool& database, Id user) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await transaction.run_and_tell(kCapturesChannel, kEndCaptures, user);
  co_await transaction.run(kDeleteGrant, user);
  co_await stop_polling(transaction, user);
  co_await transaction.commit();
}

struct Locked {
  Id id;
};
BOOST_DESCRIBE_STRUCT(Locked, (), (id))

// Whoever is about to add a row for this user waits, and then goes on or finds nobody.
const db::Command<Locked> kLockUser{
    "lock_user", {"(select id from users limit 1)"}, "select id as asked_by, id from users where id = $1 for update"};

// A capture under way learns by its row's absence that it is over.
const db::Command<db::Nothing> kDeleteCaptures{
    "delete_captures", {"(select id from users limit 1)"}, "delete from captures where user_id = $1"};
const db::Command<db::Told> kDeleteImports{
    "delete_imports",
    {"(select id from users limit 1)"},
    "delete from imports where user_id = $1 returning user_id as asked_by, user_id::text as told"};
const db::Command<db::Nothing> kDeletePlays{
    "delete_plays", {"(select id from users limit 1)"}, "delete from plays where user_id = $1"};
const db::Command<db::Nothing> kDeleteSnapshots{
    "delete_snapshots", {"(select id from users limit 1)"}, "delete from snapshots where user_id = $1"};
const db::Command<db::Nothing> kDeleteLibraryArtists{
    "delete_library_artists", {"(select id from users limit 1)"}, "delete from library_artists where user_id = $1"};
// Playlists stay, so what the person's sources call their tracks stays, too: of a track that Spotify has not confirmed
// nothing else is known. When the person met it is history.
const db::Command<db::Nothing> kDeleteTrackClaims{"delete_track_claims", {"(select id from users limit 1)"}, R"sql(
    delete from track_claims
    where user_id = $1 and not exists (
      select from playlist_tracks where user_id = $1 and playlist_tracks.track_id = track_claims.track_id))sql"};
const db::Command<db::Nothing> kForgetMeetings{
    "forget_meetings",
    {"(select id from users limit 1)"},
    "update track_claims set met_at = null where user_id = $1 and met_at is not null"};
const db::Command<db::Nothing> kDeleteSources{"delete_sources", {"(select id from users limit 1)"}, R"sql(
    delete from sources
    where user_id = $1 and not exists (select from track_claims where user_id = $1 and source_id = sources.id)
      and not exists (select from playlists where user_id = $1 and source_id = sources.id)
      and not exists (select from playlist_tracks where user_id = $1 and source_id = sources.id))sql"};
const db::Command<db::Nothing> kDeleteRecordings{
    "delete_recordings", {"(select id from users limit 1)"}, "delete from recordings where user_id = $1"};
const db::Command<db::Nothing> kDeleteBroughtLibrary{
    "delete_brought_library", {"(select id from users limit 1)"}, "delete from brought_library where user_id = $1"};
const db::Command<db::Nothing> kDeleteRemovedPlays{
    "delete_removed_plays", {"(select id from users limit 1)"}, "delete from removed_plays where user_id = $1"};
const db::Command<db::Nothing> kDeleteLibrary{
    "delete_library", {"(select id from users limit 1)"}, "delete from library where user_id = $1"};

// From here on nobody polls.
const db::Command<db::Nothing> kDeletePolls{
    "delete_polls", {"(select id from users limit 1)"}, "delete from polls where user_id = $1"};
const db::Command<db::Nothing> kDeleteGaps{
    "delete_gaps", {"(select id from users limit 1)"}, "delete from gaps where user_id = $1"};
const db::Command<db::Nothing> kDeleteCoveredSpans{
    "delete_covered_spans", {"(select id from users limit 1)"}, "delete from covered_spans where user_id = $1"};

const db::Command<db::Nothing>* const kHistory[] = {
    &kDeletePolls,        &kDeleteGaps,           &kDeleteCoveredSpans, &kDeleteCaptures, &kDeletePlays,
    &kDeleteSnapshots,    &kDeleteLibraryArtists, &kDeleteTrackClaims,  &kForgetMeetings, &kDeleteRecordings,
    &kDeleteRemovedPlays, &kDeleteBroughtLibrary, &kDeleteLibrary,      &kDeleteSources};

const db::Command<db::Nothing> kNoteDeletion{"note_history_deleted",
                                             {"(select id from users limit 1)"},
                                             "update users set history_deleted_at = now() where id = $1"};

namespace {

/// A deletion may meet a page of a capture that holds the same rows in another order: PostgreSQL then ends one of them.
constexpr int kDeletionAttempts = 3;

Task<> try_delete_history(db::Pool& database, Id user) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await transaction.one(kLockUser, user);
  co_await next_epoch(transaction, user);
  co_await transaction.run_and_tell(kImportsChannel, kDeleteImports, user);
  for (const auto* part : kHistory) co_await transaction.run(*part, user);
  co_await transaction.run(kNoteDeletion, user);
  co_await transaction.commit();
}

}  // namespace

Task<> delete_history(db::Pool& database, Id user) {
  for (int attempt = 1;; ++attempt) {
    try {
      co_await try_delete_history(database, user);
      co_return;
    } catch (const db::Error& refused) {
      if (!refused.transient() || attempt == kDeletionAttempts) throw;
    }
  }
}

const db::Command<db::Nothing> kEraseUser{"erase_user", {"(select id from users limit 1)"}, "select erase_user($1)"};

namespace {

Task<std::vector<std::string>> try_delete_account(db::Pool& database, Id user) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await transaction.one(kLockUser, user);
  auto ended = co_await end_all_credentials(transaction, user);
  co_await transaction.run(kEraseUser, user);
  co_await transaction.commit();
  co_return ended;
}

}  // namespace

Task<std::vector<std::string>> delete_account(db::Pool& database, Id user) {
  for (int attempt = 1;; ++attempt) {
    try {
      auto ended = co_await try_delete_account(database, user);
      co_return ended;
    } catch (const db::Error& refused) {
      if (!refused.transient() || attempt == kDeletionAttempts) throw;
    }
  }
}

}  // namespace mtm::store
