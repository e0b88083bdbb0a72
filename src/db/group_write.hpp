// Writes that many clients make at once share one statement and one commit.
//
// While one group commits, the next one gathers; a group leaves as soon as a slot is free and the thread has no other
// work ready, so a lone write waits for nobody. Beside a group under way another one leaves only when it is no smaller
// than the last: under load groups grow to half of the writers, instead of dribbling out as their sockets become
// readable. Each writer gets its own verdict, after the commit. A group whose connection is lost is tried again on
// another one: its statement must be idempotent (on conflict do nothing). What can't be known by the deadline is
// Unavailable, never a success. Questions that many clients ask at once about one key each may travel the same way
// (GroupRead): PostgreSQL answers twenty keys in one statement for the price of five statements.
#pragma once
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <vector>

#include "core/races.hpp"
#include "db/pool.hpp"

namespace mtm::db {

struct GroupSettings {
  int slots = 2;             // groups under way at once
  std::size_t most = 256;    // writes in a group
  std::size_t queue = 4096;  // writes that wait; beyond it Unavailable at once
  bool growing = true;       // a group waits beside another until it is no smaller than the last one was
  Clock::duration patience =
      std::chrono::milliseconds(5);  // at most this long, so that nobody waits for a group that is stuck
  Clock::duration deadline = std::chrono::seconds(2);  // for a group whose connection is lost, to be tried again
};

/// `Verdict` must be default-constructible; the group's function returns one for each item, in their order. When
/// PostgreSQL refuses a group, or a lock holds it up, its members are tried one by one, so that each meets its own
/// error only. On a distributed database only items that are `together`, as two of one user, share a statement.
template <class Item, class Verdict>
class GroupWrite {
 public:
  using Commit = Task<std::vector<Verdict>> (*)(Database& database, const std::vector<Item>& group);

  using Together = bool (*)(const Item&, const Item&);

  GroupWrite(Pool& pool, Commit commit, GroupSettings settings = {}, Together together = nullptr)
      : pool_(pool), commit_(commit), settings_(settings), together_(together), patience_(pool.executor()) {}

  /// Throws Unavailable when the queue is full, when the database is away, or when the outcome can't be known in time.
  Task<Verdict> join(Item item) {
    if (!pool_.reachable()) co_await pool_.until_reconnected();
    if (!pool_.reachable()) throw Unavailable("the database can't be reached");
    if (waiting_.size() >= settings_.queue) throw Unavailable("too many writes are waiting");
    auto begin = [this](auto handler, Item written) {
      waiting_.push_back(Waiter{std::move(written), std::move(handler)});
      meters_.waiting.set(static_cast<std::int64_t>(waiting_.size()));
      plan_group();
    };
    auto verdict = asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr, Verdict)>(
        begin, use_task, std::move(item));
    co_return co_await std::move(verdict);
  }

  /// For any thread, as long as this lives.
  const GroupMeters& meters() const { return meters_; }

 private:
  using Handler = asio::any_completion_handler<void(std::exception_ptr, Verdict)>;
  struct Waiter {
    Item item;
    Handler handler;
  };
  struct Outcome {
    std::exception_ptr failure;
    Verdict verdict;
  };
  /// How a statement ended: with a verdict or a failure for all, refused by PostgreSQL, or behind a lock.
  enum class End { settled, refused, held_up };

  bool may_leave() const { return !waiting_.empty() && under_way_ < settings_.slots; }
  bool large_enough() const { return !settings_.growing || under_way_ == 0 || waiting_.size() >= last_size_; }

  /// The group leaves at the end of this turn of the loop, with all that arrived in it.
  void plan_group() {
    if (planned_ || !may_leave()) return;
    if (!large_enough()) return lose_patience_later();
    planned_ = true;
    asio::post(pool_.executor(), [this] {
      planned_ = false;
      if (!may_leave() || !large_enough()) return;
      leave();
    });
  }

  void leave() {
    ++under_way_;
    start(pool_.executor(), "a group of writes", run_group());
    plan_group();
  }

  /// Under load the timer is set two hundred times a second at most, and seldom finds anybody waiting.
  void lose_patience_later() {
    if (losing_patience_) return;
    losing_patience_ = true;
    patience_.expires_after(settings_.patience);
    patience_.async_wait([this](boost::system::error_code ended) {
      if (ended) return;
      losing_patience_ = false;
      if (may_leave()) leave();
    });
  }

