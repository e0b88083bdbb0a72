// People, and what ties them to their Spotify account.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/crypto.hpp"
#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct User {
  Id id;
  std::string spotify_user_id;
  std::optional<std::string> display_name;
  std::optional<std::string> image_url;
  std::optional<std::string> time_zone;
  WallTime created_at;
};
BOOST_DESCRIBE_STRUCT(User, (), (id, spotify_user_id, display_name, image_url, time_zone, created_at))

Task<std::optional<User>> user(db::Database& database, Id id);

/// Holds the user until the transaction ends, beside others who do: store::delete_history() waits for it, or it for
/// that. A transaction that writes tracks and rows of the user's own begins with it, so that neither waits with tracks
/// in hand.
Task<> hold_user(db::Database& transaction, Id id);

/// False for a zone that PostgreSQL does not know.
Task<bool> set_time_zone(db::Database& database, Id user, std::string zone);

/// A login on its way.
Task<> remember_login(db::Database& database, Digest state, Digest browser, std::string verifier);
/// The verifier, once, when that login was begun here by this browser no longer than ten minutes ago.
Task<std::optional<std::string>> burn_login(db::Database& database, Digest state, Digest browser);

struct Grant {
  Id user_id;
  std::string access_token;                  // sealed
  std::optional<std::string> refresh_token;  // sealed
  std::string scopes;
  WallTime expires_at;
  WallTime authorized_at;
  std::string state;  // ok, needs_login
};

Task<std::optional<Grant>> grant(db::Database& database, Id user);
/// The same row, locked until the transaction ends: one refresh at a time, whatever the number of processes.
Task<std::optional<Grant>> lock_grant(db::Database& transaction, Id user);
Task<> keep_grant(db::Database& database, Grant grant);
/// The tokens of a refresh, unless the grant has gone or is that of a later login. One that was marked as ended
/// meanwhile lives again: that was found out with a token which this refresh had replaced.
Task<bool> keep_refreshed_grant(db::Database& database, Grant grant);
/// Spotify refuses what this scope is for, whatever was granted once.
Task<> forget_scope(db::Database& database, Id user, std::string scope);
/// Spotify ended it: the tokens go, the row says that a login is needed.
Task<> end_grant(db::Database& database, Id user);

}  // namespace mtm::store
