#include "http/server.hpp"

#include <boost/asio/redirect_error.hpp>

#include "core/log.hpp"
#include "core/races.hpp"
#include "http/listener.hpp"
#include "http/site.hpp"

namespace mtm::http {
namespace {

// A deadline of many seconds may be a quarter late; a log line a quarter old is still news.
constexpr auto kSweep = std::chrono::milliseconds(250);

}  // namespace

struct Server::Impl {
  Impl(const Executor& executor, Application& application, const Limits& limits, const SecurityFields& fields,
       const asio::ip::tcp::endpoint& address, bool share)
      : executor(executor),
        site(std::make_shared<Site>(application, limits, fields)),
        listener(std::make_shared<Listener>(executor, address, share)),
        timer(executor) {}

  /// Sweeps until stop().
  static Task<> keep_time(std::shared_ptr<Impl> impl) {
    while (!impl->stopped) {
      boost::system::error_code ignored;
      impl->timer.expires_after(kSweep);
      auto token = asio::redirect_error(use_task, ignored);
      co_await impl->timer.async_wait(token);
      impl->site->keep_time();
      impl->site->deadlines.sweep(impl->site->now);
      flush_log();
    }
  }

  static Task<> drain(std::shared_ptr<Impl> impl, Deadline deadline) {
    auto& site = *impl->site;
    site.draining = true;
    impl->listener->take_waiting(impl->site);
    impl->listener->close();
    site.deadlines.drain();
    while (site.connections > 0 && Clock::now() < deadline) co_await site.connection_ended.wait_until(deadline);
    impl->stop();
  }

  void stop() {
    site->draining = true;
    stopped = true;
    listener->close();
    site->connection_ended.notify_all();
    site->deadlines.cut();
    timer.cancel();
  }

  Executor executor;
  std::shared_ptr<Site> site;
  std::shared_ptr<Listener> listener;
  Timer timer;
  bool stopped = false;
};

Server::Server(const Executor& executor, Application& application, const Limits& limits, const SecurityFields& fields,
               const asio::ip::tcp::endpoint& address, bool share)
    : impl_(std::make_shared<Impl>(executor, application, limits, fields, address, share)) {}

Server::~Server() { impl_->stop(); }

asio::ip::tcp::endpoint Server::address() const { return impl_->listener->address(); }

void Server::start() {
  auto keeping_time = Impl::keep_time(impl_);
  mtm::start(impl_->executor, "deadlines", std::move(keeping_time));
  auto listening = Listener::run(impl_->listener, impl_->site);
  mtm::start(impl_->executor, "listener", std::move(listening));
}

Task<> Server::drain(Deadline deadline) { return Impl::drain(impl_, deadline); }

}  // namespace mtm::http
