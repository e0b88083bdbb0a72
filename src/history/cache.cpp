#include "history/cache.hpp"

namespace mtm::history {

Cache::Found Cache::find(Id user) {
  std::lock_guard lock(mutex_);
  auto found = by_user_.find(user.number);
  if (found == by_user_.end()) return {};
  order_.splice(order_.begin(), order_, found->second);
  return {found->second->history, found->second->kept_at};
}

void Cache::keep(HistoryPtr history) {
  auto bytes = history->bytes();
  std::list<Entry> gone;  // destroyed after the lock
  std::lock_guard lock(mutex_);
  auto remove = [&](Order::iterator entry) {
    bytes_ -= entry->bytes;
    by_user_.erase(entry->history->user.number);
    gone.splice(gone.begin(), order_, entry);
  };
  auto user = history->user.number;
  if (auto earlier = by_user_.find(user); earlier != by_user_.end()) remove(earlier->second);
  if (bytes > budget_) {
    ++evictions_;
    return;
  }
  while (bytes_ + bytes > budget_) {
    remove(std::prev(order_.end()));
    ++evictions_;
  }
  order_.push_front({std::move(history), bytes, Clock::now()});
  by_user_.emplace(user, order_.begin());
  bytes_ += bytes;
}

Cache::Figures Cache::figures() const {
  std::lock_guard lock(mutex_);
  return {static_cast<std::int64_t>(order_.size()), static_cast<std::int64_t>(bytes_), evictions_};
}

}  // namespace mtm::history
