// Reads one request after the other from a wire: the head in one piece, the body as it comes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "http/head.hpp"
#include "http/request_parser.hpp"
#include "http/site.hpp"
#include "http/wire.hpp"

namespace mtm::http {

/// A session asks begin(), then has_head() after each piece that arrives, then read_head(), and receive_body() when
/// that says so. Whatever is wrong with the request leaves as a Problem; after one, the rest of the wire can't be
/// understood.
class RequestReader {
 public:
  RequestReader(Wire& wire, Site& site);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;

  /// Forgets the last request; the next one may have arrived behind it already.
  void begin();

  bool has_head() { return scanner_.scan(wire_.input().unread()); }
  Method method() const { return scanner_.method(); }
  /// Takes in what a receive() brought. False when there is nothing to answer: client or server want no more.
  bool received(std::size_t bytes, const Error& error);

  /// True when the body is there too, as it nearly always is.
  bool read_head();
  Task<> receive_body();

  Request& request() { return request_; }
  /// False as long as not even the request line was understood.
  bool has_request_line() const { return !request_.path.empty(); }
  bool is_http11() const { return !parser_ || parser_->is_http11(); }
  bool keep_alive() const { return parser_->keep_alive(); }

 private:
  void keep_head();
  Task<> keep_body();
  Task<> hand_over_body(Upload& upload);
  void read_arrived();
  /// Some more of a body that must be whole by `end`.
  Task<> receive_more(Deadline end);
  void charge(std::size_t bytes);

  Wire& wire_;
  Site& site_;
  HeadScanner scanner_;
  Request request_;
  std::optional<RequestParser> parser_;
  std::string kept_head_;    // when the body comes later than the head
  std::size_t used_ = 0;     // bytes of input that the request stands in
  std::size_t charged_ = 0;  // bytes of the body that the site counts
  bool is_first_ = true, has_begun_ = false;
};

}  // namespace mtm::http
