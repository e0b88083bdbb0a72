// Asks Spotify over HTTPS, or a stand-in on this machine over HTTP: verified certificates, connections kept for the
// next question, a deadline for every call, no redirects, and no other host than those it was given.
#pragma once
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <vector>

#include "core/clock.hpp"
#include "core/task.hpp"
#include "spotify/errors.hpp"
#include "spotify/http_connection.hpp"
#include "spotify/origin.hpp"

namespace mtm::spotify {

struct HttpLimits {
  std::chrono::milliseconds connect{3000};  // from the name to the end of the TLS handshake
  std::chrono::milliseconds whole_call{10000};
  std::uint64_t body = 8 * 1024 * 1024;  // bytes; a page of 50 tracks has a quarter of a million at most
  std::size_t idle_connections = 4;      // per origin
  std::chrono::seconds idle{50};         // most servers close after 60
  std::chrono::seconds idle_before_change{
      5};  // a change can't be repeated, so it takes no connection that may be stale
};

/// No answer came. When nothing was sent, even a change may be asked for again.
struct NoAnswer : Unavailable {
  NoAnswer(const std::string& sentence, bool sent, bool worth_a_retry);
  bool sent;
  bool worth_a_retry;
};

/// TLS 1.2 at least, and the certificates that this machine trusts.
asio::ssl::context system_trust();

/// Belongs to the thread of its executor.
class HttpClient {
 public:
  HttpClient(const Executor& executor, std::vector<Origin> allowed, asio::ssl::context trust = system_trust(),
             HttpLimits limits = {});

  /// Throws NoAnswer, or Refused for an origin that is not allowed. A kept connection that turns out to be closed is
  /// replaced once, unless the question is a change that may have been heard.
  Task<HttpAnswer> ask(Origin origin, HttpQuestion question);

 private:
  struct Idle {
    std::unique_ptr<HttpConnection> connection;
    Clock::time_point since;
  };
  /// What one try came to: an answer, or the reason why not.
  struct Try {
    std::optional<HttpAnswer> answer;
    boost::system::error_code error;
  };

  std::unique_ptr<HttpConnection> kept(const Origin& origin, Method method);
  void keep(const Origin& origin, std::unique_ptr<HttpConnection> connection);
  Task<std::unique_ptr<HttpConnection>> opened(const Origin& origin, Deadline deadline);
  Task<Try> try_on(HttpConnection& connection, const HttpQuestion& question, Deadline deadline);

  Executor executor_;
  std::vector<Origin> allowed_;
  asio::ssl::context trust_;
  HttpLimits limits_;
  std::map<Origin, std::vector<Idle>> idle_;
};

}  // namespace mtm::spotify
