#include "spotify/gate.hpp"

#include <fmt/format.h>

#include "core/races.hpp"
#include "spotify/broken_strings.hpp"

namespace mtm::spotify {

namespace {

std::string_view name(Method method) {
  switch (method) {
    case Method::put:
      return "PUT";
    case Method::post:
      return "POST";
    case Method::del:
      return "DELETE";
    case Method::get:
      break;
  }
  return "GET";
}

/// Without the query, which may say what nobody else needs to know.
std::string title(const HttpQuestion& question) {
  return fmt::format("{} {}", name(question.method), question.target.substr(0, question.target.find('?')));
}

std::string sentence(const std::string& title, const Outcome& outcome) {
  auto said = fmt::format("{}: Spotify answered {}", title, outcome.status);
  if (!outcome.readable) said += " with something else than JSON";
  for (const auto* words : {&outcome.reason, &outcome.message}) {
    if (!words->empty()) said += fmt::format(", {}", *words);
  }
  return said;
}

std::string why_blocked(const Outcome& outcome) {
  if (!outcome.reason.empty()) return outcome.reason;
  if (!outcome.message.empty()) return outcome.message;
  return fmt::format("Spotify answered {}", outcome.status);
}

}  // namespace

Gate::Gate(HttpClient& http, Budget& budget, BaseUrl base)
    : http_(http), budget_(budget), base_(std::move(base)), random_(std::random_device{}()) {}

Task<Heard> Gate::call(HttpQuestion question, Priority priority) {
  if (!breaker_.lets_through(Clock::now())) {
    throw Unavailable(fmt::format("{} does not answer; we ask again within half a minute", base_.origin.host));
  }
  co_await admitted(priority);
  auto method = question.method;
  question.target.insert(0, base_.path);
  auto what = title(question);
  Heard heard;
  try {
    auto answer = co_await http_.ask(base_.origin, std::move(question));
    heard.outcome = judged(answer, method);
    heard.sentence = sentence(what, heard.outcome);
    heard.body = std::move(answer.body);
  } catch (const NoAnswer& failure) {
    heard.outcome.sent = failure.sent;
    heard.outcome.worth_a_retry = failure.worth_a_retry;
    heard.sentence = fmt::format("{}: {}", what, failure.what());
  }
  const auto& outcome = heard.outcome;
  budget_.answers().count(outcome.status);
  bool well = outcome.status != 0 && outcome.status < 500 && outcome.readable;
  if (well)
    breaker_.answered();
  else
    breaker_.failed(Clock::now());
  if (well && outcome.status != 429) budget_.answered();
  co_return heard;
}

Task<> Gate::admitted(Priority priority) {
  auto patience_ends = Clock::now() + budget_.limits().patience;
  for (;;) {
    auto turn = co_await budget_.take(priority);
    if (turn.now()) co_return;
    if (Clock::now() + turn.wait > patience_ends) throw Blocked(turn.until, turn.reason);
    co_await wait_for(turn.wait);
  }
}

Outcome Gate::judged(HttpAnswer& answer, Method method) {
  Outcome outcome;
  outcome.status = answer.status;
  outcome.retry_after = answer.retry_after;
  if (answer.status >= 200 && answer.status < 300) {
    // Of a change the status says all that we must know; 204 says that there is nothing.
    bool may_be_empty = method != Method::get || answer.status == 204;
    outcome.readable = reader_.is_json(answer.body) || (answer.body.empty() && may_be_empty);
    if (!outcome.readable) {
      auto mended = without_broken_strings(answer.body);
      outcome.readable = reader_.is_json(mended);
      if (outcome.readable) answer.body = std::move(mended);
    }
    return outcome;
  }
  auto error = reader_.error(answer.body);
  outcome.message = std::move(error.message);
  outcome.reason = std::move(error.reason);
  return outcome;
}

void Gate::block(const Outcome& outcome, std::chrono::milliseconds pause, Priority priority) {
  auto now = moment_now();
  bool named = outcome.retry_after.has_value() || outcome.status != 429;
  const auto& until = budget_.state().blocked_until;
  // Calls that were under way together are refused together: that is one refusal, not several.
  if (!named && until && *until > now.wall) return;
  if (!named) budget_.count_refusal();
  budget_.block(pause, why_blocked(outcome), priority, now);
}

void Gate::throw_blocked() const {
  const auto& state = budget_.state();
  throw Blocked(state.blocked_until.value_or(wall_now()), state.reason);
}

double Gate::jitter() { return std::uniform_real_distribution<double>(0, 1)(random_); }

}  // namespace mtm::spotify
