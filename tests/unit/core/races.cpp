#include "core/races.hpp"

#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>
#include <catch2/catch.hpp>

using namespace mtm;
using namespace std::chrono;

namespace {

/// Runs a task to its end; one that hangs fails here.
void run(asio::io_context& context, Task<> task) {
  auto done = asio::co_spawn(context.get_executor(), std::move(task), asio::use_future);
  context.run_for(5s);
  REQUIRE(done.wait_for(0s) == std::future_status::ready);
  done.get();
}

Task<> at_once(bool& done) {
  done = true;
  co_return;
}

Task<> failing() {
  co_await wait_for(1ms);
  throw std::runtime_error("failed");
}

Task<> for_ever(bool& cancelled) {
  try {
    co_await wait_for(1h);
  } catch (const boost::system::system_error& error) {
    cancelled = error.code() == asio::error::operation_aborted;
    throw;
  }
}

Task<> notify_soon(Signal& signal) {
  co_await wait_for(1ms);
  signal.notify_all();
}

Task<> count_when_open(Signal& signal, int& count) {
  co_await signal.wait();
  ++count;
}

Task<> cancelled_wait(Signal& signal, bool& aborted) {
  try {
    co_await signal.wait();
  } catch (const boost::system::system_error& error) {
    aborted = error.code() == asio::error::operation_aborted;
  }
}

}  // namespace

TEST_CASE("the first of two tasks to finish cancels the other") {
  asio::io_context context;
  bool done = false, cancelled = false;
  run(context, first_of(at_once(done), for_ever(cancelled)));
  CHECK(done);
  CHECK(cancelled);
}

TEST_CASE("the first of two tasks to fail fails both") {
  asio::io_context context;
  bool cancelled = false;
  CHECK_THROWS_WITH(run(context, first_of(for_ever(cancelled), failing())), "failed");
  CHECK(cancelled);
}

TEST_CASE("a signal opens for all who wait") {
  asio::io_context context;
  Signal signal;
  int count = 0;
  start(context.get_executor(), "first", count_when_open(signal, count));
  start(context.get_executor(), "second", count_when_open(signal, count));
  run(context, notify_soon(signal));
  CHECK(count == 2);
}

TEST_CASE("a signal is not remembered, and a wait ends at its deadline") {
  asio::io_context context;
  Signal signal;
  signal.notify_all();
  run(context, signal.wait_until(Clock::now() + 1ms));
}

TEST_CASE("a cancelled wait for a signal says so") {
  asio::io_context context;
  Signal signal;
  bool aborted = false, done = false;
  run(context, first_of(cancelled_wait(signal, aborted), at_once(done)));
  CHECK(aborted);
  signal.notify_all();  // nobody is left in it
}

TEST_CASE("a signal may be gone before those who wait for it") {
  asio::io_context context;
  int count = 0;
  {
    Signal signal;
    start(context.get_executor(), "waits", count_when_open(signal, count));
    context.poll();
  }
  CHECK(count == 0);
}

TEST_CASE("a task that fails with nobody waiting does not end the thread") {
  asio::io_context context;
  start(context.get_executor(), "fails on purpose", failing());
  CHECK_NOTHROW(context.run_for(5s));
}
