// Blocking sockets with a time limit: what a test's own end of a conversation is made of.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "support/eventually.hpp"
#include "support/fd.hpp"

namespace mtm::test {

/// A port of 127.0.0.1 that nobody listens on, for a program that must be told its port.
std::uint16_t free_port();

/// Listens on a port of 127.0.0.1 (0: any).
Fd listen_on_loopback(std::uint16_t port = 0);
std::uint16_t port_of(const Fd& listener);

/// A connected TCP socket. Everything throws std::runtime_error at the end of its patience.
class Socket {
 public:
  /// `receives`: how many bytes the kernel may hold for us, about; 0: as many as it likes.
  explicit Socket(std::uint16_t port, int receives = 0);

  void write(std::string_view bytes);
  /// Appends what has arrived, at least one byte; false at the end of the stream, an abrupt end included.
  bool read_some(std::string& buffer, TestClock::duration limit = kPatience);
  /// Says that nothing more will be sent; answers can still be read.
  void half_close();
  /// The other end has closed, and everything it sent was read.
  bool ended() const;
  /// Closes with a reset instead of a farewell.
  void reset();

 private:
  Fd fd_;
};

}  // namespace mtm::test
