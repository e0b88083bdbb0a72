// The budget of one replica among several, which share the day's count.
#include <catch2/catch.hpp>

#include <stdexcept>

#include "spotify/client.hpp"
#include "unit/spotify/fake_server.hpp"

using namespace mtm;
using namespace mtm::spotify;
using namespace std::chrono_literals;

namespace {

/// The row that all replicas see, by a clock of its own.
class Day final : public SharedDay {
 public:
  Task<Answer> count(int allowed, bool passes_block) override {
    if (away) throw std::runtime_error("the database is away");
    Answer answer;
    answer.now = now;
    answer.state = state;
    answer.counted = calls < allowed && (passes_block || !state.blocked_until);
    if (answer.counted) ++calls;
    answer.state.last_day = {{now - 1h, calls}};
    co_return answer;
  }

  bool away = false;
  int calls = 0;
  BudgetState state;
  WallTime now = wall_now();
};

struct Replica {
  asio::io_context io{1};
  Budget budget;

  explicit Replica(Day& day, BudgetLimits limits = {90, 30s, 100, 5s, 48h}) : budget(limits, {}, &day) {}

  Turn take(Priority priority) { return run(io, budget.take(priority)); }
  int taken(Priority priority) {
    int count = 0;
    while (take(priority).now()) ++count;
    return count;
  }
};

}  // namespace

TEST_CASE("replicas together make the day's calls and no more, and each priority leaves a part to those above it") {
  Day day;
  Replica one(day), two(day);
  for (int i = 0; i < 20; ++i) {
    CHECK(one.take(Priority::enrichment).now());
    CHECK(two.take(Priority::enrichment).now());
  }
  CHECK(one.taken(Priority::enrichment) + two.taken(Priority::enrichment) == 10);
  CHECK(two.taken(Priority::library) == 30);
  CHECK(one.taken(Priority::library) == 0);
  CHECK(one.taken(Priority::login) == 20);
  CHECK(two.taken(Priority::login) == 0);
  CHECK(day.calls == 100);
}

TEST_CASE("a refused call is told by the shared clock when to come again, whatever this machine's clock says") {
  Day day;
  day.calls = 100;
  for (auto shift : {-48h, 0h, 48h}) {
    day.now = wall_now() + shift;
    Replica replica(day);
    auto turn = replica.take(Priority::login);
    CHECK(turn.wait == 23h + 10min);
    CHECK(turn.reason == "our own limit of 100 calls a day");
  }
}

TEST_CASE("a block that another replica met holds for the very next call, unless that is a login") {
  Day day;
  Replica replica(day);
  CHECK(replica.take(Priority::library).now());
  day.state.blocked_until = day.now + 1h;
  day.state.reason = "QUOTA_EXCEEDED";
  auto turn = replica.take(Priority::recently_played);
  CHECK(turn.wait == 1h);
  CHECK(turn.reason == "QUOTA_EXCEEDED");
  CHECK(replica.take(Priority::login).now());
  CHECK(day.calls == 2);
}

TEST_CASE("a call that can't be counted is not made, and takes no place from those after it") {
  Day day;
  asio::io_context io{1};
  FakeServer server(io);
  auto api = api_base_url(server.url());
  HttpClient http(io.get_executor(), {api.origin});
  Budget budget({2, 30s, 100, 0s, 48h}, {}, &day);
  Client client(http, budget, api);
  FixedToken token("token");
  day.away = true;
  for (int i = 0; i < 5; ++i) CHECK_THROWS_WITH(run(io, client.me(token)), "the database is away");
  CHECK(server.requests.empty());
  day.away = false;
  server.will_answer(answer(200, R"({"id":"demo"})"));
  CHECK(run(io, client.me(token)).id == "demo");
  CHECK(day.calls == 1);
}
