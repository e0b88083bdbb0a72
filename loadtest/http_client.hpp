// A client of one HTTP server: connections that stay open, one request at a time on each.
#pragma once
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/task.hpp"
#include "loadtest/answer.hpp"

namespace mtm::loadtest {

/// A server, from an address such as http://127.0.0.1:5000 (only http: the load comes from the same machine or
/// network).
struct Origin {
  std::string host;  // with the port, as the Host field has it
  asio::ip::tcp::endpoint endpoint;
};

/// Throws std::invalid_argument when this is no such address, and HttpError when its host is not known.
Origin origin_of(const std::string& url);

/// The bytes of a request; `key` is an API key or "".
std::string get_request(const Origin& origin, const std::string& target, const std::string& key);
std::string post_request(const Origin& origin, const std::string& target, const std::string& key,
                         std::string_view json);

class HttpConnection {
 public:
  HttpConnection(const Executor& executor, const Origin& origin) : socket_(executor), endpoint_(origin.endpoint) {}

  /// Throws HttpError.
  Task<> connect();
  /// Connects again when the answer before was the last of its connection, or the connection was lost. Throws
  /// HttpError. The request must live as long as the task.
  Task<Answer> ask(const std::string& request);

 private:
  Task<Answer> converse(const std::string& request);

  asio::basic_stream_socket<asio::ip::tcp, Executor> socket_;
  asio::ip::tcp::endpoint endpoint_;
  std::string arrived_;
};

/// Runs tasks side by side to their ends; the first failure is thrown afterwards.
void run_all(asio::io_context& io, std::vector<Task<>> tasks);

}  // namespace mtm::loadtest
