// Who stands behind a cookie or a key. Only digests are kept: a stolen table opens no door.
#pragma once
#include <boost/describe.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/credential.hpp"
#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// A session ends after two weeks without use, and after sixty days whatever happens.
inline constexpr std::chrono::seconds kSessionIdle = std::chrono::hours(24 * 14);
inline constexpr std::chrono::seconds kSessionLife = std::chrono::hours(24 * 60);

/// Says on this channel, with the digest in hex, that a credential has ended; every process forgets it then.
inline constexpr const char* kCredentialsChannel = "credentials_ended";

struct Holder {
  Id user_id;
  bool may_write;
  double seconds_left;  // until it ends by itself, if nobody uses it
  bool stale;           // its last use should be noted anew
};
BOOST_DESCRIBE_STRUCT(Holder, (), (user_id, may_write, seconds_left, stale))

/// Nothing when there is none, or when it is another user's than the one whom the credential names.
Task<std::optional<Holder>> session_holder(db::Database& database, Credential token);
Task<std::optional<Holder>> api_key_holder(db::Database& database, Credential key);
Task<> note_session_use(db::Database& database, Id user, Digest token);
Task<> note_api_key_use(db::Database& database, Id user, Digest key);

/// Of a token that names the user.
Task<> begin_session(db::Database& database, Digest token, Id user, std::string agent);
Task<> end_session(db::Database& database, Credential token);
/// All of a user's sessions; the number that ended.
Task<std::int64_t> end_all_sessions(db::Database& database, Id user);

struct Session {
  Id id;
  WallTime created_at;
  WallTime last_used_at;
  WallTime expires_at;  // if nobody uses it
  std::optional<std::string> agent;
  bool current;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, created_at, last_used_at, expires_at, agent, current))

/// Those that still open the door, the one of this digest first, then the latest used; at most 100.
Task<std::vector<Session>> sessions(db::Database& database, Id user, Digest current);

// These return the digests (in hex) of what has ended.

Task<std::vector<std::string>> end_session(db::Database& database, Id user, Id session);
Task<std::vector<std::string>> end_other_sessions(db::Database& database, Id user, Digest current);
/// Sessions and keys. In a transaction.
Task<std::vector<std::string>> end_all_credentials(db::Database& transaction, Id user);
Task<std::vector<std::string>> revoke_api_key(db::Database& database, Id user, Id key);

struct ApiKey {
  Id id;
  std::string label;
  std::string scope;
  WallTime created_at;
  std::optional<WallTime> last_used_at;
  std::optional<WallTime> expires_at;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, label, scope, created_at, last_used_at, expires_at))

/// A key that names the user. Throws db::Error, not_unique("api_key_label_once"), when the user has a key of that
/// label.
Task<> add_api_key(db::Database& database, Digest key, Id user, std::string label, std::string scope);
/// The same for some days only; the key as it is listed. Nothing when the user has 100 keys, which is enough for
/// anybody.
Task<std::optional<ApiKey>> add_api_key(db::Database& database, Digest key, Id user, std::string label,
                                        std::string scope, std::optional<std::int64_t> days);
Task<std::vector<ApiKey>> api_keys(db::Database& database, Id user);
/// False when the user has no key of that label.
Task<bool> revoke_api_key(db::Database& database, Id user, std::string label);

}  // namespace mtm::store
