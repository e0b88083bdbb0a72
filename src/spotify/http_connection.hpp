// One connection to Spotify, plain or TLS: opened once, then one question after the other.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/task.hpp"
#include "spotify/decisions.hpp"
#include "spotify/origin.hpp"

namespace mtm::spotify {

struct HttpQuestion {
  Method method = Method::get;
  std::string target;         // path and query
  std::string authorization;  // the whole field value; empty for none
  std::string content_type;   // of the body
  std::string body;
};

struct HttpAnswer {
  unsigned status = 0;
  std::optional<std::chrono::seconds> retry_after;
  std::string body;
};

class HttpConnection {
 public:
  virtual ~HttpConnection() = default;

  /// Tries the addresses in turn; with TLS, checks the certificate and that it is the host's. Failures of the network
  /// and of TLS, here and below, are boost::system::system_error; a deadline is beast::error::timeout.
  virtual Task<> open(std::vector<asio::ip::tcp::endpoint> addresses, Deadline deadline) = 0;

  virtual Task<HttpAnswer> ask(const HttpQuestion& question, Deadline deadline) = 0;

  /// Whether any byte of the last answer arrived.
  virtual bool heard() const = 0;
  /// Whether another question may follow: the last answer was whole and the other side has not closed since.
  virtual bool reusable() = 0;
  /// What was wrong with the certificate; empty when nothing was.
  virtual std::string certificate_problem() = 0;
};

std::unique_ptr<HttpConnection> make_connection(const Executor& executor, const Origin& origin,
                                                asio::ssl::context& trust, std::uint64_t longest_body);

}  // namespace mtm::spotify
