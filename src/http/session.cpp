#include "http/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include "core/log.hpp"
#include "http/answer_head.hpp"
#include "http/outgoing.hpp"
#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::http {
namespace {

// Copying so much is cheaper than a second buffer for the kernel to look at.
constexpr std::size_t kSmallBody = 16 * 1024;
constexpr auto kLinger = std::chrono::seconds(1);

Task<Response> everything_allowed() {
  co_return no_content().with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

}  // namespace

Session::Session(std::shared_ptr<Site> site, Socket socket, std::string client)
    : site_(std::move(site)),
      wire_(std::move(socket), site_->limits.buffer, site_->limits.write_stall),
      reader_(wire_, *site_),
      request_(reader_.request()),
      client_(std::move(client)) {
  request_.client = client_;
  site_->deadlines.add(wire_);
  ++site_->connections;
}

Session::~Session() {
  --site_->connections;
  site_->connection_ended.notify_all();
}

Task<> Session::run(std::unique_ptr<Session> session) {
  try {
    co_await session->converse();
  } catch (const boost::system::system_error&) {
    // The client went away, which is its right.
  } catch (const std::exception& error) {
    log(Level::error, "connection failed", {{"reason", error.what()}});
  }
}

Task<> Session::converse() {
  while (keep_alive_) {
    Response response;
    bool refused = false;
    try {
      reader_.begin();
      while (!reader_.has_head()) {
        Error error;
        auto bytes = co_await wire_.receive(error);
        if (!reader_.received(bytes, error)) co_return;
      }
      bool complete = reader_.read_head();
      admit();
      if (!complete) co_await reader_.receive_body();
    } catch (const Problem& problem) {
      refused = true;
      response = refuse(problem);
    } catch (const boost::system::system_error&) {
      throw;
    } catch (
        ...) {  // the application could not say where the body goes, which now stands in the way of the next request
      refused = true;
      keep_alive_ = false;
      response = site_->application.refuse(std::current_exception(), request_);
    }

    wire_.deadline = Deadline::max();  // the time is the application's now
    if (!refused) {
      try {
        response = co_await answer();
      } catch (...) {
        response = site_->application.refuse(std::current_exception(), request_);
      }
    }
    if (site_->draining || ++requests_ >= site_->limits.requests) keep_alive_ = false;

    request_.upload.reset();
    if (std::holds_alternative<Writing>(response.body) && request_.method != Method::head) {
      co_await let_write_itself(response);
      break;
    }
    bool written = write(response);
    report(response, body_to_send(response).size());
    if (!written) co_await wire_.write_rest();
  }
  co_await wire_.linger(kLinger);
}

/// The request is one that we know how to answer: from here it has a name and a clock.
void Session::admit() {
  started_ = Clock::now();
  keep_alive_ = reader_.keep_alive();
  auto id = request_.field("X-Request-Id");
  id_ = id && is_request_id(*id) ? *id : site_->ids.next();
  request_.id = id_;
}

/// The request for the server as a whole is no application's business (RFC 9110 section 9.3.7).
Task<Response> Session::answer() {
  if (request_.path == "*") return everything_allowed();
  return site_->application.answer(request_);
}

/// What is no well-formed request is answered here, and ends the connection: nobody knows where the next one begins.
Response Session::refuse(const Problem& problem) {
  keep_alive_ = false;
  request_.method = reader_.method();
  if (request_.id.empty()) {
    started_ = Clock::now();
    request_.id = id_ = site_->ids.next();
  }
  return to_response(problem, request_.id);
}

std::string_view Session::body_to_send(const Response& response) const {
  if (request_.method == Method::head || has_no_body(response.status)) return {};
  if (auto* text = std::get_if<std::string>(&response.body)) return *text;
  if (auto* bytes = std::get_if<std::string_view>(&response.body)) return *bytes;
  return {};
}

void Session::append_head_of(const Response& response, std::string& out) const {
  append_head(out, response,
              {site_->date, request_.id, site_->security(response.audience), reader_.is_http11(), keep_alive_});
}

bool Session::write(const Response& response) {
  auto& out = site_->answer;
  out.clear();
  append_head_of(response, out);
  auto body = body_to_send(response);
  if (body.size() <= kSmallBody) {
    out += body;
    body = {};
  }
  return wire_.write_now(out, body);
}

/// It runs beside a watch over the client, and the connection ends with it.
Task<> Session::let_write_itself(Response& response) {
  keep_alive_ = false;
  const std::string path(request_.path);  // the watch lets whatever the client still says take the request's place
  request_.path = path;
  std::string head;
  append_head_of(response, head);
  Outgoing out(wire_, std::move(head), reader_.is_http11());
  auto watching = wire_.until_gone();
  wire_.at_ease(true);
  try {
    auto writing = std::get<Writing>(response.body)(out);
    co_await first_of(std::move(writing), std::move(watching));
  } catch (const boost::system::system_error&) {
    // The client is gone, or the server drains.
  } catch (const std::exception& error) {
    log(Level::error, "response aborted",
        {{"path", loggable_path(request_.path)}, {"reason", error.what()}, {"id", request_.id}});
  }
  report(response, out.bytes());
}

void Session::report(const Response& response, std::size_t bytes) const {
  auto duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
  site_->application.answered(request_, response.status, duration);
  if (!logs(Level::info)) return;
  bool known = reader_.has_request_line();
  if (!known && !site_->may_report_refusal()) return;
  log_request({known ? to_string(request_.method) : "-", known ? loggable_path(request_.path) : "-",
               static_cast<int>(response.status), duration, static_cast<std::int64_t>(bytes), request_.id});
}

}  // namespace mtm::http
