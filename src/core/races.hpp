// Tasks that run side by side.
#pragma once
#include <boost/asio/basic_waitable_timer.hpp>

#include <vector>

#include "core/clock.hpp"
#include "core/task.hpp"

namespace mtm {

using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// Runs both; the first to finish, well or badly, cancels the other and is waited for.
Task<> first_of(Task<> left, Task<> right);

/// Waits; ends early only when the task is cancelled.
Task<> wait_for(Clock::duration length);

/// A door that tasks of one thread wait at until somebody opens it for all who wait now. Look before you wait: an
/// opening that nobody waited for is not remembered.
class Signal {
 public:
  Signal() = default;
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  ~Signal();

  void notify_all();
  Task<> wait();
  /// Returns at notify_all() or at the deadline, whichever comes first.
  Task<> wait_until(Deadline deadline);

 private:
  struct Waiter;
  std::vector<Waiter*> waiting_;
};

}  // namespace mtm
