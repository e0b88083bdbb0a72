#include "history/cache.hpp"

namespace mtm::history {

Cache::Found Cache::find(Id user) {
  std::lock_guard lock(mutex_);
  auto found = by_user_.find(user.number);
  if (found == by_user_.end()) {
    auto held = held_.find(user.number);
    if (held == held_.end()) return {};
    return {held->second.history.lock(), held->second.kept_at, held->second.lineage};
  }
  order_.splice(order_.begin(), order_, found->second);
  return {found->second->history, found->second->kept_at, found->second->lineage};
}

void Cache::keep(HistoryPtr history, std::uint64_t lineage) {
  auto bytes = history->bytes();
  std::list<Entry> gone;  // destroyed after the lock
  std::lock_guard lock(mutex_);
  std::erase_if(held_, [](const auto& held) { return held.second.history.expired(); });
  auto remove = [&](Order::iterator entry) {
    bytes_ -= entry->bytes;
    auto of = entry->history->user.number;
    by_user_.erase(of);
    held_[of] = {entry->history, entry->kept_at, entry->lineage};
    gone.splice(gone.begin(), order_, entry);
  };
  auto user = history->user.number;
  if (auto earlier = by_user_.find(user); earlier != by_user_.end()) remove(earlier->second);
  held_.erase(user);
  if (bytes > budget_) {
    ++evictions_;
    held_[user] = {history, Clock::now(), lineage};
    return;
  }
  while (bytes_ + bytes > budget_) {
    remove(std::prev(order_.end()));
    ++evictions_;
  }
  order_.push_front({std::move(history), bytes, Clock::now(), lineage});
  by_user_.emplace(user, order_.begin());
  bytes_ += bytes;
}

Cache::Figures Cache::figures() const {
  std::lock_guard lock(mutex_);
  return {static_cast<std::int64_t>(order_.size()), static_cast<std::int64_t>(bytes_), evictions_};
}

}  // namespace mtm::history
