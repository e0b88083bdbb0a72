#include "loadtest/tally.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace mtm;
using namespace mtm::loadtest;
using namespace std::chrono_literals;

namespace {

Tally some_tally() {
  Tally tally;
  tally.succeeded = 7;
  tally.failures["database is locked"] = 2;
  tally.failures["503 busy, try again"] = 1;
  for (int i = 1; i <= 10; ++i) tally.latency.record(i * 1ms);
  tally.finished = Clock::time_point(12s);
  return tally;
}

}  // namespace

TEST_CASE("a tally counts its failures whatever they say") {
  REQUIRE(some_tally().failed() == 3);
  REQUIRE(some_tally().attempts() == 10);
}

TEST_CASE("merged tallies add up, failure by failure, and finish with the later one") {
  auto one = some_tally(), other = some_tally();
  other.finished = Clock::time_point(15s);
  other.failures["disk I/O error"] = 4;
  one.merge(other);
  REQUIRE(one.succeeded == 14);
  REQUIRE(one.failures.at("database is locked") == 4);
  REQUIRE(one.failures.at("disk I/O error") == 4);
  REQUIRE(one.latency.count() == 20);
  REQUIRE(one.finished == Clock::time_point(15s));
}

TEST_CASE("a tally arrives in another process as it was") {
  std::stringstream pipe;
  write(pipe, some_tally());
  auto tally = read_tally(pipe);
  REQUIRE(tally.succeeded == 7);
  REQUIRE(tally.failures == some_tally().failures);
  REQUIRE(tally.latency.count() == 10);
  REQUIRE(tally.latency.percentile(0.5) == some_tally().latency.percentile(0.5));
  REQUIRE(tally.latency.longest() == 10ms);
  REQUIRE(tally.finished == Clock::time_point(12s));
}

TEST_CASE("a tally whose end is missing is not believed") {
  std::ostringstream whole;
  write(whole, some_tally());
  auto text = whole.str();
  for (std::size_t size : {std::size_t{0}, text.size() / 2, text.size() - 5}) {
    std::istringstream cut(text.substr(0, size));
    REQUIRE_THROWS_AS(read_tally(cut), std::runtime_error);
  }
}
