// Reads what one person played last, between captures: one call to Spotify, and nothing is written but when to look
// again while there is nothing new.
#pragma once
#include <string>

#include "db/pool.hpp"
#include "spotify/client.hpp"
#include "store/polls.hpp"
#include "sync/claim_lost.hpp"
#include "sync/grants.hpp"

namespace mtm::sync {

struct PlaysRead {
  std::int64_t added = 0;
  bool gap_found = false;
};

class PlayReading {
 public:
  /// All of them outlive the task of read().
  PlayReading(db::Pool& database, spotify::Client& spotify, Grants& grants, std::string claimant,
              store::ClaimedPoll claimed);

  /// Reads, keeps what is new, notes when to read again, and gives the claim back. `budget_used` as in PollFacts.
  /// Throws ClaimLost, db::Unavailable and what spotify/errors.hpp lists; then nothing was kept.
  Task<PlaysRead> read(double budget_used);

 private:
  db::Pool& database_;
  spotify::Client& spotify_;
  UserTokens tokens_;
  std::string claimant_;
  store::ClaimedPoll claimed_;
};

}  // namespace mtm::sync
