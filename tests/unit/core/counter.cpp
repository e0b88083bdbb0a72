#include "core/counter.hpp"

#include <catch2/catch.hpp>

#include "core/prometheus.hpp"

using namespace mtm;
using namespace std::chrono_literals;

TEST_CASE("a duration falls into the first bucket that is not too short for it") {
  Durations durations;
  durations.add(100us);
  durations.add(101us);
  durations.add(10s);
  durations.add(11s);
  CHECK(durations.in_bucket(0) == 1);
  CHECK(durations.in_bucket(1) == 1);
  CHECK(durations.in_bucket(Durations::kBounds.size() - 1) == 1);
  CHECK(durations.in_bucket(Durations::kBounds.size()) == 1);
  CHECK(durations.sum_in_microseconds() == 201 + 21'000'000);
}

TEST_CASE("what is counted while it lives is counted down afterwards") {
  Counter counter;
  {
    Counted one(counter);
    Counted two(counter);
    CHECK(counter.value() == 2);
  }
  CHECK(counter.value() == 0);
}

TEST_CASE("figures are written as Prometheus reads them") {
  PrometheusText text;
  text.family("things_total", "counter", "Things.");
  text.sample(3, {{"name", "a \"b\" \\ c\nd"}});
  text.sample(12'345'678'901, {}, "_sum");
  text.single("warmth", "gauge", "How warm.", 0.25);
  CHECK(std::move(text).text() ==
        "# HELP things_total Things.\n# TYPE things_total counter\n"
        "things_total{name=\"a \\\"b\\\" \\\\ c\\nd\"} 3\n"
        "things_total_sum 12345678901\n"
        "# HELP warmth How warm.\n# TYPE warmth gauge\nwarmth 0.25\n");
}
