#include "store/credentials.hpp"

namespace mtm::store {

const db::Query<Holder> kSessionHolder{"session_holder", {"'\\x00'", "1209600"}, R"sql(
    select user_id, true as may_write,
           extract(epoch from least(expires_at, last_used_at + $2::float8 * interval '1 second') - now())::float8 as seconds_left,
           last_used_at < now() - interval '5 minutes' as stale
    from sessions
    where token_digest = $1 and expires_at > now() and last_used_at > now() - $2::float8 * interval '1 second')sql"};

Task<std::optional<Holder>> session_holder(db::Database& database, Digest token) {
  return database.one(kSessionHolder, token, kSessionIdle.count());
}

const db::Query<Holder> kApiKeyHolder{"api_key_holder", {"'\\x00'"}, R"sql(
    select user_id, scope = 'write' as may_write,
           coalesce(extract(epoch from expires_at - now()), 3e9)::float8 as seconds_left,
           last_used_at is null or last_used_at < now() - interval '5 minutes' as stale
    from api_keys
    where key_digest = $1 and (expires_at is null or expires_at > now()))sql"};

Task<std::optional<Holder>> api_key_holder(db::Database& database, Digest key) {
  return database.one(kApiKeyHolder, key);
}

const db::Command<db::Nothing> kNoteSessionUse{"note_session_use", {"'\\x00'"},
    "update sessions set last_used_at = now() where token_digest = $1"};

Task<> note_session_use(db::Database& database, Digest token) { co_await database.run(kNoteSessionUse, token); }

const db::Command<db::Nothing> kNoteApiKeyUse{"note_api_key_use", {"'\\x00'"},
    "update api_keys set last_used_at = now() where key_digest = $1"};

Task<> note_api_key_use(db::Database& database, Digest key) { co_await database.run(kNoteApiKeyUse, key); }

// Old sessions of the same user go on the way: nobody else would clear them away.
const db::Command<db::Nothing> kBeginSession{"begin_session", {"'\\x00'", "(select id from users limit 1)", "'a browser'", "5184000"}, R"sql(
    with outdated as (delete from sessions where user_id = $2 and expires_at < now())
    insert into sessions (token_digest, user_id, agent, expires_at)
    values ($1, $2, nullif($3, ''), now() + $4::float8 * interval '1 second'))sql"};

Task<> begin_session(db::Database& database, Digest token, Id user, std::string agent) {
  co_await database.run(kBeginSession, token, user, agent, kSessionLife.count());
}

const db::Command<db::Nothing> kEndSession{"end_session", {"'\\x00'"}, R"sql(
    with ended as (delete from sessions where token_digest = $1 returning token_digest)
    select pg_notify('credentials_ended', encode(token_digest, 'hex')) from ended)sql"};

Task<> end_session(db::Database& database, Digest token) { co_await database.run(kEndSession, token); }

const db::Command<db::Nothing> kEndAllSessions{"end_all_sessions", {"(select id from users limit 1)"}, R"sql(
    with ended as (delete from sessions where user_id = $1 returning token_digest)
    select pg_notify('credentials_ended', encode(token_digest, 'hex')) from ended)sql"};

Task<std::int64_t> end_all_sessions(db::Database& database, Id user) {
  co_return co_await database.run(kEndAllSessions, user);
}

const db::Command<db::Nothing> kAddApiKey{"add_api_key", {"'\\x00'", "(select id from users limit 1)", "'explained'", "'read'"},
    "insert into api_keys (key_digest, user_id, label, scope) values ($1, $2, $3, $4)"};

Task<> add_api_key(db::Database& database, Digest key, Id user, std::string label, std::string scope) {
  co_await database.run(kAddApiKey, key, user, label, scope);
}

const db::Query<ApiKey> kApiKeys{"api_keys", {"(select id from users limit 1)"},
    "select label, scope, created_at, last_used_at, expires_at from api_keys where user_id = $1 order by label"};

Task<std::vector<ApiKey>> api_keys(db::Database& database, Id user) { return database.all(kApiKeys, user); }

const db::Command<db::Nothing> kRevokeApiKey{"revoke_api_key", {"(select id from users limit 1)", "'explained'"}, R"sql(
    with ended as (delete from api_keys where user_id = $1 and label = $2 returning key_digest)
    select pg_notify('credentials_ended', encode(key_digest, 'hex')) from ended)sql"};

Task<bool> revoke_api_key(db::Database& database, Id user, std::string label) {
  auto ended = co_await database.run(kRevokeApiKey, user, label);
  co_return ended > 0;
}

}  // namespace mtm::store
