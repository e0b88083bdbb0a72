#include "spotify/http_connection.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace mtm::spotify {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using boost::system::system_error;

using Plain = beast::basic_stream<tcp, Executor>;
using Secure = asio::ssl::stream<Plain>;

// Bounds the header section, and what Beast gathers of chunk extensions and trailers, which it does not bound itself.
constexpr std::size_t kLongestHeader = 32 * 1024;

http::verb verb(Method method) {
  switch (method) {
    case Method::put:
      return http::verb::put;
    case Method::post:
      return http::verb::post;
    case Method::del:
      return http::verb::delete_;
    case Method::get:
      break;
  }
  return http::verb::get;
}

template <class Stream>
class StreamConnection final : public HttpConnection {
 public:
  template <class... Arguments>
  StreamConnection(const Origin& origin, std::uint64_t longest_body, Arguments&&... arguments)
      : origin_(origin), longest_body_(longest_body), stream_(std::forward<Arguments>(arguments)...) {
    // Beast reads as much as the buffer has room for, which is 512 bytes at first: 180 reads for a page.
    buffer_.reserve(kLongestHeader);
  }

  Task<> open(std::vector<tcp::endpoint> addresses, Deadline deadline) override {
    socket().expires_at(deadline);
    co_await socket().async_connect(addresses, use_task);
    socket().socket().set_option(tcp::no_delay(true));
    if constexpr (std::is_same_v<Stream, Secure>) {
      name_host();
      co_await stream_.async_handshake(asio::ssl::stream_base::client, use_task);
    }
  }

  Task<HttpAnswer> ask(const HttpQuestion& question, Deadline deadline) override {
    heard_ = false;
    whole_ = false;
    socket().expires_at(deadline);
    auto request = request_for(question);
    co_await http::async_write(stream_, request, use_task);

    http::response_parser<http::string_body> parser;
    parser.header_limit(kLongestHeader);
    parser.body_limit(longest_body_);
    error_code error;
    auto token = asio::redirect_error(use_task, error);
    co_await http::async_read(stream_, buffer_, parser, token);
    heard_ = parser.got_some() || buffer_.size() > 0;
    if (error) throw system_error(error);
    whole_ = parser.get().keep_alive() && buffer_.size() == 0;

    HttpAnswer answer;
    answer.status = parser.get().result_int();
    auto retry_after = parser.get()[http::field::retry_after];
    answer.retry_after = read_retry_after({retry_after.data(), retry_after.size()});
    answer.body = std::move(parser.get().body());
    co_return answer;
  }

  bool heard() const override { return heard_; }

  bool reusable() override {
    if (!whole_) return false;
    // Silence is the one good sign: between questions Spotify has nothing to say but goodbye.
    char byte = 0;
    auto got = ::recv(socket().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  std::string certificate_problem() override {
    if constexpr (std::is_same_v<Stream, Secure>) {
      auto verdict = SSL_get_verify_result(stream_.native_handle());
      if (verdict != X509_V_OK) return X509_verify_cert_error_string(verdict);
    }
    return {};
  }

 private:
  Plain& socket() { return beast::get_lowest_layer(stream_); }

  /// Tells OpenSSL whom we mean to talk to: for the right certificate to be shown, and for no other to be accepted.
  void name_host() {
    auto* tls = stream_.native_handle();
    error_code no_address;
    asio::ip::make_address(origin_.host, no_address);
    bool named = no_address ? SSL_set_tlsext_host_name(tls, origin_.host.c_str()) == 1 &&
                                  SSL_set1_host(tls, origin_.host.c_str()) == 1
                            : X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), origin_.host.c_str()) == 1;
    if (!named) throw system_error(asio::error::invalid_argument, "host name");
  }

  http::request<http::string_body> request_for(const HttpQuestion& question) const {
    http::request<http::string_body> request(verb(question.method), question.target, 11);
    request.set(http::field::host, host_field(origin_));
    request.set(http::field::user_agent, "music-time-machine");
    request.set(http::field::accept, "application/json");
    if (!question.authorization.empty()) request.set(http::field::authorization, question.authorization);
    if (!question.content_type.empty()) request.set(http::field::content_type, question.content_type);
    request.body() = question.body;
    request.prepare_payload();
    return request;
  }

  Origin origin_;
  std::uint64_t longest_body_;
  Stream stream_;
  beast::flat_buffer buffer_{kLongestHeader};
  bool heard_ = false;
  bool whole_ = false;
};

}  // namespace

std::unique_ptr<HttpConnection> make_connection(const Executor& executor, const Origin& origin,
                                                asio::ssl::context& trust, std::uint64_t longest_body) {
  if (origin.secure) return std::make_unique<StreamConnection<Secure>>(origin, longest_body, executor, trust);
  return std::make_unique<StreamConnection<Plain>>(origin, longest_body, executor);
}

}  // namespace mtm::spotify
