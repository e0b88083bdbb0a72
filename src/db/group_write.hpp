// Writes that many clients make at once share one statement and one commit.
//
// While one group commits, the next one gathers; a group leaves as soon as a slot is free and the thread has no other work
// ready, so a lone write waits for nobody and no timer adds latency. Each writer gets its own verdict, after the commit.
// A group whose connection is lost is tried again on another one: its statement must be idempotent (on conflict do
// nothing). What can't be known by the deadline is Unavailable, never a success.
// Questions that many clients ask at once about one key each may travel the same way (GroupRead): PostgreSQL answers twenty
// keys in one statement for the price of five statements.
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
  int slots = 2;                 // groups under way at once
  std::size_t most = 256;        // writes in a group
  std::size_t queue = 4096;      // writes that wait; beyond it Unavailable at once
  Clock::duration deadline = std::chrono::seconds(2);  // for a group whose connection is lost, to be tried again
};

struct GroupFigures {
  std::int64_t groups = 0;
  std::int64_t writes = 0;
  std::int64_t retries = 0;
  std::size_t waiting = 0;
};

/// `Verdict` must be default-constructible; the group's function returns one for each item, in their order, and may throw
/// only for the whole group.
template <class Item, class Verdict>
class GroupWrite {
 public:
  using Commit = Task<std::vector<Verdict>> (*)(Database& database, const std::vector<Item>& group);

  GroupWrite(Pool& pool, Commit commit, GroupSettings settings = {}) : pool_(pool), commit_(commit), settings_(settings) {}

  /// Throws Unavailable when the queue is full, when the database is away, or when the outcome can't be known in time.
  Task<Verdict> join(Item item) {
    if (!pool_.reachable()) co_await pool_.until_reconnected();
    if (!pool_.reachable()) throw Unavailable("the database can't be reached");
    if (waiting_.size() >= settings_.queue) throw Unavailable("too many writes are waiting");
    auto begin = [this](auto handler, Item written) {
      waiting_.push_back(Waiter{std::move(written), std::move(handler)});
      plan_group();
    };
    auto verdict = asio::async_initiate<const asio::use_awaitable_t<Executor>, void(std::exception_ptr, Verdict)>(
        begin, use_task, std::move(item));
    co_return co_await std::move(verdict);
  }

  GroupFigures figures() const {
    auto figures = figures_;
    figures.waiting = waiting_.size();
    return figures;
  }

 private:
  using Handler = asio::any_completion_handler<void(std::exception_ptr, Verdict)>;
  struct Waiter {
    Item item;
    Handler handler;
  };

  /// The group leaves at the end of this turn of the loop, with all that arrived in it.
  void plan_group() {
    if (planned_ || waiting_.empty() || under_way_ >= settings_.slots) return;
    planned_ = true;
    asio::post(pool_.executor(), [this] {
      planned_ = false;
      if (waiting_.empty() || under_way_ >= settings_.slots) return;
      ++under_way_;
      start(pool_.executor(), "a group of writes", run_group());
      plan_group();
    });
  }

  Task<> run_group() {
    std::vector<Item> items;
    std::vector<Handler> handlers;
    while (!waiting_.empty() && items.size() < settings_.most) {
      items.push_back(std::move(waiting_.front().item));
      handlers.push_back(std::move(waiting_.front().handler));
      waiting_.pop_front();
    }
    ++figures_.groups;
    figures_.writes += static_cast<std::int64_t>(items.size());
    std::exception_ptr failure;
    std::vector<Verdict> verdicts;
    try {
      verdicts = co_await commit(items);
    } catch (...) {
      failure = std::current_exception();
    }
    --under_way_;
    plan_group();
    verdicts.resize(handlers.size());
    for (std::size_t i = 0; i < handlers.size(); ++i) std::move(handlers[i])(failure, std::move(verdicts[i]));
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
      ++figures_.retries;
      // A lost connection leaves its commit unknown: the members stay with us until one is back. The pause keeps a group
      // that meets the same failure again from spinning.
      co_await wait_for(std::chrono::milliseconds(20));
      co_await pool_.until_reachable(deadline);
    }
  }

  Pool& pool_;
  Commit commit_;
  GroupSettings settings_;
  std::deque<Waiter> waiting_;
  int under_way_ = 0;
  bool planned_ = false;
  GroupFigures figures_;
};

/// The same for questions: one statement answers all keys that wait.
template <class Key, class Answer>
using GroupRead = GroupWrite<Key, Answer>;

}  // namespace mtm::db
