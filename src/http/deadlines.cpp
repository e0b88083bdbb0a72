#include "http/deadlines.hpp"

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
  Watched* idlest = nullptr;
  for (auto& watched : watched_) {
    if (watched.is_idle() && (!idlest || watched.deadline < idlest->deadline)) idlest = &watched;
  }
  if (idlest) idlest->drain();
}

}  // namespace mtm::http
