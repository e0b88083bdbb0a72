// Waits for what another thread or program is about to do, by looking again and again.
#pragma once
#include <chrono>
#include <thread>

namespace mtm::test {

using TestClock = std::chrono::steady_clock;

/// How long a test waits for what must happen: far longer than it takes, so that a busy machine fails no test.
inline constexpr std::chrono::seconds kPatience{20};

/// True as soon as `predicate()` is; false when it was not within the limit.
template <class Predicate>
bool eventually(Predicate predicate, TestClock::duration limit = kPatience) {
  auto end = TestClock::now() + limit;
  while (!predicate()) {
    if (TestClock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  return true;
}

}  // namespace mtm::test
