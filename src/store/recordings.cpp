#include "store/recordings.hpp"

#include "db/transaction.hpp"
#include "store/libraries.hpp"
#include "store/users.hpp"

namespace mtm::store {

const db::Command<db::Nothing> kForgetDecision{
    "forget_recording_decision",
    {"(select id from users limit 1)", "(select id from tracks limit 1)", "(select id from tracks limit 1)"},
    "delete from recordings where user_id = $1 and ((track_id = $2 and as_track_id = $3) or (track_id = $3 and "
    "as_track_id = $2))"};

const db::Command<db::Nothing> kDecideRecording{
    "decide_recording",
    {"(select id from users limit 1)", "(select id from tracks limit 1)", "(select id from tracks limit 1)", "true"},
    "insert into recordings (user_id, track_id, as_track_id, same) values ($1, $2, $3, $4)"};

namespace {

/// The library is held, so that two answers to one question do not cross, and its new version makes copies in memory
/// read the decisions again.
Task<db::Transaction> begin_deciding(db::Pool& database, Id user) {
  auto transaction = co_await db::Transaction::begin(database);
  co_await hold_user(transaction, user);
  co_await next_version(transaction, user);
  co_return transaction;
}

}  // namespace

Task<> decide_recording(db::Pool& database, Id user, Id track, Id as_track, bool same) {
  auto transaction = co_await begin_deciding(database, user);
  co_await transaction.run(kForgetDecision, user, track, as_track);
  co_await transaction.run(kDecideRecording, user, track, as_track, same);
  co_await transaction.commit();
}

Task<bool> forget_recording_decision(db::Pool& database, Id user, Id track, Id as_track) {
  auto transaction = co_await begin_deciding(database, user);
  auto forgotten = co_await transaction.run(kForgetDecision, user, track, as_track);
  co_await transaction.commit();
  co_return forgotten > 0;
}

}  // namespace mtm::store
