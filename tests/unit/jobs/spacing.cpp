#include "jobs/spacing.hpp"

#include <catch2/catch.hpp>

using namespace mtm;
using namespace mtm::jobs;
using namespace std::chrono_literals;

TEST_CASE("after a rest as many may begin at once as the burst has room for, and then one in every space") {
  Clock::time_point start(1h);
  Spacing spacing(500ms, 2s);
  auto begun_at = [&](Clock::time_point now) {
    int begun = 0;
    while (spacing.take(now)) ++begun;
    return begun;
  };
  CHECK(begun_at(start) == 5);
  CHECK(begun_at(start) == 0);
  CHECK(begun_at(start + 400ms) == 0);
  CHECK(begun_at(start + 500ms) == 1);
  CHECK(begun_at(start + 1600ms) == 2);
  CHECK(begun_at(start + 1h) == 5);
}

TEST_CASE("in a long time no more begin than one in every space and one burst") {
  Clock::time_point now(1h);
  Spacing spacing(300ms, 2s);
  int begun = 0;
  for (int i = 0; i < 100'000; ++i, now += 1ms) begun += spacing.take(now) ? 1 : 0;
  CHECK(begun >= 100'000 / 300);
  CHECK(begun <= 100'000 / 300 + 8);
}
