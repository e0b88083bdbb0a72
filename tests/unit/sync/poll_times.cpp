#include "sync/poll_times.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace mtm::sync;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr double kMiddle = 0.5;  // no jitter

PollFacts silent(std::optional<milliseconds> silence) {
  PollFacts facts;
  facts.silence = silence;
  return facts;
}

PollFacts some_facts(std::mt19937& random) {
  PollFacts facts;
  if (random() % 8 != 0) facts.silence = milliseconds(random() % 100'000'000);
  facts.failures = static_cast<int>(random() % 12);
  facts.budget_used = std::uniform_real_distribution<double>(0, 1.1)(random);
  return facts;
}

}  // namespace

TEST_CASE("who listens is read every two minutes, others the less often the longer they have been silent") {
  struct Row {
    std::optional<milliseconds> silence;
    milliseconds pause;
  };
  for (const auto& row : {Row{0s, 2min},
                          {-5s, 2min},
                          {14min + 59s, 2min},
                          {15min, 10min},
                          {40min, 10min},
                          {2h, 30min},
                          {4h, 60min},
                          {24h * 400, 60min},
                          {std::nullopt, 60min}}) {
    CAPTURE(row.silence ? row.silence->count() : -1);
    CHECK(pause_before_poll(silent(row.silence), kMiddle) == row.pause);
  }
}

TEST_CASE("each failure in a row doubles the pause, up to an hour") {
  struct Row {
    int failures;
    milliseconds pause;
  };
  for (const auto& row : {Row{0, 2min}, {1, 2min}, {2, 4min}, {3, 8min}, {5, 32min}, {6, 60min}, {1000, 60min}}) {
    CAPTURE(row.failures);
    auto facts = silent(0s);
    facts.failures = row.failures;
    CHECK(pause_before_poll(facts, kMiddle) == row.pause);
  }
}

TEST_CASE("when the day's calls run short everybody is read less often") {
  struct Row {
    double used;
    milliseconds pause;
  };
  for (const auto& row : {Row{0, 2min}, {0.5, 2min}, {0.75, 4min}, {0.9, 10min}, {0.95, 20min}, {2, 20min}}) {
    CAPTURE(row.used);
    auto facts = silent(0s);
    facts.budget_used = row.used;
    CHECK(std::chrono::abs(pause_before_poll(facts, kMiddle) - row.pause) < 1s);
  }
}

TEST_CASE("a longer silence, one more failure, a fuller budget or more jitter never bring a reading forward") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    auto facts = some_facts(random);
    auto jitter = std::uniform_real_distribution<double>(0, 0.9)(random);
    auto pause = pause_before_poll(facts, jitter);
    auto later = facts;
    if (later.silence) *later.silence += milliseconds(random() % 10'000'000);
    CHECK(pause_before_poll(later, jitter) >= pause);
    later.silence.reset();
    CHECK(pause_before_poll(later, jitter) >= pause);
    later = facts;
    ++later.failures;
    CHECK(pause_before_poll(later, jitter) >= pause);
    later = facts;
    later.budget_used += 0.05;
    CHECK(pause_before_poll(later, jitter) >= pause);
    CHECK(pause_before_poll(facts, jitter + 0.1) > pause);
    CHECK(pause >= 108s);
    CHECK(pause <= 60min * 11);
  }
}
