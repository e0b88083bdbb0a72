#include "store/users.hpp"

namespace mtm::store {

const db::Query<User> kUser{"user_by_id",
                            {"(select id from users limit 1)"},
                            "select id as asked_by, id, spotify_user_id, display_name, image_url, time_zone, "
                            "created_at from users where id = $1"};

Task<std::optional<User>> user(db::Database& database, Id id) { return database.one(kUser, id); }

const db::Command<db::Nothing> kHoldUser{
    "hold_user", {"(select id from users limit 1)"}, "select from users where id = $1 for key share"};

Task<> hold_user(db::Database& transaction, Id id) { co_await transaction.run(kHoldUser, id); }

const db::Command<db::Nothing> kSetTimeZone{
    "set_time_zone", {"(select id from users limit 1)", "'Europe/Berlin'"}, R"sql(
    update users set time_zone = $2
    where id = $1 and exists (select from pg_timezone_names where name = $2 and name !~ '^(posix|right)/|^(Factory|localtime|posixrules)$'))sql"};

Task<bool> set_time_zone(db::Database& database, Id user, std::string zone) {
  auto changed = co_await database.run(kSetTimeZone, user, zone);
  co_return changed > 0;
}

const db::Command<db::Nothing> kRememberLogin{"remember_login", {"'\\x00'", "'\\x00'", "'verifier'"}, R"sql(
    with outdated as (delete from logins where created_at < now() - interval '10 minutes')
    insert into logins (state_digest, browser_digest, verifier) values ($1, $2, $3))sql"};

Task<> remember_login(db::Database& database, Digest state, Digest browser, std::string verifier) {
  co_await database.run(kRememberLogin, state, browser, verifier);
}

struct Verifier {
  std::string verifier;
};
BOOST_DESCRIBE_STRUCT(Verifier, (), (verifier))

const db::Command<Verifier> kBurnLogin{"burn_login", {"'\\x00'", "'\\x00'"}, R"sql(
    delete from logins
    where state_digest = $1 and browser_digest = $2 and created_at > now() - interval '10 minutes'
    returning state_digest as asked_by, verifier)sql"};

Task<std::optional<std::string>> burn_login(db::Database& database, Digest state, Digest browser) {
  auto burnt = co_await database.one(kBurnLogin, state, browser);
  std::optional<std::string> verifier;
  if (burnt) verifier = burnt->verifier;
  co_return verifier;
}

struct GrantRow {
  Id user_id;
  db::Bytes access_token;
  std::optional<db::Bytes> refresh_token;
  std::string scopes;
  WallTime expires_at;
  WallTime authorized_at;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(GrantRow, (), (user_id, access_token, refresh_token, scopes, expires_at, authorized_at, state))

const db::Query<GrantRow> kGrant{"grant_of_user", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, user_id, access_token, refresh_token, scopes, expires_at, authorized_at, state
    from spotify_grants where user_id = $1)sql"};

const db::Command<GrantRow> kLockGrant{"lock_grant", {"(select id from users limit 1)"}, R"sql(
    select user_id as asked_by, user_id, access_token, refresh_token, scopes, expires_at, authorized_at, state
    from spotify_grants where user_id = $1 for update)sql"};

std::optional<Grant> grant_of(std::optional<GrantRow> row) {
  if (!row) return std::nullopt;
  Grant grant{row->user_id,    row->access_token.bytes, std::nullopt, row->scopes,
              row->expires_at, row->authorized_at,      row->state};
  if (row->refresh_token) grant.refresh_token = row->refresh_token->bytes;
  return grant;
}

Task<std::optional<Grant>> grant(db::Database& database, Id user) {
  auto row = co_await database.one(kGrant, user);
  co_return grant_of(std::move(row));
}

Task<std::optional<Grant>> lock_grant(db::Database& transaction, Id user) {
  auto row = co_await transaction.one(kLockGrant, user);
  co_return grant_of(std::move(row));
}

const db::Command<db::Nothing> kKeepGrant{
    "keep_grant", {"(select id from users limit 1)", "'\\x00'", "null", "''", "now()", "now()", "'ok'"}, R"sql(
    insert into spotify_grants (user_id, access_token, refresh_token, scopes, expires_at, authorized_at, state)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict on constraint grants_key do update
      set access_token = excluded.access_token, refresh_token = excluded.refresh_token, scopes = excluded.scopes,
          expires_at = excluded.expires_at, authorized_at = excluded.authorized_at, state = excluded.state)sql"};

Task<> keep_grant(db::Database& database, Grant grant) {
  db::Bytes access{grant.access_token};
  std::optional<db::Bytes> refresh;
  if (grant.refresh_token) refresh = db::Bytes{*grant.refresh_token};
  co_await database.run(kKeepGrant, grant.user_id, access, refresh, grant.scopes, grant.expires_at, grant.authorized_at,
                        grant.state);
}

const db::Command<db::Nothing> kKeepRefreshedGrant{
    "keep_refreshed_grant", {"(select id from users limit 1)", "'\\x00'", "null", "''", "now()", "now()"}, R"sql(
    update spotify_grants
    set access_token = $2, refresh_token = $3, scopes = $4, expires_at = $5, state = 'ok'
    where user_id = $1 and authorized_at >= $6 and authorized_at < $6::timestamptz + interval '1 millisecond')sql"};

Task<bool> keep_refreshed_grant(db::Database& database, Grant grant) {
  db::Bytes access{grant.access_token};
  std::optional<db::Bytes> refresh;
  if (grant.refresh_token) refresh = db::Bytes{*grant.refresh_token};
  auto kept = co_await database.run(kKeepRefreshedGrant, grant.user_id, access, refresh, grant.scopes, grant.expires_at,
                                    grant.authorized_at);
  co_return kept > 0;
}

const db::Command<db::Nothing> kForgetScope{
    "forget_scope", {"(select id from users limit 1)", "'user-library-read'"}, R"sql(
    update spotify_grants set scopes = btrim(replace(' ' || scopes || ' ', ' ' || $2 || ' ', ' '))
    where user_id = $1 and $2 = any (string_to_array(scopes, ' ')))sql"};

Task<> forget_scope(db::Database& database, Id user, std::string scope) {
  co_await database.run(kForgetScope, user, scope);
}

const db::Command<db::Nothing> kEndGrant{
    "end_grant",
    {"(select id from users limit 1)"},
    "update spotify_grants set state = 'needs_login', access_token = '', refresh_token = null where user_id = $1"};

Task<> end_grant(db::Database& database, Id user) { co_await database.run(kEndGrant, user); }

}  // namespace mtm::store
