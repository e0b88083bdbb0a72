// Who has a library here, for commands that are told whom they are about.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "db/blocking_connection.hpp"

namespace mtm::store {

bool knows_user(db::BlockingConnection& database, const std::string& spotify_user_id);

struct KnownUsers {
  std::vector<std::string> first;  // Spotify user ids, in their order
  std::int64_t count = 0;          // of all
};

KnownUsers known_users(db::BlockingConnection& database, int most);

}  // namespace mtm::store
