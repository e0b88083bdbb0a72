#include "http/listener.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/system/system_error.hpp>

#include <sys/socket.h>

#include "core/log.hpp"
#include "http/session.hpp"

namespace mtm::http {
namespace {

using asio::ip::tcp;

constexpr auto kLookAgain = std::chrono::milliseconds(100);  // for descriptors, or for a connection that became idle

/// An IPv4 client of a socket for both families keeps its own address.
std::string name_of(const tcp::endpoint& peer) {
  auto address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

/// Without memory for a session this client is turned away, and the listener goes on.
void begin_session(const std::shared_ptr<Site>& site, Socket socket, const tcp::endpoint& peer) noexcept try {
  auto executor = socket.get_executor();
  auto session = std::make_unique<Session>(site, std::move(socket), name_of(peer));
  auto task = Session::run(std::move(session));
  start(executor, "connection", std::move(task));
} catch (const std::exception& error) {
  log(Level::error, "could not start connection", {{"reason", error.what()}});
}

/// Failures that stay for a while: accepting again at once would only burn the processor.
bool is_shortage(const Error& error) {
  return error == boost::system::errc::too_many_files_open ||
         error == boost::system::errc::too_many_files_open_in_system || error == boost::system::errc::no_buffer_space ||
         error == boost::system::errc::not_enough_memory;
}

}  // namespace

Listener::Listener(const Executor& executor, const tcp::endpoint& address, bool share) : acceptor_(executor) {
  acceptor_.open(address.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  if (address.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false));
  int on = 1;
  if (share && ::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
    throw boost::system::system_error(Error(errno, boost::system::system_category()), "SO_REUSEPORT");
  }
  acceptor_.bind(address);
  acceptor_.listen(asio::socket_base::max_listen_connections);
  acceptor_.non_blocking(true);
}

Task<> Listener::run(std::shared_ptr<Listener> listener, std::shared_ptr<Site> site) {
  auto& acceptor = listener->acceptor_;
  auto executor = acceptor.get_executor();
  bool was_short = false;
  while (acceptor.is_open()) {
    Error error;
    Socket socket(executor);
    tcp::endpoint peer;
    auto token = asio::redirect_error(use_task, error);
    co_await acceptor.async_accept(socket, peer, token);
    if (!error) {
      while (acceptor.is_open() && site->connections >= site->limits.connections) {
        site->deadlines.end_idlest();
        co_await site->connection_ended.wait_until(Clock::now() + kLookAgain);
      }
      begin_session(site, std::move(socket), peer);
    } else if (is_shortage(error)) {
      if (!was_short) log(Level::warning, "no connection can be accepted for now", {{"reason", error.message()}});
      co_await wait_for(kLookAgain);
    }
    was_short = error && is_shortage(error);
  }
}

void Listener::take_waiting(const std::shared_ptr<Site>& site) {
  Error error;
  while (acceptor_.is_open()) {
    Socket socket(acceptor_.get_executor());
    tcp::endpoint peer;
    acceptor_.accept(socket, peer, error);
    if (error) return;
    begin_session(site, std::move(socket), peer);
  }
}

void Listener::close() {
  Error ignored;
  acceptor_.close(ignored);
}

}  // namespace mtm::http
