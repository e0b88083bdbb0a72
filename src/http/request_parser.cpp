#include "http/request_parser.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::http {
namespace {

namespace beast = boost::beast::http;

// No browser or proxy sends half as many; each one costs a place in the request.
constexpr std::size_t kMostFields = 200;

enum Once : unsigned {
  kHost = 1,
  kContentLength = 2,
  kTransferEncoding = 4,
  kExpect = 8,
  kAuthorization = 16,
  kContentType = 32,
  kOrigin = 64,
};

[[noreturn]] void refuse(const boost::beast::error_code& error) {
  if (error == beast::error::body_limit) throw Problem(Status::payload_too_large, "Body too large.");
  throw Problem(Status::bad_request, fmt::format("Malformed request: {}.", error.message()));
}

}  // namespace

RequestParser::RequestParser(Request& request, std::size_t head_limit) : request_(request) {
  basic_parser::header_limit(static_cast<std::uint32_t>(head_limit + 1));
  basic_parser::body_limit(boost::none);
}

void RequestParser::limit_body(std::uint64_t most) {
  basic_parser::body_limit(most);
  if (body_length().value_or(0) > most) refuse(make_error_code(beast::error::body_limit));
}

void RequestParser::read_head(std::string_view head) {
  auto line = read_request_line(head.substr(0, head.find('\r')));
  request_.method = line.method;
  minor_version_ = line.minor_version;
  auto target = read_target(line.method, line.target);
  request_.path = target.path;
  request_.query = target.query;
  target_host_ = target.host;

  Error error;
  auto used = put(boost::asio::buffer(head.data(), head.size()), error);
  if (error) refuse(error);
  // Beast and the scanner must agree where the head ends, or somebody could hide a request between the two.
  if (used != head.size() || !is_header_done()) throw Problem(Status::bad_request, "Malformed request.");
  head_done_ = true;
  check_fields();
}

void RequestParser::on_request_impl(beast::verb, View, View, int, Error&) {}

void RequestParser::on_field_impl(Name field, View name, View value, Error&) {
  if (head_done_) return check_trailer(name, value);
  if (request_.fields.size() == kMostFields) throw Problem(Status::header_fields_too_large, "Too many header fields.");
  request_.fields.emplace_back(name, value);
  switch (field) {
    case Name::host:
      take_once(kHost, name);
      host_ = value;
      break;
    case Name::content_length:
      take_once(kContentLength, name);
      content_length_ = value;
      break;
    case Name::transfer_encoding:
      take_once(kTransferEncoding, name);
      transfer_encoding_ = value;
      break;
    case Name::expect:
      take_once(kExpect, name);
      expect_ = value;
      break;
    case Name::authorization:
      take_once(kAuthorization, name);
      break;
    case Name::content_type:
      take_once(kContentType, name);
      break;
    case Name::origin:
      take_once(kOrigin, name);
      break;
    default:
      break;
  }
}

/// A trailer never joins the fields (RFC 9110 section 6.5.1). Beast unfolds folded lines, in a place of its own or by
/// skipping empty ones; we refuse them here as in the header section.
void RequestParser::check_trailer(View name, View value) const {
  const char* gap = name.data() + name.size();
  std::less<const char*> before;
  bool elsewhere = before(value.data(), gap) || before(now_read_.data() + now_read_.size(), value.data());
  if (elsewhere || std::find(gap, value.data(), '\r') != value.data()) {
    throw Problem(Status::bad_request, "Folded header fields are not allowed.");
  }
}

void RequestParser::take_once(unsigned bit, View name) {
  if (seen_ & bit)
    throw Problem(Status::bad_request, fmt::format("Duplicate header field: {}.", std::string_view(name)));
  seen_ |= bit;
}

void RequestParser::check_fields() {
  if (seen_ & kHost)
    check_host(host_);
  else if (is_http11())
    throw Problem(Status::bad_request, "Missing Host header field.");

  if (!target_host_.empty()) {  // RFC 9112 section 3.2.2: the target's host wins
    if (!(seen_ & kHost)) request_.fields.emplace_back("Host", target_host_);
    for (auto& [name, value] : request_.fields) {
      if (same_word(name, "Host")) value = target_host_;
    }
  }

  if (seen_ & kTransferEncoding) {
    if (!is_http11()) throw Problem(Status::bad_request, "HTTP/1.0 has no Transfer-Encoding.");
    if (seen_ & kContentLength) throw Problem(Status::bad_request, "Duplicate Content-Length.");
    check_transfer_encoding(transfer_encoding_);
    if (!chunked()) throw Problem(Status::bad_request, "Malformed request.");
  }
  if (seen_ & kContentLength) read_content_length(content_length_);

  if ((seen_ & kExpect) && is_http11()) {
    if (!same_word(expect_, "100-continue"))
      throw Problem(Status::expectation_failed, "Only Expect: 100-continue is supported.");
    expects_continue_ = true;
  }
}

std::optional<std::uint64_t> RequestParser::body_length() const {
  if (chunked()) return std::nullopt;
  return content_length().value_or(0);
}

std::size_t RequestParser::read_body(std::string_view bytes) {
  // The shortest end of all bodies in chunks; Beast asserts that it has so much when it looks for the trailers.
  constexpr std::string_view kShortest = "0\r\n\r\n";
  if (chunked() && !has_chunk_ && bytes.size() < kShortest.size()) return 0;
  eager(true);
  now_read_ = bytes;
  Error error;
  auto used = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error && error != beast::error::need_more) refuse(error);
  if (error && chunked() && chunk_left_ == 0) check_unfinished(bytes.substr(used));
  return used;
}

/// Between two chunks stand lines. Beast waits for more when a quoted string has no end or a line ends without CR;
/// what can't become right any more is refused now and not when its time is up.
void RequestParser::check_unfinished(std::string_view lines) const {
  check_lines(lines);
  constexpr std::string_view kLineEnd = "\r\n", kEnd = "\r\n\r\n";
  if (has_chunk_ && lines.substr(0, 2) == kLineEnd) lines.remove_prefix(2);
  auto size_end = std::find_if_not(lines.begin(), lines.end(), [](char byte) { return byte == '0'; });
  bool is_last = size_end != lines.begin() && (size_end == lines.end() || !is_alphanumeric(*size_end));
  if (lines.find(is_last ? kEnd : kLineEnd) == lines.npos) return;
  throw Problem(Status::bad_request, "Malformed request: chunk size line is not terminated.");
}

std::size_t RequestParser::on_body_impl(View bytes, Error&) {
  body_.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t size, View extension, Error&) {
  check_lines(extension);  // Beast takes anything between quotes
  has_chunk_ = true;
  chunk_left_ = size;
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, Error&) {
  chunk_left_ -= bytes.size();
  body_.append(bytes.data(), bytes.size());
  return bytes.size();
}

}  // namespace mtm::http
