// Who watches a row waits for its NOTIFY, and looks every second only while none would be heard.
#include "api/changes.hpp"

#include <catch2/catch.hpp>

#include <boost/asio/use_future.hpp>

#include <optional>

using namespace mtm;

namespace {

constexpr auto kLong = std::chrono::hours(1);

Task<bool> wait(api::Watch& watch, Clock::duration limit) {
  auto woken = co_await watch.next(Clock::now() + limit);
  co_return woken;
}

/// A watch over one row of "lists", which begins to wait at once.
struct Waiting {
  explicit Waiting(api::Changes& changes, const std::string& row = "1") : watch(changes) { watch.add("lists", row); }

  void wait(Clock::duration limit = kLong) { done = asio::co_spawn(io, ::wait(watch, limit), asio::use_future); }
  /// What the wait came to, as far as all that can happen without the passing of time has happened.
  std::optional<bool> now() {
    io.restart();
    io.poll();
    if (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return std::nullopt;
    return done.get();
  }
  std::optional<bool> in_the_end() {
    io.restart();
    io.run_for(std::chrono::seconds(20));
    return now();
  }

  Loop io;
  api::Watch watch;
  std::future<bool> done;
};

}  // namespace

TEST_CASE("while changes are heard, who watches is woken by what is said of the row, and by nothing else") {
  api::Changes changes;
  changes.listening(true);
  Waiting waiting(changes);
  waiting.wait();
  CHECK(waiting.now() == std::nullopt);
  changes.heard("lists", "2");
  changes.heard("others", "1");
  CHECK(waiting.now() == std::nullopt);
  changes.heard("lists", "1");
  CHECK(waiting.now() == true);
}

TEST_CASE("while changes are heard, a row that does not change is not looked at before the deadline") {
  api::Changes changes;
  changes.listening(true);
  Waiting waiting(changes);
  waiting.wait(std::chrono::milliseconds(1500));  // longer than a second
  CHECK(waiting.in_the_end() == false);
}

TEST_CASE("while changes are not heard, the row is looked at all the same") {
  api::Changes changes;
  Waiting waiting(changes);
  waiting.wait();
  CHECK(waiting.in_the_end() == true);
}

TEST_CASE("whoever waits looks when hearing begins, and begins to poll when it ends") {
  api::Changes changes;
  Waiting waiting(changes);
  for (bool listening : {true, false}) {
    waiting.wait();
    CHECK(waiting.now() == std::nullopt);
    changes.listening(listening);
    CHECK(waiting.now() == true);
  }
  waiting.wait();
  CHECK(waiting.in_the_end() == true);
}

TEST_CASE("what is said between two waits is not missed") {
  api::Changes changes;
  changes.listening(true);
  Waiting waiting(changes);
  changes.heard("lists", "1");
  waiting.wait();
  CHECK(waiting.now() == true);
}

TEST_CASE("one watch hears of several rows, and none after its end") {
  api::Changes changes;
  changes.listening(true);
  {
    Waiting waiting(changes);
    waiting.watch.add("lists", "2");
    for (const char* row : {"1", "2"}) {
      waiting.wait();
      changes.heard("lists", row);
      CHECK(waiting.now() == true);
    }
  }
  changes.heard("lists", "2");
  changes.wake_all();
}
