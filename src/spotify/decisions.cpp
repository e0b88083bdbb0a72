#include "spotify/decisions.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mtm::spotify {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kMostAttempts = 3;
constexpr seconds kLongestWait = 48h;  // a header of months would be a mistake; the longest that was seen is 22 hours
constexpr seconds kFirstUnnamedWait = 5s;
constexpr seconds kOwnerLapsed = 1h;  // "it can take a few hours before requests are allowed again"
constexpr milliseconds kFirstPause = 250ms;
constexpr seconds kLongestPause = 5s;  // what a call may wait in its place

bool says(const std::string& text, std::string_view words) { return text.find(words) != text.npos; }

Decision after_too_many(const Outcome& outcome, const Tried& tried) {
  seconds wait = kFirstUnnamedWait * (1 << std::clamp(tried.refusals, 0, 20));
  if (outcome.retry_after) wait = *outcome.retry_after;
  // At once is never: a Retry-After of 0 repeated without end would be a storm.
  wait = std::clamp<seconds>(wait, 1s, kLongestWait);
  return {tried.attempts < kMostAttempts ? Verdict::wait : Verdict::blocked, wait};
}

Decision after_forbidden(const Outcome& outcome) {
  if (says(outcome.message, "premium subscription")) return {Verdict::blocked, kOwnerLapsed};
  if (says(outcome.message, "scope")) return {Verdict::missing_scope};
  if (says(outcome.message, "not registered")) return {Verdict::not_registered};
  if (outcome.message.empty()) return {Verdict::capability_off};
  return {Verdict::not_ours};
}

Decision after_failure(const Outcome& outcome, const Tried& tried, Method method, double jitter) {
  if (!may_repeat(method) && outcome.sent) return {Verdict::unknown_outcome};
  auto pause = std::chrono::duration_cast<milliseconds>(kFirstPause * std::pow(2, tried.attempts - 1) * (0.5 + jitter));
  if (outcome.retry_after) pause = std::max<milliseconds>(pause, *outcome.retry_after);
  if (!outcome.worth_a_retry || tried.attempts >= kMostAttempts || pause > kLongestPause) return {Verdict::unavailable};
  return {Verdict::retry, pause};
}

}  // namespace

Decision after(const Outcome& outcome, const Tried& tried, Method method, double jitter) {
  auto status = outcome.status;
  if (status >= 200 && status < 300 && outcome.readable) return {Verdict::ok};
  if (status == 401) return {tried.refreshed ? Verdict::needs_login : Verdict::refresh_and_replay};
  if (status == 403) return after_forbidden(outcome);
  if (status == 404) return {Verdict::not_found};
  if (status == 429) return after_too_many(outcome, tried);
  // Redirects are never followed: where they lead is not Spotify.
  bool ours = status >= 400 && status < 500;
  if (ours) return {Verdict::refused};
  return after_failure(outcome, tried, method, jitter);
}

std::optional<seconds> read_retry_after(std::string_view field) {
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (field.empty() || end != field.data() + field.size() || value < 0) return std::nullopt;
  if (error == std::errc::result_out_of_range || value > kLongestWait.count()) return kLongestWait;
  return seconds(value);
}

}  // namespace mtm::spotify
