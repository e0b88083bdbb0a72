#include "support/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <random>
#include <stdexcept>
#include <system_error>

namespace mtm::test {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void wait(const Fd& fd, short event, TestClock::duration limit) {
  pollfd one{fd.get(), event, 0};
  auto end = TestClock::now() + limit;
  while (true) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(end - TestClock::now());
    if (left.count() < 0)
      throw std::runtime_error(event == POLLIN ? "nothing arrived in time" : "nothing was taken in time");
    int ready = ::poll(&one, 1, static_cast<int>(left.count()));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) fail("poll");
  }
}

}  // namespace

std::uint16_t free_port() {
  // Below 32768, where Linux takes the near ends of outgoing connections from: none of those can be in the way later.
  std::random_device random;
  std::uniform_int_distribution<int> any(20000, 32000);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    auto port = static_cast<std::uint16_t>(any(random));
    try {
      listen_on_loopback(port);
      return port;
    } catch (const std::system_error&) {
    }
  }
  throw std::runtime_error("no port of 127.0.0.1 is free");
}

Fd listen_on_loopback(std::uint16_t port) {
  Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!listener) fail("socket");
  int yes = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  auto address = loopback(port);
  if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("bind");
  if (::listen(listener.get(), 128) != 0) fail("listen");
  return listener;
}

std::uint16_t port_of(const Fd& listener) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  if (::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

Socket::Socket(std::uint16_t port, int receives) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (!fd_) fail("socket");
  int yes = 1;
  ::setsockopt(fd_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (receives > 0) ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &receives, sizeof receives);
  auto address = loopback(port);
  if (::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
}

void Socket::write(std::string_view bytes) {
  while (!bytes.empty()) {
    wait(fd_, POLLOUT, kPatience);
    auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) fail("send");
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Socket::read_some(std::string& buffer, TestClock::duration limit) {
  char bytes[16 * 1024];
  while (true) {
    wait(fd_, POLLIN, limit);
    auto count = ::recv(fd_.get(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (count > 0) {
      buffer.append(bytes, static_cast<std::size_t>(count));
      return true;
    }
    if (count == 0 || errno == ECONNRESET) return false;
    if (errno != EAGAIN && errno != EINTR) fail("recv");
  }
}

void Socket::half_close() { ::shutdown(fd_.get(), SHUT_WR); }

bool Socket::ended() const {
  char byte;
  auto count = ::recv(fd_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count == 0 || (count < 0 && errno == ECONNRESET);
}

void Socket::reset() {
  linger now{1, 0};
  ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  fd_.close();
}

}  // namespace mtm::test
