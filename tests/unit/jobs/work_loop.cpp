#include "jobs/work_loop.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>

using namespace mtm;
using namespace mtm::jobs;
using namespace std::chrono;

namespace {

/// Jobs of users, each of which runs until it is let go, and fails where that was asked.
class FakeQueue final : public Queue {
 public:
  FakeQueue(WorkLoop& loop, std::size_t most) : loop_(loop), most_(most) {}

  std::string kind() const override { return "tests"; }
  std::size_t most_at_once() const override { return most_; }
  Task<std::optional<Job>> claim() override {
    if (std::exchange(refused, false)) throw std::runtime_error("refused");
    std::optional<Job> job;
    if (!waiting.empty()) {
      job = this->job(waiting.front());
      waiting.pop_front();
    }
    co_return std::move(job);
  }
  Task<> renew(std::vector<JobKey>) override { co_return; }

  Job job(std::int64_t user) { return {{Id{user}, {}}, work(user)}; }
  void let_go() { let_go_.notify_all(); }

  std::deque<std::int64_t> waiting;
  std::vector<std::int64_t> begun, ended;
  bool refused = false;        // the next claim
  std::int64_t failing = 0;    // this user's job
  std::size_t most_begun = 0;  // at once

 private:
  Task<> work(std::int64_t user) {
    begun.push_back(user);
    most_begun = std::max(most_begun, begun.size() - ended.size());
    if (!loop_.stopping()) co_await let_go_.wait();
    ended.push_back(user);
    if (user == failing) throw std::runtime_error("failed");
  }

  WorkLoop& loop_;
  std::size_t most_;
  Signal let_go_;
};

struct Stage {
  mtm::Loop io;
  WorkLoop loop{io.get_executor()};
  FakeQueue queue{loop, 2};

  ~Stage() { io.end_tasks(); }

  /// What can happen without waiting.
  void run() {
    io.restart();
    io.poll();
  }
};

using Users = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("as many jobs run as the queue allows, and the next begins when one has ended") {
  Stage stage;
  stage.queue.waiting = {1, 2, 3};
  stage.loop.serve(stage.queue);
  stage.run();
  CHECK(stage.queue.begun == Users{1, 2});
  stage.queue.let_go();
  stage.run();
  CHECK(stage.queue.begun == Users{1, 2, 3});
  CHECK(stage.queue.most_begun == 2);
}

TEST_CASE("a job that fails frees its place") {
  Stage stage;
  stage.queue.failing = 1;
  stage.queue.waiting = {1};
  stage.loop.serve(stage.queue);
  stage.run();
  stage.queue.let_go();
  stage.run();
  stage.queue.waiting = {1, 2};
  stage.loop.wake(stage.queue);
  stage.run();
  CHECK(stage.queue.begun == Users{1, 1, 2});
}

TEST_CASE("a job whose lease expired while it runs here is not begun twice") {
  Stage stage;
  stage.queue.waiting = {1, 1, 2};
  stage.loop.serve(stage.queue);
  stage.run();
  CHECK(stage.queue.begun == Users{1, 2});
  stage.loop.run(stage.queue, stage.queue.job(2));
  stage.run();
  CHECK(stage.queue.begun == Users{1, 2});
}

TEST_CASE("a claim that fails does not end the loop") {
  Stage stage;
  stage.queue.refused = true;
  stage.queue.waiting = {1};
  stage.loop.serve(stage.queue);
  stage.run();
  CHECK(stage.queue.begun.empty());
  stage.loop.wake(stage.queue);
  stage.run();
  CHECK(stage.queue.begun == Users{1});
}

TEST_CASE("what runs comes to its end before a stop, and nothing new is begun") {
  Stage stage;
  stage.queue.waiting = {1, 2, 3};
  stage.loop.serve(stage.queue);
  stage.run();
  stage.loop.stop();
  bool ended = false;
  auto wait = [](WorkLoop& loop, bool& ended) -> Task<> {
    co_await loop.ended(Clock::now() + 5s);
    ended = true;
  };
  start(stage.io.get_executor(), "a test", wait(stage.loop, ended));
  stage.run();
  CHECK_FALSE(ended);
  stage.queue.let_go();
  stage.run();
  CHECK(ended);
  CHECK(stage.queue.ended == Users{1, 2});
  CHECK(stage.queue.begun == Users{1, 2});
}

TEST_CASE("a turn is taken again while there is more to do, and after every job where that was asked") {
  Stage stage;
  int turns = 0, left = 3;
  auto turn = [](int& turns, int& left) -> Task<bool> {
    ++turns;
    co_return --left > 0;
  };
  stage.loop.repeat_after_jobs("a test", 1h, [&] { return turn(turns, left); });
  stage.loop.serve(stage.queue);
  stage.run();
  CHECK(turns == 3);
  stage.loop.run(stage.queue, stage.queue.job(1));
  stage.run();
  stage.queue.let_go();
  stage.run();
  CHECK(turns == 4);
}
