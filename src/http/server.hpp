// The HTTP/1.1 server of one thread: a listener, its sessions, and one sweep of their deadlines.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "core/clock.hpp"
#include "core/task.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/upload.hpp"

namespace mtm::http {

/// Limits on what a client may take; the numbers and their reasons are in docs/decisions.md.
struct Limits {
  std::size_t buffer = 32 * 1024;         // bytes of the header section, and of unread input at any time
  std::size_t body = 1024 * 1024;         // bytes
  std::size_t bodies = 64 * 1024 * 1024;  // bytes of all bodies under way on the thread
  std::chrono::seconds header{10};  // for a whole header section, from its first byte (from accept on a new connection)
  std::chrono::seconds whole_body{30};
  std::chrono::seconds silence{10};  // within a body, also within an upload
  std::chrono::seconds whole_upload{3600};
  std::chrono::seconds idle{75};  // between requests: longer than a proxy's 60 s
  std::chrono::seconds write_stall{30};
  std::uint32_t requests = 1000;     // per connection
  std::uint32_t connections = 4096;  // per thread
};

/// Constant fields that go with every answer of an audience, ready as "Name: value\r\n" lines.
struct SecurityFields {
  std::string page, program, asset;
};

/// What answers. An exception from it becomes an answer by `refuse`.
class Application {
 public:
  virtual ~Application() = default;
  virtual Task<Response> answer(Request& request) = 0;
  /// Asked before a body is read that has not come with its head: where it goes if not into memory. Nothing: into
  /// memory, within the limits. Whoever may not send it is refused here, by an exception.
  virtual Task<std::shared_ptr<Upload>> upload_for(Request&) { co_return nullptr; }
  /// Turns any failure into an answer and one log line; must not throw.
  virtual Response refuse(std::exception_ptr failure, const Request& request) noexcept = 0;
  /// Every answer has been given, also to what was no request: for counting.
  virtual void answered(const Request&, Status, std::chrono::microseconds) noexcept {}
};

/// Serves until stopped. Everything runs on the executor's one thread.
class Server {
 public:
  /// Binds at once (throws boost::system::system_error). With `share`, several threads bind the same port
  /// (SO_REUSEPORT).
  Server(const Executor& executor, Application& application, const Limits& limits, const SecurityFields& fields,
         const asio::ip::tcp::endpoint& address, bool share);
  ~Server();

  asio::ip::tcp::endpoint address() const;

  void start();
  /// Stops listening, ends idle connections, lets requests under way finish with `Connection: close`; event streams
  /// end. Returns when the last connection is gone or at the deadline, when the rest is cut.
  Task<> drain(Deadline deadline);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace mtm::http
