#include "core/per_user_limit.hpp"

#include <utility>

namespace mtm {

std::shared_ptr<PerUserLimit::Turn> PerUserLimit::take(Id user) {
  std::lock_guard guard(mutex_);
  if (users_.count(user) >= most_) return nullptr;
  users_.insert(user);
  return std::make_shared<Turn>(*this, user);
}

void PerUserLimit::Turn::end() {
  if (std::exchange(ended_, true)) return;
  std::lock_guard guard(of_.mutex_);
  of_.users_.erase(of_.users_.find(user_));
}

}  // namespace mtm
