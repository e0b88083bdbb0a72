// The budget's part that all replicas share, as one row of PostgreSQL: without PostgreSQL nobody calls Spotify, for
// there would be no place for what it answers.
#pragma once
#include <string>

#include "db/database.hpp"
#include "spotify/budget.hpp"

namespace mtm::sync {

class BudgetRow final : public spotify::SharedDay {
 public:
  BudgetRow(db::Database& database, std::string client_id) : database_(database), client_id_(std::move(client_id)) {}

  /// These throw what db::Database does.
  Task<Answer> count(int allowed, bool passes_block) override;
  /// Brings the row's state to this process, and a longer block of this process to the row.
  Task<> exchange(spotify::Budget& budget);
  /// Whether the budget has a block that is not in the row yet.
  bool lacks_block_of(const spotify::Budget& budget) const { return budget.state().blocked_until > blocked_until_; }

 private:
  db::Database& database_;
  std::string client_id_;
  std::optional<WallTime> blocked_until_;  // as the row last had it
};

}  // namespace mtm::sync
