// What to do after an answer of Spotify, or after none: decided from plain values, so that every case stands in a table
// (tests/unit/spotify/decisions.cpp).
#pragma once
#include <chrono>
#include <optional>
#include <string>

namespace mtm::spotify {

enum class Method { get, put, post, del };

/// A POST that is sent twice may be done twice; the others may be repeated.
constexpr bool may_repeat(Method method) { return method != Method::post; }

/// What became of a call. Without an answer the status is 0.
struct Outcome {
  unsigned status = 0;
  bool sent = true;           // whether Spotify can have seen the request at all
  bool readable = true;       // whether a good answer is the JSON it should be
  bool worth_a_retry = true;  // false for a wrong certificate, which does not mend itself within a second
  std::optional<std::chrono::seconds> retry_after;
  std::string message;  // of the error's body
  std::string reason;
};

/// What was done for the same question before.
struct Tried {
  int attempts = 1;        // calls made, this one included
  bool refreshed = false;  // whether the access token was already exchanged for a fresh one
  int refusals = 0;        // 429 without Retry-After in a row, over all calls of the app
};

enum class Verdict {
  ok,
  refresh_and_replay,  // 401: ask once more with a fresh access token
  needs_login,         // 401 with a fresh one
  retry,               // after `pause`
  wait,                // 429: nobody may call for `pause`; then this call goes again
  blocked,             // the whole app is refused for `pause`, and this call ends
  capability_off,
  not_ours,
  missing_scope,
  not_registered,
  not_found,
  unavailable,
  unknown_outcome,  // a change that may or may not have happened
  refused,          // our mistake
};

struct Decision {
  Verdict verdict = Verdict::ok;
  std::chrono::milliseconds pause{0};
};

/// `jitter` from 0 to 1 spreads the retries of many calls that failed together.
Decision after(const Outcome& outcome, const Tried& tried, Method method, double jitter);

/// Retry-After in seconds (RFC 9110 section 10.2.3); nothing when it is missing, a date, or not a number.
std::optional<std::chrono::seconds> read_retry_after(std::string_view field);

}  // namespace mtm::spotify
