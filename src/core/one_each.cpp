#include "core/one_each.hpp"

#include <utility>

namespace mtm {

std::shared_ptr<OneEach::Turn> OneEach::take(Id user) {
  std::lock_guard guard(mutex_);
  bool first = users_.insert(user).second;
  return first ? std::make_shared<Turn>(*this, user) : nullptr;
}

void OneEach::Turn::end() {
  if (std::exchange(ended_, true)) return;
  std::lock_guard guard(of_.mutex_);
  of_.users_.erase(user_);
}

}  // namespace mtm
