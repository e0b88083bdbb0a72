// The rules of RFC 9112 that stand before Beast's parser: nothing reaches it that two readers could read differently.
// Every function throws Problem with the status that the fault deserves.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/request.hpp"

namespace mtm::http {

/// Finds the end of a header section while it arrives, and refuses control bytes, bare CR, bare LF and folded lines on
/// the way, so that a faulty request is answered at its first fault and not when its time is up.
class HeadScanner {
 public:
  explicit HeadScanner(std::size_t limit) : limit_(limit) {}

  /// `bytes` is all of the request so far; it may only grow between calls. True once the header section is complete.
  bool scan(std::string_view bytes);

  /// Where the request line begins: behind at most two empty lines.
  std::size_t begin() const { return begin_; }
  /// Behind the empty line that ends the section.
  std::size_t end() const { return line_; }
  /// Of the request line, as soon as it was read: even a refusal must know whether it answers HEAD.
  Method method() const { return method_; }

  void reset() { *this = HeadScanner(limit_); }

 private:
  void finish_line(std::string_view line);

  std::size_t limit_;
  std::size_t begin_ = 0;
  std::size_t line_ = 0;     // where the line that arrives now begins
  std::size_t checked_ = 0;  // bytes before here need no second look
  Method method_ = Method::get;
  bool has_request_line_ = false;
  bool complete_ = false;
};

/// "GET /path HTTP/1.1" without its line end: 400, 414, 501 or 505 when it can't be answered.
struct RequestLine {
  Method method;
  std::string_view target;
  int minor_version;
};
RequestLine read_request_line(std::string_view line);

/// Refuses control bytes, bare CR and bare LF in lines of which the last may be incomplete.
void check_lines(std::string_view text);

/// Origin form, absolute form (whose host then wins over the Host field), or * for OPTIONS.
struct Target {
  std::string_view path, query;
  std::string_view host;  // only of the absolute form
};
Target read_target(Method method, std::string_view target);

/// Host with an optional port, in the characters that hosts have.
void check_host(std::string_view host);

/// Only "chunked" is understood.
void check_transfer_encoding(std::string_view codings);

/// Digits only, one field only; what no counter holds is 413.
std::uint64_t read_content_length(std::string_view digits);

}  // namespace mtm::http
