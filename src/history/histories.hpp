// Everybody's histories, as new as the database: the one way by which questions come to theirs.
//
// A request learns the version of its person's library from PostgreSQL, together with all others of its turn, and asks
// for a history that is no older. Mostly it is in the cache; otherwise what is missing is read, once for all who wait
// for it, on connections of its own, so that nobody's long history stands before another's short question. Histories
// that the cache has no room for, which are read again and again, are read one at a time: they leave a way for others.
#pragma once
#include <exception>
#include <unordered_map>
#include <unordered_set>

#include "core/compute.hpp"
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
  /// So many are read at once; the pool must lend as many connections. The others wait for their turn, however long it
  /// takes.
  static constexpr int kAtOnce = 2;

  /// The pool belongs to the executor's thread.
  Histories(const Executor& executor, db::Pool& pool, ComputeThreads& compute, std::size_t budget_in_bytes)
      : executor_(executor), pool_(pool), compute_(compute), cache_(budget_in_bytes) {}

  const Executor& executor() const { return executor_; }

  /// The history in memory, when it is at least of this state; null otherwise. For any thread.
  HistoryPtr cached(const store::LibraryState& state);

  /// The history at least as of this state, read where necessary; null when it is not there by then: it is still being
  /// read, for those who ask again within a few seconds. On the executor's thread: reach it by run_on(). Throws as the
  /// pool does, also what another one's reading met that was joined. Who goes away meanwhile leaves the reading to the
  /// others.
  Task<HistoryPtr> fresh(store::LibraryState state, Deadline deadline);

  const Cache& cache() const { return cache_; }
  const Meters& meters() const { return meters_; }

 private:
  struct Reading {
    Signal ended;
    std::uint64_t lineage = 0;  // of the database that it reads
    Clock::time_point wanted;   // when somebody last waited for it
    HistoryPtr history;
    std::exception_ptr failure;
  };

  Task<> read(store::LibraryState wanted, std::shared_ptr<Reading> reading);
  Task<> read_in_turn(store::LibraryState wanted, std::shared_ptr<Reading> reading);
  bool has_turn(bool large) const { return reading_now_ < kAtOnce && !(large && large_now_); }

  Executor executor_;
  db::Pool& pool_;
  ComputeThreads& compute_;
  Cache cache_;
  std::unordered_map<std::int64_t, std::shared_ptr<Reading>> readings_;  // under way, by user
  std::unordered_set<std::int64_t> large_;  // users whose histories the cache has no room for
  int reading_now_ = 0;
  bool large_now_ = false;  // one of those is being read
  Signal turn_;
  Meters meters_;
};

}  // namespace mtm::history