  Task<> run_group() {
    std::vector<Item> items;
    std::vector<Handler> handlers;
    // Boost 1.81's handlers can be moved into a new place, but not over another one: nothing is erased in the middle.
    std::deque<Waiter> others;
    bool apart = together_ && pool_.distributed();
    while (!waiting_.empty() && items.size() < settings_.most) {
      auto& next = waiting_.front();
      if (apart && !items.empty() && !together_(items.front(), next.item)) {
        others.push_back(std::move(next));
      } else {
        items.push_back(std::move(next.item));
        handlers.push_back(std::move(next.handler));
      }
      waiting_.pop_front();
    }
    for (; !others.empty(); others.pop_back()) waiting_.push_front(std::move(others.back()));
    if (items.empty()) {  // another group, which left in the same turn, has taken all
      --under_way_;
      co_return;
    }
    last_size_ = items.size();
    meters_.count(items.size());
    meters_.waiting.set(static_cast<std::int64_t>(waiting_.size()));
    std::vector<Outcome> outcomes(items.size());
    auto end = co_await settle(items, outcomes.data());
    if (end != End::settled && items.size() > 1) co_await settle_each(items, handlers, outcomes);
    --under_way_;
    plan_group();
    for (std::size_t i = 0; i < handlers.size(); ++i)
      if (handlers[i]) answer(handlers[i], outcomes[i]);
  }

  /// One member may have spoilt it for all: each is asked again alone. Locks are waited for twice at most; whoever
  /// would come after that is held up like those who met them, for what the group was refused is another member's.
  Task<> settle_each(const std::vector<Item>& items, std::vector<Handler>& handlers, std::vector<Outcome>& outcomes) {
    std::exception_ptr lock;
    int locks = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (locks == 2) {
        outcomes[i] = Outcome{lock, {}};
        continue;
      }
      std::vector<Item> alone(1, items[i]);
      auto end = co_await settle(alone, &outcomes[i]);
      if (end == End::held_up) {
        lock = outcomes[i].failure;
        ++locks;
      } else {
        answer(handlers[i], outcomes[i]);
      }
    }
  }

  static void answer(Handler& handler, Outcome& outcome) {
    std::move(handler)(outcome.failure, std::move(outcome.verdict));
  }

  /// Fills in what became of each.
  Task<End> settle(const std::vector<Item>& items, Outcome* outcomes) {
    std::exception_ptr failure;
    auto end = End::settled;
    std::vector<Verdict> verdicts;
    try {
      verdicts = co_await commit(items);
    } catch (const Error&) {
      failure = std::current_exception();
      end = End::refused;
    } catch (const HeldUp&) {
      failure = std::current_exception();
      end = End::held_up;
    } catch (...) {
      failure = std::current_exception();
    }
    verdicts.resize(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) outcomes[i] = Outcome{failure, std::move(verdicts[i])};
    co_return end;
  }

  Task<std::vector<Verdict>> commit(const std::vector<Item>& items) {
    auto deadline = Clock::now() + settings_.deadline;
    for (;;) {
      try {
        co_return co_await commit_(pool_, items);
      } catch (const Error& error) {
        if (!error.transient() || Clock::now() >= deadline) throw;
      } catch (const ConnectionLost&) {
        if (Clock::now() >= deadline) throw;
      }
      meters_.retries.add();
      // A lost connection leaves its commit unknown: the members stay with us until one is back. The pause keeps a
      // group that meets the same failure again from spinning.
      co_await wait_for(std::chrono::milliseconds(20));
      co_await pool_.until_reachable(deadline);
    }
  }

  Pool& pool_;
  Commit commit_;
  GroupSettings settings_;
  Together together_;
  std::deque<Waiter> waiting_;
  int under_way_ = 0;
  std::size_t last_size_ = 0;
  bool planned_ = false;
  Timer patience_;
  bool losing_patience_ = false;
  GroupMeters meters_;
};

/// The same for questions: one statement answers all keys that wait.
template <class Key, class Answer>
using GroupRead = GroupWrite<Key, Answer>;

}  // namespace mtm::db
