// A server on this machine that does what a test tells it: answers, cuts, falls silent, shows a certificate.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <deque>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/task.hpp"
#include "spotify/origin.hpp"

namespace mtm::spotify {

/// Runs a task to its end; one that hangs fails the test.
template <class Result>
Result run(asio::io_context& io, Task<Result> task) {
  auto future = asio::co_spawn(io.get_executor(), std::move(task), asio::use_future);
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  io.restart();
  while (future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    if (io.run_one_until(deadline) == 0) throw std::runtime_error("the task hangs");
  }
  return future.get();
}

/// A certificate that vouches for itself.
struct Certificate {
  std::string certificate;  // PEM
  std::string key;
};
/// `name` as in a subjectAltName: "DNS:localhost" or "IP:127.0.0.1". `days` may be negative: it has expired then.
Certificate make_certificate(const std::string& name, int days = 1);

struct ServedRequest {
  std::string head;
  std::string body;
};

class FakeServer {
 public:
  explicit FakeServer(asio::io_context& io, const std::optional<Certificate>& certificate = std::nullopt);

  /// What happens at the next requests, in turn.
  void will_answer(std::string bytes);    // as they are; the connection stays
  void will_cut(std::string bytes = "");  // these first
  void will_hang(std::string bytes = "");
  /// From now on, connections are accepted and nothing is ever said, not even a handshake.
  void falls_silent() { silent_ = true; }

  /// "http://127.0.0.1:PORT", or with TLS "https://HOST:PORT".
  std::string url(const std::string& host = "127.0.0.1") const;

  std::vector<ServedRequest> requests;
  int connections = 0;

 private:
  struct Act {
    enum class Then { keep, cut, hang } then;
    std::string bytes;
  };
  using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

  Task<> accept();
  Task<> welcome(Socket socket);
  template <class Stream>
  Task<> serve(Stream& stream);
  template <class Stream>
  Task<bool> serve_one(Stream& stream, std::string& unread);

  asio::basic_socket_acceptor<asio::ip::tcp, Executor> acceptor_;
  std::optional<asio::ssl::context> tls_;
  std::deque<Act> acts_;
  bool silent_ = false;
};

/// A URL on this machine at which nobody listens.
std::string url_of_nobody();

/// An answer with a body of JSON; `more` are further header lines, each with its line end.
std::string answer(int status, const std::string& body, const std::string& more = "");

}  // namespace mtm::spotify
