#include "store/removed_plays.hpp"

#include "db/transaction.hpp"
#include "store/libraries.hpp"
#include "store/users.hpp"

namespace mtm::store {

// Plays recorded before sources existed have no source row.
const db::Command<db::Nothing> kRemovePlay{
    "remove_play",
    {"(select id from users limit 1)", "(select id from tracks limit 1)", "1", "false", "null", "1"},
    R"sql(
    insert into removed_plays (user_id, track_id, played_at, is_start, ms_played, source_kind)
    select $1, $2, 'epoch'::timestamptz + $3::bigint * interval '1 microsecond', $4, $5::integer,
           coalesce((select kind from sources where user_id = $1 and id = $6), 'earlier')
    on conflict on constraint removed_plays_key do nothing)sql"};

Task<> remove_play(db::Pool& database, Id user, PlayToRemove play) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await hold_user(transaction, user);
  co_await next_epoch(transaction, user);
  auto removed = co_await transaction.run(kRemovePlay, user, play.track_id, play.at, play.is_start, play.ms_played,
                                          play.source_id);
  if (removed > 0)
    co_await transaction.commit();
  else
    co_await transaction.roll_back();
}

const db::Command<db::Nothing> kRestorePlay{
    "restore_play",
    {"(select id from users limit 1)", "(select id from tracks limit 1)", "1", "false", "null"},
    R"sql(
    delete from removed_plays
    where user_id = $1 and track_id = $2 and played_at = 'epoch'::timestamptz + $3::bigint * interval '1 microsecond'
      and is_start = $4 and ms_played is not distinct from $5::integer)sql"};

Task<bool> restore_plays(db::Pool& database, Id user, std::vector<RemovedPlayName> plays) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await hold_user(transaction, user);
  co_await next_epoch(transaction, user);
  std::int64_t restored = 0;
  for (const auto& play : plays) {
    auto deleted = co_await transaction.run(kRestorePlay, user, play.track_id, play.at, play.is_start, play.ms_played);
    restored += deleted;
  }
  if (restored > 0)
    co_await transaction.commit();
  else
    co_await transaction.roll_back();
  co_return restored > 0;
}

const db::Query<RemovedPlay> kRemovedPlays{"removed_plays", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, track_id, (extract(epoch from played_at) * 1000000)::bigint as at, is_start, ms_played,
           removed_at
    from removed_plays where user_id = $1
    order by removed_at desc, track_id, played_at limit 200)sql"};

Task<std::vector<RemovedPlay>> removed_plays(db::Database& database, Id user) {
  return database.all(kRemovedPlays, user);
}

}  // namespace mtm::store
