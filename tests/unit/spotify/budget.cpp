#include "spotify/budget.hpp"

#include <catch2/catch.hpp>

using namespace mtm;
using namespace mtm::spotify;
using namespace std::chrono_literals;

namespace {

const WallTime kNoon = *from_rfc3339("2026-11-21T12:00:00Z");

Moment at(std::chrono::milliseconds after_noon) { return {Clock::time_point(1h) + after_noon, kNoon + after_noon}; }

/// How many of `wanted` calls may go at that moment.
int taken(Budget& budget, Priority priority, const Moment& now, int wanted = 10000) {
  int count = 0;
  while (count < wanted && budget.take(priority, now).now()) ++count;
  return count;
}

}  // namespace

TEST_CASE("each priority leaves a part of the window to those that matter more") {
  Budget budget;
  CHECK(taken(budget, Priority::enrichment, at(0s)) == 45);
  CHECK(taken(budget, Priority::library, at(0s)) == 72 - 45);
  CHECK(taken(budget, Priority::playlist_write, at(0s)) == 81 - 72);
  CHECK(taken(budget, Priority::recently_played, at(0s)) == 85 - 81);
  CHECK(taken(budget, Priority::login, at(0s)) == 90 - 85);
}

TEST_CASE("the window rolls: there is room again when the oldest calls are 30 seconds old") {
  Budget budget;
  CHECK(taken(budget, Priority::login, at(0s), 60) == 60);
  CHECK(taken(budget, Priority::login, at(10s)) == 30);
  auto turn = budget.take(Priority::login, at(12s));
  CHECK(turn.wait == 18s);
  CHECK(turn.reason == "our own limit of 90 calls in 30 s");
  CHECK(budget.take(Priority::enrichment, at(12s)).wait == 18s);
  CHECK(taken(budget, Priority::login, at(29999ms)) == 0);
  CHECK(taken(budget, Priority::enrichment, at(30s)) == 15);
  CHECK(taken(budget, Priority::login, at(30s)) == 45);
}

TEST_CASE("the day rolls too, and a restart does not start it anew") {
  BudgetState kept;
  {
    Budget budget({}, [&](const BudgetState& state) { kept = state; });
    std::chrono::milliseconds time = 0s;
    for (int calls = 0; calls < 1500; time += 30s) calls += taken(budget, Priority::login, at(time));
    CHECK(time == 17 * 30s);
    auto turn = budget.take(Priority::login, at(time));
    CHECK(turn.wait == 24h + 10min - time);
    CHECK(turn.reason == "our own limit of 1500 calls a day");
  }
  CHECK(kept.last_day == std::vector<CallCount>{{kNoon, 1500}});
  Budget restarted;
  restarted.restore(kept, at(1h));
  CHECK(taken(restarted, Priority::login, at(1h)) == 0);
  CHECK(taken(restarted, Priority::login, at(24h + 9min)) == 0);
  CHECK(taken(restarted, Priority::login, at(24h + 10min)) == 90);
}

TEST_CASE("a low priority is refused for the day while a high one may still go") {
  Budget budget({90, 30s, 100, 5s, 48h});
  CHECK(taken(budget, Priority::enrichment, at(0s)) == 45);
  CHECK(taken(budget, Priority::enrichment, at(1min)) == 5);
  CHECK(budget.take(Priority::enrichment, at(2min)).wait > 23h);
  CHECK(taken(budget, Priority::login, at(2min)) == 50);
  CHECK(budget.take(Priority::login, at(3min)).wait > 23h);
}

TEST_CASE("when Spotify says wait, everybody waits, and no shorter wait shortens it") {
  Budget budget;
  budget.block(10s, "Too many requests", Priority::library, at(0s));
  budget.block(3s, "something else", Priority::library, at(1s));
  for (auto priority : {Priority::login, Priority::enrichment}) {
    auto turn = budget.take(priority, at(4s));
    CHECK(turn.wait == 6s);
    CHECK(turn.reason == "Too many requests");
  }
  CHECK(taken(budget, Priority::login, at(9999ms)) == 0);
  CHECK(taken(budget, Priority::login, at(10s)) == 90);
  CHECK_FALSE(budget.state().blocked_until);
}

