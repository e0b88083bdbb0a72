#include "http/head.hpp"

#include <algorithm>
#include <limits>

#include "http/problem.hpp"
#include "http/syntax.hpp"

namespace mtm::http {
namespace {

// RFC 9112 section 3 asks for at least 8000; a longer one is no address that we gave out.
constexpr std::size_t kLongestRequestLine = 16 * 1024;
constexpr std::size_t kEmptyLines = 2;

[[noreturn]] void refuse(const char* sentence) { throw Problem(Status::bad_request, sentence); }

/// Written without an early exit, so that the compiler can look at many bytes at once.
bool has_control_byte(std::string_view text) {
  bool found = false;
  for (unsigned char byte : text) found |= (byte < 0x20 && byte != '\t') || byte == 0x7f;
  return found;
}

/// What browsers leave as it is in a path or a query, beyond RFC 3986: | ^ ` { } [ ].
bool is_target_byte(char byte) {
  return byte > ' ' && byte < '\x7f' && byte != '"' && byte != '#' && byte != '<' && byte != '>' && byte != '\\';
}

bool is_host_byte(char byte) {
  return is_alphanumeric(byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~' || byte == '%';
}

/// Of an IPv6 address in brackets.
bool is_address_byte(char byte) {
  return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F') || byte == ':' || byte == '.';
}

Method method_of(std::string_view word) {
  for (auto method :
       {Method::get, Method::post, Method::head, Method::put, Method::patch, Method::del, Method::options}) {
    if (word == to_string(method)) return method;
  }
  throw Problem(Status::not_implemented, "Unknown method.");
}

}  // namespace

bool HeadScanner::scan(std::string_view bytes) {
  if (complete_) return true;
  while (!has_request_line_ && begin_ < 2 * kEmptyLines && bytes.substr(begin_, 2) == "\r\n")
    begin_ = line_ = checked_ = begin_ + 2;

  for (;;) {
    auto newline = bytes.find('\n', checked_);
    if (newline == bytes.npos) break;
    if (newline == line_ || bytes[newline - 1] != '\r') refuse("A line ends without CR.");
    if (newline >= limit_) throw Problem(Status::header_fields_too_large, "Header section too large.");
    auto line = bytes.substr(line_, newline - 1 - line_);
    if (has_control_byte(line.substr(checked_ - line_))) refuse("The header section holds a control byte.");
    line_ = checked_ = newline + 1;
    if (line.empty()) {
      if (!has_request_line_) refuse("There is no request line.");
      complete_ = true;
      return true;
    }
    finish_line(line);
  }

  // The line that is still under way. Its last byte may be the CR of its end, and then is looked at again.
  auto end = bytes.size();
  if (end > checked_ && bytes[end - 1] == '\r') --end;
  if (has_control_byte(bytes.substr(checked_, end - checked_))) refuse("The header section holds a control byte.");
  checked_ = end;
  if (!has_request_line_ && end - line_ > kLongestRequestLine) throw Problem(Status::uri_too_long, "URI too long.");
  if (bytes.size() >= limit_) throw Problem(Status::header_fields_too_large, "Header section too large.");
  return false;
}

void HeadScanner::finish_line(std::string_view line) {
  if (has_request_line_) {
    if (line[0] == ' ' || line[0] == '\t') refuse("Folded header fields are not allowed.");
  } else {
    method_ = read_request_line(line).method;  // a request that can't be answered needs no fields
    has_request_line_ = true;
  }
}

void check_lines(std::string_view text) {
  for (auto newline = text.find('\n'); newline != text.npos; newline = text.find('\n')) {
    if (newline == 0 || text[newline - 1] != '\r') refuse("A line ends without CR.");
    if (has_control_byte(text.substr(0, newline - 1))) refuse("A line holds a control byte.");
    text.remove_prefix(newline + 1);
  }
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  if (has_control_byte(text)) refuse("A line holds a control byte.");
}

RequestLine read_request_line(std::string_view line) {
  if (line.size() > kLongestRequestLine) throw Problem(Status::uri_too_long, "URI too long.");
  auto first = line.find(' ');
  auto last = line.rfind(' ');
  if (first == line.npos || first == last) refuse("The request line has not its three parts.");
  auto method = line.substr(0, first);
  auto target = line.substr(first + 1, last - first - 1);
  auto version = line.substr(last + 1);

  if (!is_token(method)) refuse("The method is not a word.");
  if (target.empty() || !std::all_of(target.begin(), target.end(), is_target_byte))
    refuse("The address holds a byte that must be escaped.");
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) || version[6] != '.' ||
      !is_digit(version[7])) {
    refuse("The version is not written as HTTP/1.1.");
  }
  if (version[5] != '1' || version[7] > '1')
    throw Problem(Status::version_not_supported, "Only HTTP/1.0 and HTTP/1.1 are supported.");
  return {method_of(method), target, version[7] - '0'};
}

Target read_target(Method method, std::string_view target) {
  Target result;
  if (target == "*") {
    if (method != Method::options) refuse("Only OPTIONS may ask for *.");
    result.path = target;
    return result;
  }
  if (target[0] != '/') {
    auto scheme = target.find("://");
    if (scheme == target.npos ||
        !(same_word(target.substr(0, scheme), "http") || same_word(target.substr(0, scheme), "https"))) {
      refuse("The address is neither a path nor a whole URL.");
    }
    target.remove_prefix(scheme + 3);
    auto end = std::min(target.find_first_of("/?"), target.size());
    result.host = target.substr(0, end);
    check_host(result.host);
    target.remove_prefix(end);
  }
  auto question = target.find('?');
  result.path = target.substr(0, question);
  if (question != target.npos) result.query = target.substr(question + 1);
  if (result.path.empty()) result.path = "/";
  return result;
}

void check_host(std::string_view host) {
  bool literal = !host.empty() && host[0] == '[';
  auto end = literal ? host.find(']') : std::min(host.find(':'), host.size());
  if (literal && end == host.npos) refuse("The host is not valid.");
  auto name = literal ? host.substr(1, end - 1) : host.substr(0, end);
  if (name.empty() || !std::all_of(name.begin(), name.end(), literal ? is_address_byte : is_host_byte)) {
    refuse("The host is not valid.");
  }
  auto port = host.substr(literal ? end + 1 : end);
  if (port.empty()) return;
  if (port[0] != ':' || port.size() > 6 || !std::all_of(port.begin() + 1, port.end(), is_digit)) {
    refuse("The port is not valid.");
  }
  int number = 0;
  for (char digit : port.substr(1)) number = number * 10 + (digit - '0');
  if (number > 65535) refuse("The port is not valid.");
}

void check_transfer_encoding(std::string_view codings) {
  if (same_word(codings, "chunked")) return;
  auto comma = codings.rfind(',');
  auto last = comma == codings.npos ? codings : trim(codings.substr(comma + 1));
  if (!same_word(last, "chunked")) refuse("The body's length is not known: chunked must be the last coding.");
  auto others = codings.substr(0, comma);
  do {
    auto coding = take_element(others);
    if (coding.empty() || same_word(coding, "chunked")) refuse("The body is chunked twice.");
  } while (!others.empty());
  throw Problem(Status::not_implemented, "Only the chunked transfer coding is supported.");
}

std::uint64_t read_content_length(std::string_view digits) {
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) refuse("Content-Length is not a number.");
  std::uint64_t length = 0;
  for (char digit : digits) {
    if (length > (std::numeric_limits<std::uint64_t>::max() - 9) / 10)
      throw Problem(Status::payload_too_large, "Body too large.");
    length = length * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return length;
}

}  // namespace mtm::http
