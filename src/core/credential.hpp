// What a browser's cookie or a program's key looks like: "<user id>.<secret>", and "mtm_<user id>.<secret>" for a key.
// The number in front says where to look: sessions and keys lie with their user, and one of a user is found among that
// user's alone, on one shard of a distributed database. It proves nothing: the digest is of all of it, number included.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/crypto.hpp"
#include "core/id.hpp"

namespace mtm {

std::string new_session_token(Id user);
std::string new_api_key(Id user);

/// What a session or key is looked up by.
struct Credential {
  // The user id before the dot; Id{} when that is not a number, nullopt when there is no dot, as in credentials that
  // were issued before step 017, which are still valid.
  std::optional<Id> user;
  Digest digest{};
};

/// Of what a request shows, whatever that is.
Credential session_shown(std::string_view token);
Credential api_key_shown(std::string_view key);

}  // namespace mtm
