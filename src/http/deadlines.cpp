#include "http/deadlines.hpp"

namespace mtm::http {

// None of the three destroys anything here and now: they end waits, and the sessions find out when they run next.

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

}  // namespace mtm::http
