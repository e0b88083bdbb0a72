#include "jobs/polls.hpp"

#include "core/log.hpp"
#include "store/gaps.hpp"
#include "store/users.hpp"
#include "sync/poll_times.hpp"
#include "sync/progress.hpp"
#include "sync/recent_plays.hpp"

namespace mtm::jobs {

namespace {

constexpr std::string_view kPollStep = "recently_played";  // the step of a capture that reads the same
constexpr auto kLookForGaps = std::chrono::minutes(5);
constexpr auto kBurst = std::chrono::seconds(2);       // between two looks (work_loop.cpp)
constexpr auto kLookAgain = std::chrono::seconds(1);   // not after every poll
constexpr auto kDueIsStale = std::chrono::seconds(5);  // other replicas take them, too
constexpr auto kNeedsLogin = std::chrono::hours(24);   // of a grant that has not ended; a login sets it back
constexpr auto kAfterBlock = std::chrono::minutes(2);  // within these everybody begins again, not at once

/// Half of what a process may ask within the window: the rest stays for what people wait for.
Clock::duration space_between(const spotify::BudgetLimits& limits) {
  return std::chrono::duration_cast<Clock::duration>(limits.window) / std::max(limits.calls_per_window / 2, 1);
}

}  // namespace

Polls::Polls(WorkLoop& loop, db::Pool& database, spotify::Client& spotify, const spotify::Budget& budget,
             sync::Grants& grants, Meters& meters, std::string claimant)
    : loop_(loop),
      database_(database),
      spotify_(spotify),
      budget_(budget),
      grants_(grants),
      meters_(meters),
      claimant_(std::move(claimant)),
      spacing_(space_between(budget.limits()), kBurst) {}

void Polls::start() {
  loop_.repeat("looking for people who were not read for long", kLookForGaps, [this] { return begin_gaps(); });
}

Task<std::optional<Job>> Polls::claim() {
  auto since = Clock::now() - looked_at_;
  if (since > kDueIsStale) due_.clear();
  bool look = due_.empty() && (more_are_due_ || since > kLookAgain);
  if (look) {
    std::string scope(sync::scope_of(kPollStep));
    auto people = co_await store::people_to_poll(database_, std::move(scope));
    due_.assign(people.begin(), people.end());
    more_are_due_ = people.size() == store::kMostToPoll;
    looked_at_ = Clock::now();
  }
  std::optional<Job> job;
  while (!job && !due_.empty() && spacing_.take(Clock::now())) {
    auto user = due_.front();
    due_.pop_front();
    std::optional<store::ClaimedPoll> claimed;
    try {
      claimed = co_await store::claim_poll(database_, user, claimant_);
    } catch (const db::HeldUp&) {
      // Somebody is changing it for long, such as a deletion; the next one need not wait for that.
    }
    if (!claimed) continue;
    JobKey key{user, {}};
    job = Job{std::move(key), poll(std::move(*claimed))};
  }
  co_return std::move(job);
}

Task<> Polls::renew(std::vector<JobKey> running) {
  std::vector<Id> users;
  for (const auto& key : running) users.push_back(key.user);
  co_await store::renew_poll_claims(database_, claimant_, std::move(users));
}

double Polls::budget_used() const {
  std::int64_t calls = 0;
  for (const auto& stretch : budget_.state().last_day) calls += stretch.calls;
  return static_cast<double>(calls) / std::max(budget_.limits().calls_per_day, 1);
}

Task<> Polls::poll(store::ClaimedPoll claimed) {
  Counted counted(meters_.polls_under_way);
  auto user = claimed.user_id;
  std::optional<WallTime> blocked_until;
  std::string reason;
  bool needs_login = false, refused_scope = false;
  try {
    sync::PlayReading reading(database_, spotify_, grants_, claimant_, claimed);
    auto read = co_await reading.read(budget_used());
    (read.added > 0 ? meters_.polls_with_plays : meters_.polls_without_plays).add();
    meters_.plays_polled.add(read.added);
    if (read.gap_found) meters_.gaps_found.add();
    if (read.added > 0) log(Level::debug, "plays kept", {{"user", user.number}, {"added", read.added}});
    co_return;
  } catch (const sync::ClaimLost&) {
    co_return;
  } catch (const spotify::Blocked& blocked) {
    blocked_until = blocked.until;
  } catch (const spotify::NeedsLogin&) {
    needs_login = true;
  } catch (const spotify::Forbidden& refused) {
    refused_scope = refused.cause == spotify::Forbidden::Cause::missing_scope;
    reason = refused.what();
  } catch (const spotify::Error& failure) {
    reason = failure.what();
  } catch (
      const db::Error& refused) {  // what was read can't be kept, now or at all: the same page is not fetched at once
    reason = refused.what();
  }
  auto jitter = sync::random_share();
  if (blocked_until) {
    meters_.polls_postponed.add();
    auto spread = std::chrono::duration_cast<std::chrono::milliseconds>(kAfterBlock * jitter);
    co_return co_await postpone(claimed, *blocked_until + spread, claimed.failures);
  }
  meters_.polls_failed.add();
  if (needs_login) co_return co_await postpone(claimed, wall_now() + kNeedsLogin, claimed.failures);
  log(Level::warning, "poll failed", {{"user", user.number}, {"reason", std::string_view(reason)}});
  if (refused_scope) {
    std::string scope(sync::scope_of(kPollStep));
    co_await store::forget_scope(database_, user, std::move(scope));
    co_return co_await store::stop_polling(database_, user);
  }
  sync::PollFacts facts;
  facts.failures = claimed.failures + 1;
  facts.silence = std::chrono::milliseconds(0);
  facts.budget_used = budget_used();
  co_await postpone(claimed, wall_now() + sync::pause_before_poll(facts, jitter), facts.failures);
}

Task<> Polls::postpone(const store::ClaimedPoll& claimed, WallTime until, int failures) {
  return store::postpone_poll(database_, claimed.user_id, claimant_, until, std::min(failures, 1000));
}

Task<bool> Polls::begin_gaps() {
  auto before = wall_now() - sync::kFiftyPlays;
  auto people = co_await store::people_not_read_since(database_, before);
  bool begun_any = false;
  for (auto user : people) {
    bool begun = false;
    try {
      begun = co_await store::begin_gap(database_, user, before);
    } catch (const db::HeldUp&) {
      // Their history is being changed for long, as by an import; they are looked at again in a while.
    }
    if (!begun) continue;
    begun_any = true;
    meters_.gaps_found.add();
    log(Level::info, "plays may be missing: nothing was read for long", {{"user", user.number}});
  }
  co_return begun_any;
}

}  // namespace mtm::jobs
