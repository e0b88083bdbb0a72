#include "http/wire.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include <array>

namespace mtm::http {
namespace {

// A reader earns a new deadline with each such piece: 2 KiB/s is slower than any line that people still use.
constexpr std::size_t kWritesWorthADeadline = 64 * 1024;
// The kernel would take megabytes for a client that reads nothing; this still fills 20 Mbit/s over 100 ms.
constexpr int kSendBuffer = 256 * 1024;

std::array<asio::const_buffer, 2> both(std::string_view head, std::string_view body) {
  return {asio::buffer(head.data(), head.size()), asio::buffer(body.data(), body.size())};
}

void drop(std::size_t bytes, std::string_view& head, std::string_view& body) {
  auto of_head = std::min(bytes, head.size());
  head.remove_prefix(of_head);
  body.remove_prefix(bytes - of_head);
}

}  // namespace

Wire::Wire(Socket socket, std::size_t input_cap, Clock::duration write_stall)
    : socket_(std::move(socket)), input_(input_cap), write_stall_(write_stall) {
  Error ignored;  // a client that is gone already shows at the first read
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(Socket::send_buffer_size(kSendBuffer), ignored);
  socket_.non_blocking(true, ignored);
}

Task<std::size_t> Wire::receive(Error& error) {
  is_overdue_ = false;
  return socket_.async_read_some(input_.room(), asio::redirect_error(use_task, error));
}

bool Wire::has_arrived() const {
  Error ignored;
  return socket_.available(ignored) > 0;
}

bool Wire::write_now(std::string_view head, std::string_view body) {
  Error error;
  std::size_t written = 0;
  if (body.empty())
    written = socket_.write_some(asio::buffer(head.data(), head.size()), error);
  else
    written = socket_.write_some(both(head, body), error);
  if (error && error != asio::error::would_block && error != asio::error::interrupted)
    throw boost::system::system_error(error);
  if (written == head.size() + body.size()) return true;
  drop(written, head, body);
  rest_ = head;
  rest_of_body_ = body;
  return false;
}

Task<> Wire::write_rest() {
  std::string_view head = rest_;
  auto body = std::exchange(rest_of_body_, {});
  std::size_t since = kWritesWorthADeadline;
  while (!head.empty() || !body.empty()) {
    if (since >= kWritesWorthADeadline) {
      deadline = Clock::now() + write_stall_;
      since = 0;
    }
    auto buffers = both(head, body);
    auto written = co_await socket_.async_write_some(buffers, use_task);
    drop(written, head, body);
    since += written;
  }
  deadline = Deadline::max();
  rest_ = {};
}

Task<> Wire::linger(Clock::duration length) {
  Error error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) co_return;
  deadline = Clock::now() + length;
  co_await until_gone();
}

Task<> Wire::until_gone() {
  Error error;
  while (!error) {
    input_.consume(input_.unread().size());
    auto bytes = co_await receive(error);
    input_.received(bytes);
  }
}

void Wire::overdue() {
  is_overdue_ = true;
  stop_waiting();
}

void Wire::drain() {
  if (at_ease_) stop_waiting();
}

void Wire::cut() {
  Error ignored;
  socket_.close(ignored);
}

void Wire::stop_waiting() {
  Error ignored;
  socket_.cancel(ignored);
}

}  // namespace mtm::http
