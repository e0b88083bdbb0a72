// A server on a port of its own with a thread of its own, and a client that sends bytes as they are.
#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/problem.hpp"
#include "http/server.hpp"

namespace mtm::http {

/// Answers with "METHOD path?query body"; some paths do something else, see served.cpp.
class Echo : public Application {
 public:
  Task<Response> answer(Request& request) override;
  Task<std::shared_ptr<Upload>> upload_for(Request& request) override;
  Response refuse(std::exception_ptr failure, const Request& request) noexcept override;

  std::atomic<int> asked = 0;
  std::atomic<bool> stream_ended = false;
};

struct Served {
  explicit Served(Limits limits = {});
  ~Served();

  unsigned short port() const;
  /// Drains as at the end of the process; returns when the server is done.
  void drain(Clock::duration at_most);

  Echo echo;
  asio::io_context context{1};
  Server server;
  std::thread thread;
};

struct Answer {
  int status = 0;  // 0: the connection was closed without one
  std::string head, body;
  /// The value of a field, "" when absent.
  std::string field(std::string_view name) const;
};

class Client {
 public:
  explicit Client(unsigned short port);
  ~Client();
  Client(const Client&) = delete;

  void send(std::string_view bytes);
  void finish_sending();
  /// The next answer by its Content-Length or chunks; a HEAD's has no body.
  Answer answer(bool to_head = false);
  /// Everything until the server closes. A server that never does fails the test.
  std::string rest();
  /// Waits for `text` to arrive; false when the server closed before.
  bool arrives(std::string_view text);
  bool is_closed();

 private:
  bool receive();
  int socket_;
  std::string unread_;
};

}  // namespace mtm::http
