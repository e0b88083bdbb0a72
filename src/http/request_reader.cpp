#include "http/request_reader.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>

#include "http/problem.hpp"

namespace mtm::http {
namespace {

// What a draining server still grants to a client that was let in and has said nothing yet.
constexpr auto kLastChance = std::chrono::seconds(1);
// A sender of a large body earns a new deadline with each such piece: 2 KiB/s is slower than any line in use.
constexpr std::size_t kWorthADeadline = 64 * 1024;

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
  request_.upload.reset();
  request_.route = -1;

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
  if (error == asio::error::eof && has_begun_) throw Problem(Status::bad_request, "Incomplete request.");
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
  parser_.emplace(request_, site_.limits.buffer);
  parser_->read_head(unread.substr(scanner_.begin(), scanner_.end() - scanner_.begin()));

  auto length = parser_->body_length();
  auto arrived = unread.substr(used_);
  if (!length || *length > arrived.size()) return false;
  request_.body = arrived.substr(0, *length);
  used_ += *length;
  return true;
}

Task<> RequestReader::receive_body() {
  keep_head();
  auto upload = co_await site_.application.upload_for(request_);
  parser_->limit_body(upload ? upload->most() : site_.limits.body);
  if (parser_->expects_continue() && wire_.input().empty()) {
    bool written = wire_.write_now("HTTP/1.1 100 Continue\r\n\r\n", {});
    if (!written) co_await wire_.write_rest();
  }
  if (upload) {
    co_await hand_over_body(*upload);
    request_.upload = std::move(upload);
  } else {
    co_await keep_body();
  }
}

Task<> RequestReader::keep_body() {
  auto end = Clock::now() + site_.limits.whole_body;
  for (;;) {
    read_arrived();
    charge(parser_->body().size());
    if (parser_->is_done()) break;
    co_await receive_more(end);
  }
  request_.body = parser_->body();
}

/// A large body has time for as long as it comes on (64 KiB in each `write_stall`), and gives way at once when the
/// server stops.
Task<> RequestReader::hand_over_body(Upload& upload) {
  auto end = Clock::now() + site_.limits.whole_upload;
  auto piece_end = end;
  std::size_t since = kWorthADeadline;
  wire_.at_ease(true);
  for (;;) {
    read_arrived();
    auto piece = parser_->take_body();
    since += piece.size();
    co_await upload.write(piece);
    if (parser_->is_done()) break;
    if (site_.draining)
      throw Problem(Status::service_unavailable, "The server is stopping. Try again.", std::chrono::seconds(5));
    if (since >= kWorthADeadline) {
      piece_end = std::min(end, Clock::now() + site_.limits.write_stall);
      since = 0;
    }
    co_await receive_more(piece_end);
  }
  wire_.at_ease(false);
}

void RequestReader::read_arrived() {
  auto& input = wire_.input();
  if (!input.empty()) input.consume(parser_->read_body(input.unread()));
}

Task<> RequestReader::receive_more(Deadline end) {
  if (wire_.input().full()) throw Problem(Status::header_fields_too_large, "Chunk size line or trailers too long.");
  wire_.deadline = std::min(end, Clock::now() + site_.limits.silence);
  Error error;
  auto bytes = co_await wire_.receive(error);
  bool go_on = received(bytes, error);
  if (!go_on) throw boost::system::system_error(error);
}

/// The body will pass through the input, so what the request's views point at moves to a place of its own.
void RequestReader::keep_head() {
  const auto* before = wire_.input().unread().data();
  kept_head_.assign(before, used_);
  std::less<const char*> lies_before;
  auto move = [&](std::string_view& view) {
    bool is_of_head = !lies_before(view.data(), before) && lies_before(view.data(), before + used_);
    if (is_of_head)
      view = {kept_head_.data() + (view.data() - before), view.size()};  // else it's a word of our own, such as "/"
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
