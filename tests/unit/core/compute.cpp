#include "core/compute.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace mtm;

namespace {

struct Counts {
  std::atomic<int> begun = 0, answered = 0, failed = 0;
};

Task<> calculate(ComputeThreads& threads, Executor home, Counts& counts, std::shared_future<void> may_end) {
  auto work = [&counts, may_end] {
    ++counts.begun;
    may_end.wait();
    return 1;
  };
  try {
    co_await threads.run(home, std::move(work));
    ++counts.answered;
  } catch (const std::exception&) {
    ++counts.failed;
  }
}

}  // namespace

TEST_CASE("threads for calculations that stop end what they have begun, begin nothing more, and nobody waits in vain") {
  std::promise<void> end;
  std::shared_future<void> may_end(end.get_future());
  Counts counts;
  Loop loop;
  ComputeThreads threads(2);
  for (int i = 0; i < 10; ++i)
    start(loop.get_executor(), "calculating", calculate(threads, loop.get_executor(), counts, may_end));
  loop.run_for(std::chrono::milliseconds(50));
  while (counts.begun < 2) std::this_thread::yield();
  std::thread stopping([&] { threads.stop(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  end.set_value();
  stopping.join();
  CHECK(counts.begun == 2);
  CHECK(counts.answered + counts.failed == 0);  // the loop has not gone on meanwhile
  loop.restart();
  loop.run();
  CHECK(counts.answered == 2);
  CHECK(counts.failed == 8);
}

TEST_CASE("what was calculated for a loop that has ended is destroyed with it") {
  std::promise<void> end;
  std::shared_future<void> may_end(end.get_future());
  Counts counts;
  ComputeThreads threads(1);
  {
    Loop loop;
    start(loop.get_executor(), "calculating", calculate(threads, loop.get_executor(), counts, may_end));
    start(loop.get_executor(), "calculating", calculate(threads, loop.get_executor(), counts, may_end));
    loop.run_for(std::chrono::milliseconds(50));
    end.set_value();
    threads.stop();
    loop.end_tasks();
  }
  CHECK(counts.answered + counts.failed == 0);
}
