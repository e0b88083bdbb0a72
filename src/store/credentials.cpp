#include "store/credentials.hpp"

namespace mtm::store {

// Those with "of_before" are for credentials that name no user (sql/019_baseline.sql): where a database has several
// shards they ask all of them.

const db::Query<Holder> kSessionHolder{
    "session_holder", {"'\\x00'", "(select id from users limit 1)", "1209600"}, R"sql(
    select token_digest as asked_by, user_id, true as may_write,
           extract(epoch from least(expires_at, last_used_at + $3::float8 * interval '1 second') - now())::float8 as seconds_left,
           last_used_at < now() - interval '5 minutes' as stale
    from sessions
    where user_id = $2 and token_digest = $1 and expires_at > now() and last_used_at > now() - $3::float8 * interval '1 second')sql"};

const db::Query<Holder> kSessionHolderOfBefore{"session_holder_of_before", {"'\\x00'", "1209600"}, R"sql(
    select token_digest as asked_by, user_id, true as may_write,
           extract(epoch from least(expires_at, last_used_at + $2::float8 * interval '1 second') - now())::float8 as seconds_left,
           last_used_at < now() - interval '5 minutes' as stale
    from sessions
    where token_digest = $1 and not names_user and expires_at > now() and last_used_at > now() - $2::float8 * interval '1 second')sql"};

Task<std::optional<Holder>> session_holder(db::Database& database, Credential token) {
  if (!token.user) return database.one(kSessionHolderOfBefore, token.digest, kSessionIdle.count());
  return database.one(kSessionHolder, token.digest, *token.user, kSessionIdle.count());
}

const db::Query<Holder> kApiKeyHolder{"api_key_holder", {"'\\x00'", "(select id from users limit 1)"}, R"sql(
    select key_digest as asked_by, user_id, scope = 'write' as may_write,
           coalesce(extract(epoch from expires_at - now()), 3e9)::float8 as seconds_left,
           last_used_at is null or last_used_at < now() - interval '5 minutes' as stale
    from api_keys
    where user_id = $2 and key_digest = $1 and (expires_at is null or expires_at > now()))sql"};

const db::Query<Holder> kApiKeyHolderOfBefore{"api_key_holder_of_before", {"'\\x00'"}, R"sql(
    select key_digest as asked_by, user_id, scope = 'write' as may_write,
           coalesce(extract(epoch from expires_at - now()), 3e9)::float8 as seconds_left,
           last_used_at is null or last_used_at < now() - interval '5 minutes' as stale
    from api_keys
    where key_digest = $1 and not names_user and (expires_at is null or expires_at > now()))sql"};

Task<std::optional<Holder>> api_key_holder(db::Database& database, Credential key) {
  if (!key.user) return database.one(kApiKeyHolderOfBefore, key.digest);
  return database.one(kApiKeyHolder, key.digest, *key.user);
}

const db::Command<db::Nothing> kNoteSessionUse{
    "note_session_use",
    {"'\\x00'", "(select id from users limit 1)"},
    "update sessions set last_used_at = now() where user_id = $2 and token_digest = $1"};

Task<> note_session_use(db::Database& database, Id user, Digest token) {
  co_await database.run(kNoteSessionUse, token, user);
}

const db::Command<db::Nothing> kNoteApiKeyUse{
    "note_api_key_use",
    {"'\\x00'", "(select id from users limit 1)"},
    "update api_keys set last_used_at = now() where user_id = $2 and key_digest = $1"};

Task<> note_api_key_use(db::Database& database, Id user, Digest key) {
  co_await database.run(kNoteApiKeyUse, key, user);
}

// Old sessions of the same user go on the way: nobody else would clear them away.
const db::Command<db::Nothing> kBeginSession{
    "begin_session", {"'\\x00'", "(select id from users limit 1)", "'a browser'", "5184000"}, R"sql(
    with outdated as (delete from sessions where user_id = $2 and expires_at < now())
    insert into sessions (token_digest, user_id, names_user, agent, expires_at)
    values ($1, $2, true, nullif($3, ''), now() + $4::float8 * interval '1 second'))sql"};

Task<> begin_session(db::Database& database, Digest token, Id user, std::string agent) {
  co_await database.run(kBeginSession, token, user, agent, kSessionLife.count());
}

// What ended is told by its digest.

const db::Command<db::Told> kEndSession{"end_session", {"'\\x00'", "(select id from users limit 1)"}, R"sql(
    delete from sessions where user_id = $2 and token_digest = $1
    returning token_digest as asked_by, encode(token_digest, 'hex') as told)sql"};

const db::Command<db::Told> kEndSessionOfBefore{"end_session_of_before", {"'\\x00'"}, R"sql(
    delete from sessions where token_digest = $1 and not names_user
    returning token_digest as asked_by, encode(token_digest, 'hex') as told)sql"};

Task<> end_session(db::Database& database, Credential token) {
  if (token.user)
    co_await database.run_and_tell(kCredentialsChannel, kEndSession, token.digest, *token.user);
  else
    co_await database.run_and_tell(kCredentialsChannel, kEndSessionOfBefore, token.digest);
}

const db::Command<db::Told> kEndAllSessions{"end_all_sessions", {"(select id from users limit 1)"}, R"sql(
    delete from sessions where user_id = $1
    returning user_id as asked_by, encode(token_digest, 'hex') as told)sql"};

Task<std::int64_t> end_all_sessions(db::Database& database, Id user) {
  auto ended = co_await database.run_and_tell(kCredentialsChannel, kEndAllSessions, user);
  co_return static_cast<std::int64_t>(ended.size());
}

const db::Command<db::Nothing> kAddApiKey{
    "add_api_key",
    {"'\\x00'", "(select id from users limit 1)", "'explained'", "'read'"},
    "insert into api_keys (key_digest, user_id, names_user, label, scope) values ($1, $2, true, $3, $4)"};

Task<> add_api_key(db::Database& database, Digest key, Id user, std::string label, std::string scope) {
  co_await database.run(kAddApiKey, key, user, label, scope);
}

const db::Query<ApiKey> kApiKeys{"api_keys",
                                 {"(select id from users limit 1)"},
                                 "select user_id as asked_by, id, label, scope, created_at, last_used_at, expires_at "
                                 "from api_keys where user_id = $1 order by label"};

Task<std::vector<ApiKey>> api_keys(db::Database& database, Id user) { return database.all(kApiKeys, user); }

const db::Command<db::Told> kRevokeApiKey{"revoke_api_key", {"(select id from users limit 1)", "'explained'"}, R"sql(
    delete from api_keys where user_id = $1 and label = $2
    returning user_id as asked_by, encode(key_digest, 'hex') as told)sql"};

Task<bool> revoke_api_key(db::Database& database, Id user, std::string label) {
  auto ended = co_await database.run_and_tell(kCredentialsChannel, kRevokeApiKey, user, label);
  co_return !ended.empty();
}

const db::Command<ApiKey> kMakeApiKey{
    "make_api_key", {"'\\x00'", "(select id from users limit 1)", "'explained'", "'read'", "30"}, R"sql(
    insert into api_keys (key_digest, user_id, names_user, label, scope, expires_at)
    select $1, users.id, true, $3, $4, now() + $5::float8 * interval '1 day'
    from users where users.id = $2 and (select count(*) from api_keys where user_id = $2) < 100
    returning key_digest as asked_by, id, label, scope, created_at, last_used_at, expires_at)sql"};

Task<std::optional<ApiKey>> add_api_key(db::Database& database, Digest key, Id user, std::string label,
                                        std::string scope, std::optional<std::int64_t> days) {
  return database.one(kMakeApiKey, key, user, label, scope, days);
}

const db::Query<Session> kSessions{"sessions_of_user", {"(select id from users limit 1)", "'\\x00'", "1209600"}, R"sql(
    select user_id as asked_by, id, created_at, last_used_at, least(expires_at, last_used_at + $3::float8 * interval '1 second') as expires_at, agent,
           token_digest = $2 as current
    from sessions
    where user_id = $1 and expires_at > now() and last_used_at > now() - $3::float8 * interval '1 second'
    order by token_digest = $2 desc, last_used_at desc limit 100)sql"};

Task<std::vector<Session>> sessions(db::Database& database, Id user, Digest current) {
  return database.all(kSessions, user, current, kSessionIdle.count());
}

const db::Command<db::Told> kEndOneSession{"end_one_session", {"(select id from users limit 1)", "1"}, R"sql(
    delete from sessions where user_id = $1 and id = $2
    returning user_id as asked_by, encode(token_digest, 'hex') as told)sql"};

const db::Command<db::Told> kEndOtherSessions{
    "end_other_sessions", {"(select id from users limit 1)", "'\\x00'"}, R"sql(
    delete from sessions where user_id = $1 and token_digest <> $2
    returning user_id as asked_by, encode(token_digest, 'hex') as told)sql"};

const db::Command<db::Told> kEndAllKeys{"end_all_keys", {"(select id from users limit 1)"}, R"sql(
    delete from api_keys where user_id = $1
    returning user_id as asked_by, encode(key_digest, 'hex') as told)sql"};

const db::Command<db::Told> kRevokeKeyById{"revoke_key_by_id", {"(select id from users limit 1)", "1"}, R"sql(
    delete from api_keys where user_id = $1 and id = $2
    returning user_id as asked_by, encode(key_digest, 'hex') as told)sql"};

namespace {

std::vector<std::string> digests_of(std::vector<db::Told> ended) {
  std::vector<std::string> digests;
  for (auto& row : ended) digests.push_back(std::move(row.told));
  return digests;
}

}  // namespace

Task<std::vector<std::string>> end_session(db::Database& database, Id user, Id session) {
  auto ended = co_await database.run_and_tell(kCredentialsChannel, kEndOneSession, user, session);
  co_return digests_of(std::move(ended));
}

Task<std::vector<std::string>> end_other_sessions(db::Database& database, Id user, Digest current) {
  auto ended = co_await database.run_and_tell(kCredentialsChannel, kEndOtherSessions, user, current);
  co_return digests_of(std::move(ended));
}

Task<std::vector<std::string>> end_all_credentials(db::Database& transaction, Id user) {
  auto ended = co_await transaction.run_and_tell(kCredentialsChannel, kEndAllSessions, user);
  auto keys = co_await transaction.run_and_tell(kCredentialsChannel, kEndAllKeys, user);
  ended.insert(ended.end(), keys.begin(), keys.end());
  co_return digests_of(std::move(ended));
}

Task<std::vector<std::string>> revoke_api_key(db::Database& database, Id user, Id key) {
  auto ended = co_await database.run_and_tell(kCredentialsChannel, kRevokeKeyById, user, key);
  co_return digests_of(std::move(ended));
}

}  // namespace mtm::store
