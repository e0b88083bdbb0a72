#include "http/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include "core/log.hpp"
#include "http/answer_head.hpp"
#include "http/event_stream.hpp"
#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::http {
namespace {

// Copying so much is cheaper than a second buffer for the kernel to look at.
constexpr std::size_t kSmallBody = 16 * 1024;
// Of the kinds of bodies, the first that a session does not write by itself.
constexpr std::size_t kWritesItself = 2;
constexpr auto kLinger = std::chrono::seconds(1);

Task<Response> everything_allowed() {
  co_return no_content().with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

}  // namespace

Session::Session(std::shared_ptr<Site> site, Socket socket, std::string client)
    : site_(std::move(site)),
      wire_(std::move(socket), site_->limits.buffer, site_->limits.write_stall),
      client_(std::move(client)),
      scanner_(site_->limits.buffer) {
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
    log(Level::error, "a connection failed", {{"reason", error.what()}});
  }
}

Task<> Session::converse() {
  wire_.deadline = site_->now + site_->limits.header;  // a new connection has to say something soon
  while (keep_alive_) {
    begin_request();
    Response response;
    bool refused = false;
    try {
      while (!scanner_.scan(wire_.input().unread())) {
        Error error;
        auto bytes = co_await wire_.receive(error);
        if (!keep_receiving(bytes, error)) co_return;
      }
      read_head();
      if (!take_whole_body()) co_await receive_body();
    } catch (const Problem& problem) {
      refused = true;
      response = refuse(problem);
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

    if (response.body.index() >= kWritesItself && request_.method != Method::head) {
      co_await let_write_itself(response);
      break;
    }
    bool written = write(response);
    report(response, body_to_send(response).size());
    if (!written) co_await wire_.write_rest();
  }
  co_await wire_.linger(kLinger);
}

void Session::begin_request() {
  auto& input = wire_.input();
  input.consume(used_);
  used_ = 0;
  scanner_.reset();
  parser_.reset();
  request_.fields.clear();
  request_.path_parts.clear();
  request_.path = request_.query = request_.body = request_.id = {};
  request_.method = Method::get;
  request_.caller = {};
  request_.client = client_;
  has_begun_ = !input.empty();
  if (has_begun_) {
    wire_.deadline = site_->now + site_->limits.header;
  } else if (requests_ > 0) {
    input.shrink();
    wire_.deadline = site_->now + site_->limits.idle;
  }
  if (site_->draining && !has_begun_) wire_.deadline = Clock::now() + kLinger;
  wire_.at_ease(!has_begun_);
}

/// False when there is nothing to answer: the client or the server wants no more.
bool Session::keep_receiving(std::size_t bytes, const Error& error) {
  if (error == asio::error::operation_aborted && wire_.is_overdue()) {
    if (!has_begun_) return false;
    throw Problem(Status::request_timeout, "The request took too long to arrive.");
  }
  if (error == asio::error::operation_aborted) return wire_.has_arrived();  // a request came just before the drain
  if (error == asio::error::eof && has_begun_) throw Problem(Status::bad_request, "The request ends in its middle.");
  if (error) return false;

  wire_.input().received(bytes);
  if (!has_begun_) {
    has_begun_ = true;
    wire_.at_ease(false);
    if (requests_ > 0) wire_.deadline = site_->now + site_->limits.header;
  }
  return true;
}

/// What is no well-formed request is answered here, and ends the connection: nobody knows where the next one begins.
Response Session::refuse(const Problem& problem) {
  keep_alive_ = false;
  if (request_.id.empty()) {
    started_ = Clock::now();
    request_.id = id_ = site_->ids.next();
  }
  return to_response(problem, request_.id);
}

void Session::read_head() {
  started_ = Clock::now();
  auto head = wire_.input().unread().substr(scanner_.begin(), scanner_.end() - scanner_.begin());
  used_ = scanner_.end();
  parser_.emplace(request_, site_->limits.buffer, site_->limits.body);
  parser_->read_head(head);
  keep_alive_ = parser_->keep_alive();
  auto id = request_.field("X-Request-Id");
  id_ = id && is_request_id(*id) ? *id : site_->ids.next();
  request_.id = id_;
}

/// True when the request is complete, as nearly all are when their head is.
bool Session::take_whole_body() {
  auto length = parser_->body_length();
  auto arrived = wire_.input().unread().substr(used_);
  if (!length || *length > arrived.size()) return false;
  request_.body = arrived.substr(0, *length);
  used_ += *length;
  return true;
}

Task<> Session::receive_body() {
  auto& input = wire_.input();
  keep_head();
  wire_.deadline = Clock::now() + site_->limits.whole_body;
  if (parser_->expects_continue() && input.empty()) {
    bool written = wire_.write_now("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!written) co_await wire_.write_rest();
    wire_.deadline = Clock::now() + site_->limits.whole_body;
  }
  while (!parser_->is_done()) {
    auto used = input.empty() ? 0 : parser_->read_body(input.unread());
    input.consume(used);
    if (parser_->is_done()) break;
    if (input.full())
      throw Problem(Status::header_fields_too_large, "A chunk's size line or the trailers are too long.");
    Error error;
    auto bytes = co_await wire_.receive(error);
    bool go_on = keep_receiving(bytes, error);
    if (!go_on) throw boost::system::system_error(error);
  }
  request_.body = parser_->body();
}

/// The body will pass through the input, so what the request's views point at moves to a place of its own.
void Session::keep_head() {
  const auto* before = wire_.input().unread().data();
  kept_head_.assign(before, used_);
  auto move = [&](std::string_view& view) {
    if (!view.empty()) view = {kept_head_.data() + (view.data() - before), view.size()};
  };
  move(request_.path);
  move(request_.query);
  for (auto& [name, value] : request_.fields) {
    move(name);
    move(value);
  }
  wire_.input().consume(used_);
  used_ = 0;
}

/// The request for the server as a whole is no application's business (RFC 9110 section 9.3.7).
Task<Response> Session::answer() {
  if (request_.path == "*") return everything_allowed();
  return site_->application.answer(request_);
}

std::string_view Session::body_to_send(const Response& response) const {
  if (request_.method == Method::head || has_no_body(response.status)) return {};
  if (auto* text = std::get_if<std::string>(&response.body)) return *text;
  if (auto* bytes = std::get_if<std::string_view>(&response.body)) return *bytes;
  return {};
}

bool Session::write(const Response& response) {
  auto& out = site_->answer;
  out.clear();
  bool http11 = !parser_ || parser_->is_http11();
  append_head(out, response, {site_->date, request_.id, site_->security(response.audience), http11, keep_alive_});
  auto body = body_to_send(response);
  if (body.size() <= kSmallBody) {
    out += body;
    body = {};
  }
  return wire_.write_now(out, body);
}

/// Streams and raw answers run beside a watch over the client, and the connection ends with them.
Task<> Session::let_write_itself(Response& response) {
  keep_alive_ = false;
  EventStream events(wire_, parser_->is_http11());
  auto watching = wire_.until_gone();
  try {
    if (auto* raw = std::get_if<Raw>(&response.body)) {
      wire_.at_ease(true);
      auto writing = write_raw(*raw);
      co_await first_of(std::move(writing), std::move(watching));
    } else {
      bool written = write(response);
      if (!written) co_await wire_.write_rest();
      wire_.at_ease(true);
      auto sending = events.run(std::get<Streaming>(response.body));
      co_await first_of(std::move(sending), std::move(watching));
    }
  } catch (const boost::system::system_error&) {
    // The client is gone, or the server drains.
  } catch (const std::exception& error) {
    log(Level::error, "an event stream failed",
        {{"path", request_.path}, {"reason", error.what()}, {"id", request_.id}});
  }
  report(response, events.bytes());
}

Task<> Session::write_raw(const Raw& raw) {
  for (const auto& piece : raw.pieces) {
    bool written = wire_.write_now(piece.bytes, {});
    if (!written) co_await wire_.write_rest();
    if (piece.pause.count() > 0) co_await wait_for(piece.pause);
  }
}

void Session::report(const Response& response, std::size_t bytes) const {
  if (!logs(Level::info)) return;
  auto duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
  log_request({to_string(request_.method), request_.path, static_cast<int>(response.status), duration,
               static_cast<std::int64_t>(bytes), request_.id});
}

}  // namespace mtm::http