TEST_CASE("a long wait keeps nobody from logging in, until a login is refused itself, and then for a minute") {
  Budget budget;
  budget.block(22h, "QUOTA_EXCEEDED", Priority::library, at(0s));
  CHECK(budget.take(Priority::recently_played, at(0s)).wait == 22h);
  CHECK(budget.take(Priority::login, at(0s)).now());
  budget.block(22h, "QUOTA_EXCEEDED", Priority::login, at(1s));
  auto turn = budget.take(Priority::login, at(31s));
  CHECK(turn.wait == 30s);
  CHECK(turn.reason == "QUOTA_EXCEEDED");
  CHECK(budget.take(Priority::login, at(61s)).now());
  CHECK(budget.take(Priority::recently_played, at(61s)).wait == 22h - 60s);
}

TEST_CASE("a block survives a restart, but never lasts longer than two days") {
  Budget budget;
  budget.block(1000h, "QUOTA_EXCEEDED", Priority::library, at(0s));
  CHECK(budget.state().blocked_until == kNoon + 48h);
  Budget restarted;
  restarted.restore(budget.state(), at(24h));
  CHECK(restarted.take(Priority::library, at(24h)).wait == 24h);
  CHECK(restarted.take(Priority::library, at(24h)).reason == "QUOTA_EXCEEDED");

  BudgetState absurd;
  absurd.blocked_until = kNoon + 10000h;
  Budget trusting;
  trusting.restore(absurd, at(0s));
  CHECK(trusting.take(Priority::library, at(0s)).wait == 48h);
}

TEST_CASE("what two replicas saw is joined to the stricter of both") {
  Budget budget;
  budget.block(1h, "mine", Priority::library, at(0s));
  BudgetState other;
  other.blocked_until = kNoon + 2h;
  other.reason = "theirs";
  other.refusals = 3;
  other.last_day = {{kNoon - 1h, 7}, {kNoon - 30h, 9}};
  budget.restore(other, at(0s));
  CHECK(budget.state().reason == "theirs");
  CHECK(budget.state().refusals == 3);
  CHECK(budget.state().last_day == std::vector<CallCount>{{kNoon - 1h, 7}});
  other.blocked_until = kNoon + 1min;
  budget.restore(other, at(0s));
  CHECK(budget.state().blocked_until == kNoon + 2h);
}

TEST_CASE("a block of another replica that is over is no news") {
  int changes = 0;
  Budget budget({}, [&](const BudgetState&) { ++changes; });
  BudgetState other;
  other.blocked_until = kNoon;
  other.reason = "theirs";
  budget.restore(other, at(0s));
  CHECK_FALSE(budget.state().blocked_until);
  CHECK(changes == 0);
}

TEST_CASE("whoever keeps the state hears of each change once, and of nothing else") {
  int changes = 0;
  Budget budget({}, [&](const BudgetState&) { ++changes; });
  budget.take(Priority::login, at(0s));
  CHECK(changes == 1);
  budget.answered();
  CHECK(changes == 1);
  budget.count_refusal();
  budget.block(5s, "x", Priority::library, at(0s));
  CHECK(changes == 3);
  budget.block(1s, "y", Priority::library, at(0s));
  budget.take(Priority::login, at(1s));
  CHECK(changes == 3);
  budget.answered();
  CHECK(changes == 4);
}

TEST_CASE("a calendar that is set back does not stretch the window") {
  Budget budget;
  CHECK(taken(budget, Priority::login, at(0s)) == 90);
  Moment later{at(30s).steady, kNoon - 24h};
  CHECK(taken(budget, Priority::login, later) == 90);
}
