// The one coroutine type of the house, and what starts it.
//
// Every io_context is run by exactly one thread, so a Task never needs a strand or a lock: whatever it touches on its
// own thread is its own until the next co_await. Rules for g++ 12.2 (docs/decisions.md): await on a line of its own,
// into a name; no lambda with captures is ever a coroutine.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mtm {

namespace asio = boost::asio;

/// The executor is named, not type-erased: it costs nothing to copy and every operation on it can be inlined.
using Executor = asio::io_context::executor_type;

template <class T = void>
using Task = asio::awaitable<T, Executor>;

inline constexpr asio::use_awaitable_t<Executor> use_task{};

/// One thread's event loop. Tasks that still wait when it stops belong to it: they must be ended while what they use is
/// there.
class Loop : public asio::io_context {
 public:
  Loop() : io_context(1) {}
  /// Destroys every task that waits here, once the loop's thread has ended. Sockets and timers of the loop may be
  /// destroyed afterwards, but nothing more happens on them.
  void end_tasks() { shutdown(); }
};

/// Starts a task that nobody waits for. A failure that reaches its end is logged under `what`, never swallowed.
void start(const Executor& executor, const char* what, Task<> task);

/// Runs a task on the loop of another thread and comes back to this one with what it gave. Both must outlive it. It
/// must not be cancelled meanwhile: Asio 1.26 hands the signal to the other thread by a raw pointer.
template <class T>
Task<T> run_on(Executor executor, Task<T> task) {
  co_return co_await asio::co_spawn(executor, std::move(task), use_task);
}

}  // namespace mtm
