#include "spotify/decisions.hpp"

#include <catch2/catch.hpp>

#include "spotify/breaker.hpp"

using namespace mtm;
using namespace mtm::spotify;
using namespace std::chrono_literals;

namespace {

constexpr auto kGet = Method::get;
constexpr auto kPut = Method::put;
constexpr auto kPost = Method::post;

Outcome status(unsigned code, std::string message = "") {
  Outcome outcome;
  outcome.status = code;
  outcome.message = std::move(message);
  return outcome;
}

Outcome status_after(unsigned code, std::chrono::seconds retry_after) {
  auto outcome = status(code);
  outcome.retry_after = retry_after;
  return outcome;
}

Outcome unreadable(unsigned code) {
  auto outcome = status(code);
  outcome.readable = false;
  return outcome;
}

Outcome no_answer(bool sent, bool worth_a_retry = true) {
  Outcome outcome;
  outcome.sent = sent;
  outcome.worth_a_retry = worth_a_retry;
  return outcome;
}

}  // namespace

TEST_CASE(
    "what follows an answer depends on the answer, on what was tried and on whether the question may be repeated") {
  struct Row {
    Outcome outcome;
    Tried tried;
    Method method;
    Verdict verdict;
    std::chrono::milliseconds pause;
  };
  const Row rows[] = {
      {status(200), {}, kGet, Verdict::ok, 0ms},
      {status(201), {}, kPost, Verdict::ok, 0ms},
      {unreadable(200), {}, kGet, Verdict::retry, 250ms},
      {unreadable(200), {3}, kGet, Verdict::unavailable, 0ms},
      {unreadable(201), {}, kPost, Verdict::unknown_outcome, 0ms},
      {status(302), {3}, kGet, Verdict::unavailable, 0ms},
      {status(400, "Invalid limit"), {}, kGet, Verdict::refused, 0ms},
      {status(413), {}, kPost, Verdict::refused, 0ms},
      {status(401), {}, kGet, Verdict::refresh_and_replay, 0ms},
      {status(401), {}, kPost, Verdict::refresh_and_replay, 0ms},
      {status(401), {2, true}, kGet, Verdict::needs_login, 0ms},
      {status(403), {}, kGet, Verdict::capability_off, 0ms},
      {status(403, "Forbidden"), {}, kGet, Verdict::not_ours, 0ms},
      {status(403, "Insufficient client scope"), {}, kPost, Verdict::missing_scope, 0ms},
      {status(403, "User not registered in the Developer Dashboard"), {}, kGet, Verdict::not_registered, 0ms},
      {status(403, "Active premium subscription required for the owner of the app."), {}, kGet, Verdict::blocked, 1h},
      {status(404), {}, kGet, Verdict::not_found, 0ms},
      {status(404, "Resource not found"), {}, kPut, Verdict::not_found, 0ms},
      {status_after(429, 3s), {}, kGet, Verdict::wait, 3s},
      {status_after(429, 3s), {}, kPost, Verdict::wait, 3s},
      {status_after(429, 0s), {}, kGet, Verdict::wait, 1s},
      {status_after(429, 48925s), {}, kGet, Verdict::wait, 48925s},
      {status_after(429, 1000h), {}, kGet, Verdict::wait, 48h},
      {status_after(429, 2s), {3}, kGet, Verdict::blocked, 2s},
      {status(429), {}, kGet, Verdict::wait, 5s},
      {status(429), {1, false, 1}, kGet, Verdict::wait, 10s},
      {status(429), {1, false, 4}, kGet, Verdict::wait, 80s},
      {status(429), {1, false, 1000}, kGet, Verdict::wait, 48h},
      {status(500), {1}, kGet, Verdict::retry, 250ms},
      {status(502), {2}, kGet, Verdict::retry, 500ms},
      {status(503), {3}, kGet, Verdict::unavailable, 0ms},
      {status_after(503, 2s), {1}, kGet, Verdict::retry, 2s},
      {status_after(503, 60s), {1}, kGet, Verdict::unavailable, 0ms},
      {status(503), {}, kPut, Verdict::retry, 250ms},
      {status(503), {}, kPost, Verdict::unknown_outcome, 0ms},
      {no_answer(true), {}, kGet, Verdict::retry, 250ms},
      {no_answer(true), {}, kPost, Verdict::unknown_outcome, 0ms},
      {no_answer(false), {}, kPost, Verdict::retry, 250ms},
      {no_answer(false), {3}, kPost, Verdict::unavailable, 0ms},
      {no_answer(false, false), {}, kGet, Verdict::unavailable, 0ms},
  };
  for (const auto& row : rows) {
    CAPTURE(row.outcome.status, row.outcome.message, row.tried.attempts, static_cast<int>(row.method));
    auto decision = after(row.outcome, row.tried, row.method, 0.5);
    CHECK(static_cast<int>(decision.verdict) == static_cast<int>(row.verdict));
    CHECK(decision.pause.count() == row.pause.count());
  }
}

TEST_CASE("jitter moves a retry between half and one and a half of its pause") {
  CHECK(after(status(500), {1}, kGet, 0).pause == 125ms);
  CHECK(after(status(500), {1}, kGet, 1).pause == 375ms);
}

TEST_CASE("Retry-After is a number of seconds, and nothing when it is anything else") {
  struct Row {
    const char* field;
    std::optional<std::chrono::seconds> wait;
  };
  const Row rows[] = {
      {"0", 0s},    {"1", 1s},  {"48925", 48925s}, {"99999999999999999999999", 48h},     {"172801", 48h}, {"", {}},
      {"soon", {}}, {"-1", {}}, {"1.5", {}},       {"Sat, 21 Nov 2026 09:06:00 GMT", {}}};
  for (const auto& row : rows) {
    CAPTURE(row.field);
    CHECK(read_retry_after(row.field) == row.wait);
  }
}

TEST_CASE("after five failures in a row calls fail at once, but for a probe now and then") {
  Breaker breaker;
  Clock::time_point now{};
  for (int failure = 0; failure < 4; ++failure) breaker.failed(now);
  CHECK(breaker.lets_through(now));
  breaker.answered();
  for (int failure = 0; failure < 4; ++failure) breaker.failed(now);
  CHECK(breaker.lets_through(now));
  breaker.failed(now);
  CHECK_FALSE(breaker.lets_through(now));
  CHECK_FALSE(breaker.lets_through(now + 999ms));
  CHECK(breaker.lets_through(now + 1s));
  CHECK_FALSE(breaker.lets_through(now + 1s));  // the probe is under way
  CHECK(breaker.lets_through(now + 2s));        // it was never heard of: another
  breaker.failed(now + 2s);
  CHECK_FALSE(breaker.lets_through(now + 3999ms));
  CHECK(breaker.lets_through(now + 4s));
  breaker.answered();
  CHECK(breaker.lets_through(now + 4s));
  CHECK(breaker.lets_through(now + 4s));
}

TEST_CASE("a breaker asks at least every half minute") {
  Breaker breaker;
  Clock::time_point now{};
  for (int failure = 0; failure < 50; ++failure) breaker.failed(now);
  CHECK_FALSE(breaker.lets_through(now + 29s));
  CHECK(breaker.lets_through(now + 30s));
}
