#include "http/deadlines.hpp"

#include <algorithm>

namespace mtm::http {

// None of these destroys anything here and now: they end waits, and the sessions find out when they run next.

void Deadlines::sweep(Deadline now) {
  for (auto& watched : watched_) {
    if (watched.deadline <= now) watched.overdue();
  }
}

void Deadlines::drain() {
  for (auto& watched : watched_) watched.drain();
}

void Deadlines::cut() {
  for (auto& watched : watched_) watched.cut();
}

void Deadlines::end_idlest() {
  auto earlier = [](const Watched& left, const Watched& right) { return left.idle_since < right.idle_since; };
  auto idlest = std::min_element(watched_.begin(), watched_.end(), earlier);
  if (idlest != watched_.end() && idlest->idle_since != Clock::time_point::max()) idlest->drain();
}

}  // namespace mtm::http
