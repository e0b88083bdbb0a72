#include "core/races.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <utility>

namespace mtm {

Task<> first_of(Task<> left, Task<> right) {
  auto executor = co_await asio::this_coro::executor;
  auto race = asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(left), asio::deferred),
                                                      asio::co_spawn(executor, std::move(right), asio::deferred));
  asio::experimental::wait_for_one one;
  auto outcome = co_await race.async_wait(one, use_task);
  auto& [order, left_failure, right_failure] = outcome;
  auto failure = order[0] == 0 ? left_failure : right_failure;
  if (failure) std::rethrow_exception(failure);
}

Task<> wait_for(Clock::duration length) {
  auto executor = co_await asio::this_coro::executor;
  Timer timer(executor, length);
  co_await timer.async_wait(use_task);
}

/// Knows its door and is known by it, so that either may be destroyed first.
struct Signal::Waiter {
  Waiter(Signal& door, const Executor& executor, Deadline deadline) : timer(executor, deadline), door(&door) {
    door.waiting_.push_back(this);
  }
  ~Waiter() {
    if (door) std::erase(door->waiting_, this);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  Timer timer;
  Signal* door;  // null once it opened or is gone
};

Signal::~Signal() {
  for (auto* waiter : waiting_) waiter->door = nullptr;
}

void Signal::notify_all() {
  for (auto* waiter : std::exchange(waiting_, {})) {
    waiter->door = nullptr;
    waiter->timer.cancel();
  }
}

Task<> Signal::wait() { return wait_until(Deadline::max()); }

Task<> Signal::wait_until(Deadline deadline) {
  auto executor = co_await asio::this_coro::executor;
  Waiter waiter(*this, executor, deadline);
  boost::system::error_code error;
  auto token = asio::redirect_error(use_task, error);
  co_await waiter.timer.async_wait(token);
  // A timer that was cancelled while the door stayed shut: the task itself was cancelled.
  if (error && waiter.door) throw boost::system::system_error(error);
}

}  // namespace mtm
