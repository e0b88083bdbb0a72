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
  Json calls;  // [{"since":"…","calls":N},…], stretches of ten minutes of the last day
};
BOOST_DESCRIBE_STRUCT(SpotifyBudget, (), (blocked_until, blocked_why, calls))

struct CountedCall : SpotifyBudget {
  bool counted;
  WallTime now;
};
BOOST_DESCRIBE_STRUCT(CountedCall, (SpotifyBudget), (counted, now))

Task<std::optional<SpotifyBudget>> spotify_budget(db::Database& database, std::string client_id);
/// Adds one call to the last day's, unless there are `allowed` already or Spotify told us to wait and the call does not
/// pass that: of two replicas that ask at once the second sees the first one's call.
Task<CountedCall> count_spotify_call(db::Database& database, std::string client_id, int allowed, bool passes_block);
/// A longer block that another replica met is never shortened.
Task<> keep_spotify_block(db::Database& database, std::string client_id, WallTime until, std::string why);

}  // namespace mtm::store
