// The histories of the people who were here lately, the least recently used out first. For any thread.
#pragma once
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/clock.hpp"
#include "history/history.hpp"

namespace mtm::history {

class Cache {
 public:
  explicit Cache(std::size_t budget_in_bytes) : budget_(budget_in_bytes) {}

  struct Found {
    HistoryPtr history;
    Clock::time_point kept_at;  // when it was last read, or found unchanged, in the database
    std::uint64_t lineage = 0;  // of that database (db/lineage.hpp)
  };

  /// Null when it is not there. One that had to make room, or never had any, is there for as long as a question holds
  /// it.
  Found find(Id user);

  /// In place of the one that was there; others make room. One that is larger than the budget is not kept at all.
  void keep(HistoryPtr history, std::uint64_t lineage);

  bool has_room_for(const History& history) const { return history.bytes() <= budget_; }

  struct Figures {
    std::int64_t histories, bytes, evictions;
  };
  Figures figures() const;

 private:
  struct Entry {
    HistoryPtr history;
    std::size_t bytes;
    Clock::time_point kept_at;
    std::uint64_t lineage;
  };
  using Order = std::list<Entry>;  // the most recently used first
  struct Held {
    std::weak_ptr<const History> history;
    Clock::time_point kept_at;
    std::uint64_t lineage;
  };

  const std::size_t budget_;
  mutable std::mutex mutex_;
  Order order_;
  std::unordered_map<std::int64_t, Order::iterator> by_user_;
  std::unordered_map<std::int64_t, Held> held_;  // only by questions
  std::size_t bytes_ = 0;
  std::int64_t evictions_ = 0;
};

}  // namespace mtm::history
