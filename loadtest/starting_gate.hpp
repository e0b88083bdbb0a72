// Holds writers back, in threads and in forked processes, until all of them are ready; then they start at one time.
#pragma once
#include "core/clock.hpp"
#include "loadtest/pipe.hpp"

namespace mtm::loadtest {

class StartingGate {
 public:
  /// For a writer: says that it is ready and waits for the others. Gives the time at which all begin.
  Clock::time_point wait();
  /// For a writer, or a process of writers, that can't begin: open() then throws instead of waiting for ever.
  void refuse() noexcept;
  /// Waits until so many writers are ready and lets them go.
  Clock::time_point open(int writers);

 private:
  Pipe ready_;   // a byte from each writer
  Pipe begins_;  // the time for each writer: the steady clock is the same in all processes
};

}  // namespace mtm::loadtest
