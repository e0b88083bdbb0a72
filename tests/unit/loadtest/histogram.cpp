#include "loadtest/histogram.hpp"

#include <catch2/catch.hpp>

using namespace mtm::loadtest;
using namespace std::chrono_literals;

namespace {

/// A percentile is never too low, and too high by the width of a bucket at most.
bool close_to(std::chrono::nanoseconds told, std::chrono::nanoseconds real) {
  return told >= real && told.count() <= real.count() * 1.008;
}

}  // namespace

TEST_CASE("an empty histogram says zero to everything") {
  Histogram histogram;
  REQUIRE(histogram.count() == 0);
  REQUIRE(histogram.percentile(0.99) == 0ns);
  REQUIRE(histogram.longest() == 0ns);
}

TEST_CASE("a single duration is every percentile, exactly") {
  Histogram histogram;
  histogram.record(123'456'789ns);
  REQUIRE(histogram.percentile(0) == 123'456'789ns);
  REQUIRE(histogram.percentile(0.5) == 123'456'789ns);
  REQUIRE(histogram.percentile(1) == 123'456'789ns);
}

TEST_CASE("percentiles of a thousand durations are right to a hundredth") {
  Histogram histogram;
  for (int i = 1; i <= 1000; ++i) histogram.record(i * 10us);
  REQUIRE(close_to(histogram.percentile(0.50), 5ms));
  REQUIRE(close_to(histogram.percentile(0.95), 9500us));
  REQUIRE(close_to(histogram.percentile(0.99), 9900us));
  REQUIRE(histogram.percentile(1) == 10ms);
}

TEST_CASE("any magnitude is kept to a hundredth, from nanoseconds to days") {
  for (std::chrono::nanoseconds value = 1ns; value < 100h; value *= 3) {
    Histogram histogram;
    histogram.record(value);
    histogram.record(200h);
    INFO(value.count());
    REQUIRE(close_to(histogram.percentile(0.5), value));
  }
}

TEST_CASE("the longest of all is told exactly, and no percentile is longer") {
  Histogram histogram;
  for (int i = 0; i < 1000; ++i) histogram.record(1ms);
  histogram.record(4'987'654'321ns);
  REQUIRE(histogram.longest() == 4'987'654'321ns);
  REQUIRE(histogram.percentile(1) == 4'987'654'321ns);
  REQUIRE(close_to(histogram.percentile(0.99), 1ms));
}

TEST_CASE("what took less than nothing took nothing") {
  Histogram histogram;
  histogram.record(-5ms);
  REQUIRE(histogram.count() == 1);
  REQUIRE(histogram.longest() == 0ns);
}

TEST_CASE("two histograms merged are one of all durations, whichever is bigger") {
  Histogram small, big;
  for (int i = 0; i < 10; ++i) small.record(1us);
  for (int i = 0; i < 90; ++i) big.record(1s);
  auto small_first = small, big_first = big;
  small_first.merge(big);
  big_first.merge(small);
  for (const auto& merged : {small_first, big_first}) {
    REQUIRE(merged.count() == 100);
    REQUIRE(close_to(merged.percentile(0.1), 1us));
    REQUIRE(close_to(merged.percentile(0.11), 1s));
    REQUIRE(merged.longest() == 1s);
  }
}

TEST_CASE("buckets that are handed over and restored give the same percentiles") {
  Histogram sent, received;
  for (int i = 1; i <= 500; ++i) sent.record(i * i * 1us);
  for (auto bucket : sent.buckets()) received.restore(bucket);
  REQUIRE(received.count() == sent.count());
  REQUIRE(received.longest() == sent.longest());
  for (double share : {0.0, 0.01, 0.5, 0.95, 0.99, 1.0}) REQUIRE(received.percentile(share) == sent.percentile(share));
}
