#include "sync/play_reading.hpp"

#include "db/transaction.hpp"
#include "store/libraries.hpp"
#include "store/users.hpp"
#include "sync/play_keeping.hpp"

namespace mtm::sync {

PlayReading::PlayReading(db::Pool& database, spotify::Client& spotify, Grants& grants, std::string claimant,
                         store::ClaimedPoll claimed)
    : database_(database),
      spotify_(spotify),
      tokens_(grants, claimed.user_id),
      claimant_(std::move(claimant)),
      claimed_(std::move(claimed)) {}

Task<PlaysRead> PlayReading::read(double budget_used) {
  auto user = claimed_.user_id;
  auto read_at = wall_now();
  auto page = co_await spotify_.recently_played(tokens_);
  RecentPlays recent;
  bool same_page = claimed_.page_digest == digest_of(page);
  if (same_page)
    recent = seen_before(page);
  else
    recent = co_await compare_with_kept(database_, user, page);
  auto reading = reading_of(page, recent, claimed_, read_at, budget_used);
  if (recent.fresh.empty() && !unread_for_long(claimed_, read_at)) {
    bool ours = co_await store::end_poll(database_, user, claimant_, std::move(reading));
    if (!ours) throw ClaimLost();
    co_return PlaysRead();
  }

  PlaysRead read;
  auto transaction = co_await db::Transaction::begin(database_);
  co_await store::hold_user(transaction, user);
  auto version = co_await store::next_version(transaction, user);
  read.added = co_await keep_fresh_plays(transaction, user, version, recent);
  read.gap_found = co_await keep_gap_before(transaction, user, recent, claimed_, read_at);
  // Last, as in a capture: two that keep one person's plays take the rows in one order.
  bool ours = co_await store::end_poll(transaction, user, claimant_, std::move(reading));
  if (!ours) throw ClaimLost();
  co_await transaction.commit();
  co_return read;
}

}  // namespace mtm::sync
