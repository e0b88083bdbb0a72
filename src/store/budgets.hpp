// How much of Spotify's patience is used up: one row per client id, shared by all replicas.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "core/json.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct SpotifyBudget {
  std::optional<WallTime> blocked_until;
  std::string blocked_why;
  Json calls;  // [{"since":"…","calls":N},…]
};
BOOST_DESCRIBE_STRUCT(SpotifyBudget, (), (blocked_until, blocked_why, calls))

Task<std::optional<SpotifyBudget>> spotify_budget(db::Database& database, std::string client_id);
/// A longer block that another replica met is never shortened.
Task<> keep_spotify_budget(db::Database& database, std::string client_id, SpotifyBudget budget);

}  // namespace mtm::store
