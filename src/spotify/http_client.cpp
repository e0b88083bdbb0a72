#include "spotify/http_client.hpp"

#include <fmt/format.h>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>

#include "core/log.hpp"
#include "spotify/resolve.hpp"

namespace mtm::spotify {

namespace {

using boost::system::error_code;
using boost::system::system_error;

bool is_timeout(const error_code& error) {
  return error == boost::beast::error::timeout || error == asio::error::timed_out;
}

std::string reason(const error_code& error, std::chrono::milliseconds limit) {
  if (is_timeout(error)) return fmt::format("nothing came within {} ms", limit.count());
  if (error == boost::beast::http::error::end_of_stream) return "it closed the connection";
  return error.message();
}

/// The task itself was cancelled: that is no failure of Spotify's.
bool was_cancelled(const error_code& error) { return error == asio::error::operation_aborted; }

}  // namespace

NoAnswer::NoAnswer(const std::string& sentence, bool sent, bool worth_a_retry)
    : Unavailable(sentence), sent(sent), worth_a_retry(worth_a_retry) {}

asio::ssl::context system_trust() {
  asio::ssl::context trust(asio::ssl::context::tls_client);
  trust.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  trust.set_default_verify_paths();
  return trust;
}

HttpClient::HttpClient(const Executor& executor, std::vector<Origin> allowed, asio::ssl::context trust,
                       HttpLimits limits)
    : executor_(executor), allowed_(std::move(allowed)), trust_(std::move(trust)), limits_(limits) {
  trust_.set_verify_mode(asio::ssl::verify_peer);
}

Task<HttpAnswer> HttpClient::ask(Origin origin, HttpQuestion question) {
  if (std::find(allowed_.begin(), allowed_.end(), origin) == allowed_.end()) {
    throw Refused(fmt::format("{} is not one of Spotify's configured hosts", origin.host));
  }
  auto deadline = Clock::now() + limits_.whole_call;
  auto connection = kept(origin, question.method);
  Try outcome;
  if (connection) {
    outcome = co_await try_on(*connection, question, deadline);
    bool stale = outcome.error && !connection->heard() && !is_timeout(outcome.error);
    if (stale && may_repeat(question.method)) connection.reset();
  }
  if (!connection) {
    connection = co_await opened(origin, deadline);
    outcome = co_await try_on(*connection, question, deadline);
  }
  if (!outcome.answer) {
    bool too_long = outcome.error == boost::beast::http::error::body_limit;
    throw NoAnswer(fmt::format("{} did not answer: {}", origin.host, reason(outcome.error, limits_.whole_call)), true,
                   !too_long);
  }
  keep(origin, std::move(connection));
  co_return std::move(*outcome.answer);
}

Task<HttpClient::Try> HttpClient::try_on(HttpConnection& connection, const HttpQuestion& question, Deadline deadline) {
  Try outcome;
  try {
    outcome.answer = co_await connection.ask(question, deadline);
  } catch (const system_error& failure) {
    if (was_cancelled(failure.code())) throw;
    outcome.error = failure.code();
  }
  co_return outcome;
}

Task<std::unique_ptr<HttpConnection>> HttpClient::opened(const Origin& origin, Deadline deadline) {
  deadline = std::min<Deadline>(deadline, Clock::now() + limits_.connect);
  auto connection = make_connection(executor_, origin, trust_, limits_.body);
  error_code error;
  try {
    auto addresses = co_await resolve(origin, deadline);
    co_await connection->open(std::move(addresses), deadline);
  } catch (const system_error& failure) {
    if (was_cancelled(failure.code())) throw;
    error = failure.code();
  }
  if (!error) co_return connection;
  if (auto problem = connection->certificate_problem(); !problem.empty()) {
    log(Level::error, "refused a host that is not Spotify", {{"host", origin.host}, {"reason", problem}});
    throw NoAnswer(fmt::format("the certificate of {} was refused: {}", origin.host, problem), false, false);
  }
  throw NoAnswer(fmt::format("could not connect to {}: {}", origin.host, reason(error, limits_.connect)), false, true);
}

std::unique_ptr<HttpConnection> HttpClient::kept(const Origin& origin, Method method) {
  auto& idle = idle_[origin];
  auto longest = may_repeat(method) ? limits_.idle : limits_.idle_before_change;
  auto oldest = Clock::now() - longest;
  while (!idle.empty()) {
    auto candidate = std::move(idle.back());
    idle.pop_back();
    if (candidate.since >= oldest && candidate.connection->reusable()) return std::move(candidate.connection);
  }
  return nullptr;
}

void HttpClient::keep(const Origin& origin, std::unique_ptr<HttpConnection> connection) {
  auto& idle = idle_[origin];
  if (idle.size() >= limits_.idle_connections) idle.erase(idle.begin());
  if (connection->reusable()) idle.push_back({std::move(connection), Clock::now()});
}

}  // namespace mtm::spotify
