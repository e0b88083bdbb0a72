// Everybody's histories, as new as the database: the one way by which questions come to theirs.
//
// A request learns the version of its person's library from PostgreSQL, together with all others of its turn, and asks
// for a history that is no older. Mostly it is in the cache; otherwise what is missing is read, once for all who wait
// for it, on connections of its own, so that nobody's long history stands before another's short question.
#pragma once
#include <exception>
#include <unordered_map>

#include "core/counter.hpp"
#include "core/races.hpp"
#include "db/pool.hpp"
#include "history/cache.hpp"
#include "store/libraries.hpp"

namespace mtm::history {

struct Meters {
  Counter loads;     // of whole histories
  Counter updates;   // of what was newer than a known one
  Counter failures;  // of either
  Counter loading;   // under way
  Durations load_times;
};

class Histories {
 public:
  /// The pool belongs to the executor's thread; at most as many histories are read at once as it lends connections.
  Histories(const Executor& executor, db::Pool& pool, std::size_t budget_in_bytes)
      : executor_(executor), pool_(pool), cache_(budget_in_bytes) {}

  const Executor& executor() const { return executor_; }

  /// The history in memory, when it is at least of this state; null otherwise. For any thread.
  HistoryPtr cached(const store::LibraryState& state);

  /// The history at least as of this state, read where necessary. On the executor's thread: reach it by run_on().
  /// Throws as the pool does, also what another one's reading met that was joined. Who goes away meanwhile leaves the
  /// reading to the others.
  Task<HistoryPtr> fresh(store::LibraryState state);

  const Cache& cache() const { return cache_; }
  const Meters& meters() const { return meters_; }

 private:
  struct Reading {
    Signal ended;
    HistoryPtr history;
    std::exception_ptr failure;
  };

  Task<> read(store::LibraryState wanted, std::shared_ptr<Reading> reading);

  Executor executor_;
  db::Pool& pool_;
  Cache cache_;
  std::unordered_map<std::int64_t, std::shared_ptr<Reading>> readings_;  // under way, by user
  Meters meters_;
};

}  // namespace mtm::history
