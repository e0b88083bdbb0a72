// Accepts connections and starts a session for each, as many as may be open at once.
#pragma once
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "core/task.hpp"
#include "http/site.hpp"

namespace mtm::http {

class Listener {
 public:
  /// Binds and listens at once. Throws system_error.
  Listener(const Executor& executor, const asio::ip::tcp::endpoint& address, bool share);

  asio::ip::tcp::endpoint address() const { return acceptor_.local_endpoint(); }

  /// Accepts until close().
  static Task<> run(std::shared_ptr<Listener> listener, std::shared_ptr<Site> site);

  /// Begins sessions for all who wait in the kernel's queue now: they have been let in, as they see it.
  void take_waiting(const std::shared_ptr<Site>& site);
  void close();

 private:
  asio::basic_socket_acceptor<asio::ip::tcp, Executor> acceptor_;
};

}  // namespace mtm::http
