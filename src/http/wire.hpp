// One client's socket, its unread input and the deadline of whatever it waits for.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

#include "core/task.hpp"
#include "http/deadlines.hpp"
#include "http/input.hpp"

namespace mtm::http {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Error = boost::system::error_code;

class Wire final : public Watched {
 public:
  Wire(Socket socket, std::size_t input_cap, Clock::duration write_stall);

  Input& input() { return input_; }

  /// Waits for more input. Ends with operation_aborted when the deadline passes, or when the server drains while the
  /// wire is at ease; then is_overdue() tells which.
  Task<std::size_t> receive(Error& error);
  bool is_overdue() const { return is_overdue_; }

  /// At ease: nothing is under way, so a draining server may end the wait.
  void at_ease(bool yes) {
    at_ease_ = yes;
    idle_since = Clock::time_point::max();
  }
  /// Something has arrived that nobody has read yet.
  bool has_arrived() const;

  /// Writes what the socket takes at once. True when that was all; else `head` was kept, and write_rest() must follow
  /// while `body` still exists. Throws system_error when the client is gone.
  bool write_now(std::string_view head, std::string_view body);
  Task<> write_rest();

  /// Reads and drops what still comes until the client has closed too, so that it sees our last answer and no reset.
  Task<> linger(Clock::duration length);
  /// Reads and drops until the client is gone or the wait is ended.
  Task<> until_gone();

  void overdue() override;
  void drain() override;
  void cut() override;

 private:
  void stop_waiting();

  Socket socket_;
  Input input_;
  Clock::duration write_stall_;
  bool is_overdue_ = false, at_ease_ = false;
  std::string rest_;
  std::string_view rest_of_body_;
};

}  // namespace mtm::http
