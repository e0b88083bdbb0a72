#include "loadtest/ledger.hpp"

#include <catch2/catch.hpp>

#include "loadtest/writer_process.hpp"

using namespace mtm::loadtest;

TEST_CASE("rows for all that was acknowledged, and for nothing else, are a clean audit") {
  Ledger ledger(2, 3);
  ledger.acknowledge({0, 0});
  ledger.acknowledge({1, 2});
  ledger.fail();
  auto audit = ledger.audit({{1, 2}, {0, 0}});
  REQUIRE(audit.clean());
  REQUIRE(audit.acknowledged == 2);
  REQUIRE(audit.found == 2);
  REQUIRE(ledger.tried() == 3);
}

TEST_CASE("an acknowledged write that is not there is lost") {
  Ledger ledger(1, 2);
  ledger.acknowledge({0, 0});
  ledger.acknowledge({0, 1});
  auto audit = ledger.audit({{0, 1}});
  REQUIRE(audit.lost == 1);
  REQUIRE_FALSE(audit.clean());
}

TEST_CASE("a lost write and an unacknowledged one do not make up for each other") {
  Ledger ledger(1, 2);
  ledger.acknowledge({0, 0});
  ledger.fail();
  auto audit = ledger.audit({{0, 1}});
  REQUIRE(audit.acknowledged == audit.found);
  REQUIRE(audit.lost == 1);
  REQUIRE(audit.unacknowledged == 1);
  REQUIRE_FALSE(audit.clean());
}

TEST_CASE("a row that is there twice is doubled") {
  Ledger ledger(1, 1);
  ledger.acknowledge({0, 0});
  auto audit = ledger.audit({{0, 0}, {0, 0}});
  REQUIRE(audit.doubled == 1);
  REQUIRE_FALSE(audit.clean());
}

TEST_CASE("rows of writers and tracks that the run never had are nobody's") {
  Ledger ledger(1, 1);
  ledger.acknowledge({0, 0});
  auto audit = ledger.audit({{0, 0}, {1, 0}, {0, 1}, {-1, 0}});
  REQUIRE(audit.unacknowledged == 3);
}

TEST_CASE("what a forked writer acknowledges stands in the ledger of its parent") {
  Ledger ledger(1, 2);
  WriterProcess process([&] {
    ledger.acknowledge({0, 1});
    Tally tally;
    tally.succeeded = 1;
    return tally;
  });
  REQUIRE(process.tally().succeeded == 1);
  REQUIRE(ledger.tried() == 1);
  REQUIRE(ledger.audit({{0, 1}}).clean());
}
