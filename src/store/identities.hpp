// Who is who at Spotify: a user is found by a name of the account there, in a table of its own
// (sql/019_baseline.sql).
#pragma once
#include <optional>
#include <string>

#include "core/id.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// What the table calls them. A user id can be changed at Spotify, the public account id can't; some have none that we
/// know.
std::string identity_of_user(const std::string& spotify_user_id);
std::string identity_of_account(const std::string& account_id);

Task<std::optional<Id>> user_named(db::Database& database, std::string spotify_user_id);

/// The user of a Spotify account, made at its first login; two who make the same one at once get one user. An account
/// keeps its user when Spotify renames it: `account_id` is looked at first where Spotify gives one.
Task<Id> known_user(db::Database& transaction, std::string spotify_user_id, std::optional<std::string> account_id,
                    std::optional<std::string> display_name, std::optional<std::string> image_url);

}  // namespace mtm::store
