#include "store/plays_by_hand.hpp"

#include "db/transaction.hpp"
#include "store/libraries.hpp"
#include "store/users.hpp"

namespace mtm::store {

struct HandSource {
  Id id;
};
BOOST_DESCRIBE_STRUCT(HandSource, (), (id))

// An archive brings one of its own. The library's row is locked, so that no other is made meanwhile.
const db::Query<HandSource> kHandSource{
    "hand_source",
    {"(select id from users limit 1)"},
    "select user_id as asked_by, id from sources where user_id = $1 and kind = 'hand' and brought_by is null"};

const db::Command<HandSource> kAddHandSource{
    "add_hand_source",
    {"(select id from users limit 1)"},
    "insert into sources (user_id, kind) values ($1, 'hand') returning user_id as asked_by, id"};

const db::Command<db::Nothing> kAddPlayByHand{
    "add_play_by_hand",
    {"(select id from users limit 1)", "1", "1", "(select id from tracks limit 1)", "now()", "null"},
    R"sql(
    insert into plays (user_id, version, source_id, track_id, played_at, is_start, ms_played)
    values ($1, $2, $3, $4, $5, true, $6)
    on conflict on constraint plays_key do nothing)sql"};

struct LengthByHand {
  std::optional<std::int32_t> ms_played;
};
BOOST_DESCRIBE_STRUCT(LengthByHand, (), (ms_played))

const db::Query<LengthByHand> kLengthByHand{
    "length_by_hand",
    {"(select id from users limit 1)", "1", "(select id from tracks limit 1)", "now()"},
    R"sql(
    select user_id as asked_by, ms_played from plays
    where user_id = $1 and source_id = $2 and track_id = $3 and played_at = $4)sql"};

Task<std::optional<Id>> source_by_hand(db::Database& database, Id user) {
  auto source = co_await database.one(kHandSource, user);
  std::optional<Id> id;
  if (source) id = source->id;
  co_return id;
}

Task<AddedByHand> add_play(db::Pool& database, Id user, PlayByHand play) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await hold_user(transaction, user);
  auto version = co_await next_version(transaction, user);  // holds the library: no other makes the source meanwhile
  auto source = co_await transaction.one(kHandSource, user);
  if (!source) source = co_await transaction.one(kAddHandSource, user);
  auto added = co_await transaction.run(kAddPlayByHand, user, version, source.value().id, play.track_id,
                                        play.started_at, play.ms_played);
  AddedByHand answer{added > 0, play.ms_played};
  if (answer.added) {
    co_await transaction.commit();
  } else {
    auto there = co_await transaction.one(kLengthByHand, user, source.value().id, play.track_id, play.started_at);
    answer.ms_played = there.value().ms_played;
    co_await transaction.roll_back();
  }
  co_return answer;
}

const db::Command<db::Nothing> kForgetPlayByHand{
    "forget_play_by_hand",
    {"(select id from users limit 1)", "1", "(select id from tracks limit 1)", "now()"},
    "delete from plays where user_id = $1 and source_id = $2 and track_id = $3 and played_at = $4"};

const db::Command<db::Nothing> kForgetHandSource{"forget_hand_source", {"(select id from users limit 1)", "1"}, R"sql(
    delete from sources where user_id = $1 and id = $2
      and not exists (select from plays where user_id = $1 and source_id = $2))sql"};

Task<bool> forget_play(db::Pool& database, Id user, Id track, WallTime started_at) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await hold_user(transaction, user);
  co_await next_epoch(transaction, user);
  auto source = co_await transaction.one(kHandSource, user);
  auto id = source ? source->id : Id{};
  auto forgotten = co_await transaction.run(kForgetPlayByHand, user, id, track, started_at);
  co_await transaction.run(kForgetHandSource, user, id);
  if (forgotten > 0)
    co_await transaction.commit();
  else
    co_await transaction.roll_back();
  co_return forgotten > 0;
}

}  // namespace mtm::store
