#include "http/request_reader.hpp"

#include <boost/system/system_error.hpp>

#include "http/problem.hpp"

namespace mtm::http {
namespace {

// What a draining server still grants to a client that was let in and has said nothing yet.
constexpr auto kLastChance = std::chrono::seconds(1);

}  // namespace

RequestReader::RequestReader(Wire& wire, Site& site) : wire_(wire), site_(site), scanner_(site.limits.buffer) {}

RequestReader::~RequestReader() { site_.body_bytes -= charged_; }

void RequestReader::begin() {
  auto& input = wire_.input();
  input.consume(std::exchange(used_, 0));
  site_.body_bytes -= std::exchange(charged_, 0);
  scanner_.reset();
  parser_.reset();
  request_.fields.clear();
  request_.path_parts.clear();
  request_.path = request_.query = request_.body = request_.id = {};
  request_.method = Method::get;
  request_.caller = {};

  has_begun_ = !input.empty();
  if (!has_begun_) input.shrink();
  bool waits_for_first_byte = !has_begun_ && !is_first_;
  wire_.deadline = site_.now + (waits_for_first_byte ? site_.limits.idle : site_.limits.header);
  if (site_.draining && !has_begun_) wire_.deadline = Clock::now() + kLastChance;
  wire_.at_ease(!has_begun_);
  if (!has_begun_) wire_.idle_since = site_.now;
}

bool RequestReader::received(std::size_t bytes, const Error& error) {
  if (error == asio::error::operation_aborted && !wire_.is_overdue())
    return wire_.has_arrived();  // just before a drain
  if (error == asio::error::operation_aborted && has_begun_) {
    throw Problem(Status::request_timeout, "The request took too long to arrive.");
  }
  if (error == asio::error::eof && has_begun_) throw Problem(Status::bad_request, "The request ends in its middle.");
  if (error) return false;

  wire_.input().received(bytes);
  if (has_begun_) return true;
  has_begun_ = true;
  wire_.at_ease(false);
  if (!is_first_) wire_.deadline = site_.now + site_.limits.header;
  return true;
}

bool RequestReader::read_head() {
  is_first_ = false;
  auto unread = wire_.input().unread();
  used_ = scanner_.end();
  parser_.emplace(request_, site_.limits.buffer, site_.limits.body);
  parser_->read_head(unread.substr(scanner_.begin(), scanner_.end() - scanner_.begin()));

  auto length = parser_->body_length();
  auto arrived = unread.substr(used_);
  if (!length || *length > arrived.size()) return false;
  request_.body = arrived.substr(0, *length);
  used_ += *length;
  return true;
}

Task<> RequestReader::receive_body() {
  auto& input = wire_.input();
  keep_head();
  if (parser_->expects_continue() && input.empty()) {
    bool written = wire_.write_now("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!written) co_await wire_.write_rest();
  }
  wire_.deadline = Clock::now() + site_.limits.whole_body;
  for (;;) {
    if (!input.empty()) input.consume(parser_->read_body(input.unread()));
    charge(parser_->body().size());
    if (parser_->is_done()) break;
    if (input.full())
      throw Problem(Status::header_fields_too_large, "A chunk's size line or the trailers are too long.");
    Error error;
    auto bytes = co_await wire_.receive(error);
    bool go_on = received(bytes, error);
    if (!go_on) throw boost::system::system_error(error);
  }
  request_.body = parser_->body();
}

/// The body will pass through the input, so what the request's views point at moves to a place of its own.
void RequestReader::keep_head() {
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
  wire_.input().consume(std::exchange(used_, 0));
}

/// Many large bodies at once must not take all memory, however slowly they come.
void RequestReader::charge(std::size_t bytes) {
  auto with_ours = site_.body_bytes - charged_ + bytes;
  if (with_ours > site_.limits.bodies) {
    throw Problem(Status::service_unavailable, "Too many large requests at once, try again.", std::chrono::seconds(1));
  }
  site_.body_bytes = with_ours;
  charged_ = bytes;
}

}  // namespace mtm::http
