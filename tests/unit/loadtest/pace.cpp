#include "loadtest/pace.hpp"

#include <catch2/catch.hpp>

#include "loadtest/writers.hpp"

using namespace mtm;
using namespace mtm::loadtest;
using namespace std::chrono_literals;

TEST_CASE("by the calendar, workers take turns and all together keep the rate") {
  Clock::time_point begin(100s);
  Pace pace(begin, 1000, 4);
  REQUIRE(pace.has_calendar());
  REQUIRE(pace.due(0, 0) == begin);
  REQUIRE(pace.due(1, 0) == begin + 1ms);
  REQUIRE(pace.due(3, 0) == begin + 3ms);
  REQUIRE(pace.due(0, 1) == begin + 4ms);
  REQUIRE(pace.due(0, 250) == begin + 1s);
}

TEST_CASE("without a rate an attempt is due when its worker is free") {
  Pace pace(Clock::time_point(100s), 0, 4);
  auto before = Clock::now();
  REQUIRE(pace.due(3, 7) >= before);
}

TEST_CASE("a writer whose first write stalls is late with those that were due meanwhile, and the latency says so") {
  Plan plan;
  plan.writers = 1;
  plan.writes = 5;
  plan.rate = 1000;
  Ledger ledger(1, 5);
  auto stall = 50ms;
  auto begin = Clock::now();
  auto tally = run_writer(plan, 0, begin, ledger, [&](int number) {
    while (number == 0 && Clock::now() < begin + stall) {
    }
  });
  REQUIRE(tally.succeeded == 5);
  // The fifth was due 4 ms after the begin, but could not be written before the stall was over.
  REQUIRE(tally.latency.percentile(0) >= stall - 4ms);
}

TEST_CASE("a writer counts what fails by its message and goes on") {
  Plan plan;
  plan.writers = 1;
  plan.writes = 6;
  Ledger ledger(1, 6);
  auto tally = run_writer(plan, 0, Clock::now(), ledger, [](int number) {
    if (number % 3 == 0) throw std::runtime_error("database is locked");
  });
  REQUIRE(tally.succeeded == 4);
  REQUIRE(tally.failures.at("database is locked") == 2);
  REQUIRE(ledger.tried() == 6);
  REQUIRE(ledger.audit({{0, 1}, {0, 2}, {0, 4}, {0, 5}}).clean());
}
