#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <deque>

#include "core/races.hpp"
#include "loadtest/bench_rows.hpp"
#include "loadtest/http_client.hpp"
#include "loadtest/pace.hpp"
#include "loadtest/progress.hpp"
#include "loadtest/writers.hpp"

namespace mtm::loadtest {
namespace {

constexpr int kCreated = 201;

struct HttpRun {
  const Plan& plan;
  const HttpPlan& http;
  Origin origin;
  BenchRows& rows;
  Ledger& ledger;
};

struct Writer {
  HttpConnection connection;
  Tally tally;
};

/// "401 Log in first." of an answer that says what was wrong (RFC 9457), "502" of any other.
std::string reason_of(const Answer& answer) {
  simdjson::dom::parser parser;
  std::string_view detail;
  auto error = parser.parse(answer.body)["detail"].get(detail);
  return error ? std::to_string(answer.status) : fmt::format("{} {}", answer.status, detail);
}

/// Nothing when the write was acknowledged, else the message to count.
Task<std::string> write(Writer& writer, const std::string& request) {
  try {
    auto answer = co_await writer.connection.ask(request);
    if (answer.status == kCreated) co_return "";
    co_return reason_of(answer);
  } catch (const HttpError& error) {
    co_return error.what();
  }
}

Task<> write_playlist(const HttpRun& run, Writer& writer, int number_of_writer, Clock::time_point begin) {
  Pace pace(begin, run.plan.rate, run.plan.writers);
  auto last = deadline(run.plan, begin);
  auto target = fmt::format("/api/v1/playlists/{}/tracks", run.rows.playlist(number_of_writer));
  for (int number = 0; number < run.plan.writes; ++number) {
    auto due = pace.due(number_of_writer, number);
    if (due > Clock::now()) co_await wait_for(due - Clock::now());
    if (Clock::now() >= last) break;
    auto body = fmt::format(R"({{"track_id":{},"position":{}}})", run.rows.track(number), number);
    auto request = post_request(run.origin, target, run.http.key, body);
    auto failure = co_await write(writer, request);
    if (failure.empty()) {
      run.ledger.acknowledge({number_of_writer, number});
      ++writer.tally.succeeded;
    } else {
      run.ledger.fail();
      ++writer.tally.failures[failure];
    }
    writer.tally.finished = Clock::now();
    writer.tally.latency.record(writer.tally.finished - due);
  }
}

Task<> ask_once(HttpConnection& connection, const std::string& request, Answer& into) {
  into = co_await connection.ask(request);
}

/// Whose key it is, as the server says it.
std::string user_of_key(asio::io_context& io, const Origin& origin, const std::string& key) {
  HttpConnection connection(io.get_executor(), origin);
  auto request = get_request(origin, "/api/v1/me", key);
  Answer answer;
  std::vector<Task<>> tasks;
  tasks.push_back(ask_once(connection, request, answer));
  run_all(io, std::move(tasks));
  simdjson::dom::parser parser;
  std::string_view id;
  if (parser.parse(answer.body).at_pointer("/user/id").get(id))
    throw HttpError("the server does not take the key: " + reason_of(answer));
  return std::string(id);
}

}  // namespace

Outcome write_to_http(const Plan& plan, const HttpPlan& http) {
  asio::io_context io(1);
  auto origin = origin_of(http.url);
  BenchRows rows(http.dsn, user_of_key(io, origin, http.key), plan.writers, plan.writes);

  Outcome outcome;
  outcome.subject = "Music Time Machine";
  Ledger ledger(plan.writers, plan.writes);
  HttpRun run{plan, http, origin, rows, ledger};
  std::deque<Writer> writers;
  std::vector<Task<>> tasks;
  for (int i = 0; i < plan.writers; ++i) {
    auto& writer = writers.emplace_back(Writer{HttpConnection(io.get_executor(), origin), {}});
    tasks.push_back(writer.connection.connect());
  }
  run_all(io, std::move(tasks));

  auto begin = Clock::now();
  std::vector<Task<>> writing;
  for (int i = 0; i < plan.writers; ++i)
    writing.push_back(write_playlist(run, writers[static_cast<std::size_t>(i)], i, begin));
  {
    Progress progress(outcome.subject, plan.all(), [&] { return ledger.tried(); });
    run_all(io, std::move(writing));
  }
  for (const auto& writer : writers) outcome.tally.merge(writer.tally);
  outcome.elapsed = std::max(outcome.tally.finished, begin) - begin;
  outcome.audit = ledger.audit(rows.entries());
  return outcome;
}

}  // namespace mtm::loadtest
