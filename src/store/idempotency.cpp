#include "store/idempotency.hpp"

namespace mtm::store {

// A claim whose process is gone is taken over by the same request only. Outdated keys of the same user go on the way.
const db::Command<db::Nothing> kClaimRepeat{"claim_repeat",
                                            {"(select id from users limit 1)", "'explained'", "'\\x00'", "now()",
                                             "now() + interval '30 seconds'", "now() + interval '1 day'"},
                                            R"sql(
    with outdated as (delete from idempotency_keys where user_id = $1 and expires_at < $4 and key <> $2)
    insert into idempotency_keys (user_id, key, request_digest, claimed_until, expires_at) values ($1, $2, $3, $5, $6)
    on conflict (user_id, key) do update
    set request_digest = excluded.request_digest, claimed_until = excluded.claimed_until, expires_at = excluded.expires_at,
        status = null, answer = null
    where idempotency_keys.expires_at < $4
       or (idempotency_keys.status is null and idempotency_keys.claimed_until < $4
           and idempotency_keys.request_digest = excluded.request_digest))sql"};

Task<bool> claim_repeat(db::Database& database, Id user, std::string key, Digest request, WallTime until,
                        WallTime expires_at) {
  auto claimed = co_await database.run(kClaimRepeat, user, key, request, wall_now(), until, expires_at);
  co_return claimed > 0;
}

const db::Query<EarlierAnswer> kEarlierAnswer{
    "earlier_answer", {"(select id from users limit 1)", "'explained'", "'\\x00'"}, R"sql(
    select user_id as asked_by, request_digest = $3 as same_request, status::int as status, answer
    from idempotency_keys where user_id = $1 and key = $2)sql"};

Task<std::optional<EarlierAnswer>> earlier_answer(db::Database& database, Id user, std::string key, Digest request) {
  return database.one(kEarlierAnswer, user, key, request);
}

const db::Command<db::Nothing> kKeepAnswer{
    "keep_answer", {"(select id from users limit 1)", "'explained'", "'\\x00'", "201", "'\\x00'"}, R"sql(
    update idempotency_keys set status = $4, answer = $5
    where user_id = $1 and key = $2 and request_digest = $3 and status is null)sql"};

Task<> keep_answer(db::Database& database, Id user, std::string key, Digest request, int status, db::Bytes sealed) {
  co_await database.run(kKeepAnswer, user, key, request, status, sealed);
}

const db::Command<db::Nothing> kReleaseRepeat{
    "release_repeat",
    {"(select id from users limit 1)", "'explained'", "'\\x00'"},
    "delete from idempotency_keys where user_id = $1 and key = $2 and request_digest = $3 and status is null"};

Task<> release_repeat(db::Database& database, Id user, std::string key, Digest request) {
  co_await database.run(kReleaseRepeat, user, key, request);
}

}  // namespace mtm::store
