// Beast's parser, told to keep nothing: fields are views into the connection's buffer, so a request costs no
// allocation.
#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/head.hpp"
#include "http/request.hpp"

namespace mtm::http {

class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  /// Fills `request`, which must outlive the parser.
  RequestParser(Request& request, std::size_t head_limit);

  /// A header section that HeadScanner found complete. Throws Problem for everything that is not to be answered.
  void read_head(std::string_view head);

  bool is_http11() const { return minor_version_ == 1; }
  /// The client waits for "100 Continue" before it sends the body.
  bool expects_continue() const { return expects_continue_; }
  /// Bytes of the body when its length was given (0: there is none), nothing when it comes in chunks.
  std::optional<std::uint64_t> body_length() const;

  /// Takes what it can use of `bytes` and says how much that was; 0 means that it needs more at once. Throws Problem.
  /// Not needed when the whole body lies in the buffer already.
  std::size_t read_body(std::string_view bytes);
  const std::string& body() const { return body_; }
  /// Where the body goes decides how long it may be; throws Problem when it says that it is longer.
  void limit_body(std::uint64_t most);
  /// What has come of the body since the last time, for one that is not kept here.
  std::string take_body() { return std::exchange(body_, {}); }

 private:
  using Name = boost::beast::http::field;
  using View = boost::beast::string_view;
  using Error = boost::beast::error_code;

  void on_request_impl(boost::beast::http::verb, View, View target, int, Error&) override;
  void on_field_impl(Name field, View name, View value, Error&) override;
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(View bytes, Error&) override;
  void on_chunk_header_impl(std::uint64_t size, View, Error&) override;
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, Error&) override;
  void on_finish_impl(Error&) override {}
  void on_response_impl(int, View, int, Error&) override {}

  void take_once(unsigned bit, View name);
  void check_unfinished(std::string_view line) const;
  void check_trailer(View name, View value) const;
  void check_fields();

  Request& request_;
  std::uint64_t chunk_left_ = 0;
  int minor_version_ = 1;
  bool head_done_ = false, has_chunk_ = false, expects_continue_ = false;
  std::string_view now_read_;  // what Beast looks at
  unsigned seen_ = 0;          // fields that may stand only once, a bit each
  std::string_view target_host_, host_, content_length_, transfer_encoding_, expect_;
  std::string body_;
};

}  // namespace mtm::http
