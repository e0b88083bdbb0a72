#include "support/gate.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <optional>
#include <set>
#include <thread>

#include "core/races.hpp"
#include "support/socket.hpp"

namespace mtm::test {
namespace {

using Protocol = asio::generic::stream_protocol;
using Stream = asio::basic_stream_socket<Protocol, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

/// Sees a pattern even where it arrives in two pieces.
class Watch {
 public:
  bool sees(const std::string& pattern, std::string_view bytes) {
    recent_ += bytes;
    bool seen = recent_.find(pattern) != std::string::npos;
    if (seen)
      recent_.clear();
    else if (recent_.size() >= pattern.size())
      recent_.erase(0, recent_.size() - pattern.size() + 1);
    return seen;
  }

 private:
  std::string recent_;
};

struct Fate {
  std::string pattern, answer;
  bool arrives;  // the bytes with the pattern
  int times;
};

/// The answers of two connections, each for the other one.
struct Exchange {
  std::optional<std::string> first, second;
};

/// One connection through the gate.
struct Link {
  explicit Link(const Executor& executor) : client(executor), target(executor) {}

  void reset() {
    boost::system::error_code ignored;
    client.set_option(asio::socket_base::linger(true, 0), ignored);
    client.close(ignored);
    target.set_option(asio::socket_base::linger(true, 0), ignored);
    target.close(ignored);
  }

  Stream client, target;
  Watch to_target, to_client;
  std::optional<std::string> doomed_at;  // the answer at which it is cut
  int ways = 2;                          // that are still carried
};

}  // namespace

// Everything but the constructor, the destructor and tell() happens on the gate's own thread.
struct Gate::Impl {
  explicit Impl(Protocol::endpoint where) : target(std::move(where)), port(free_port()), acceptor(io.get_executor()) {
    listen();
    thread = std::thread([this] { io.run(); });
  }

  ~Impl() {
    tell([this] { close(); });
    io.stop();
    thread.join();
  }

  void tell(std::function<void()> what) {
    std::promise<void> done;
    asio::post(io, [&] {
      what();
      changed.notify_all();
      done.set_value();
    });
    done.get_future().wait();
  }

  void listen() {
    if (acceptor.is_open()) return;
    asio::ip::tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    acceptor.open(address.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(address);
    acceptor.listen();
    start(io.get_executor(), "gate: accept", accept());
  }

  void close() {
    boost::system::error_code ignored;
    acceptor.close(ignored);
    cut();
  }

  void cut() {
    for (auto* link : links) link->reset();
  }

  Task<> accept() {
    auto token = asio::as_tuple(use_task);
    while (acceptor.is_open()) {
      auto link = std::make_shared<Link>(io.get_executor());
      auto outcome = co_await acceptor.async_accept(link->client, token);
      if (std::get<0>(outcome) == asio::error::operation_aborted) co_return;
      if (std::get<0>(outcome)) continue;
      ++taken;
      start(io.get_executor(), "gate: connect", connect(link));
    }
  }

  Task<> connect(std::shared_ptr<Link> link) {
    auto token = asio::as_tuple(use_task);
    auto outcome = co_await link->target.async_connect(target, token);
    if (std::get<0>(outcome)) {
      link->reset();
      co_return;
    }
    links.insert(link.get());
    start(io.get_executor(), "gate: to target", carry(link, true));
    start(io.get_executor(), "gate: to client", carry(link, false));
  }

  Task<> carry(std::shared_ptr<Link> link, bool to_target) {
    auto& from = to_target ? link->client : link->target;
    auto& to = to_target ? link->target : link->client;
    auto token = asio::as_tuple(use_task);
    std::array<char, 16 * 1024> buffer;
    while (true) {
      auto space = asio::buffer(buffer.data(), std::min(most, buffer.size()));
      auto outcome = co_await from.async_read_some(space, token);
      if (delayed.count() > 0) co_await wait_for(delayed);
      while (stalled && from.is_open()) co_await changed.wait();
      if (!from.is_open()) break;  // cut meanwhile
      auto failed = std::get<0>(outcome);
      if (failed == asio::error::eof) {
        boost::system::error_code ignored;
        to.shutdown(asio::socket_base::shutdown_send, ignored);
        break;
      }
      std::string_view bytes(buffer.data(), std::get<1>(outcome));
      if (failed || doomed(*link, to_target, bytes)) {
        link->reset();
        break;
      }
      if (!to_target && garbled > 0 && ++pieces % garbled == 0) buffer[0] = static_cast<char>(~buffer[0]);
      std::string other;
      if (!to_target && exchange) {
        other = co_await exchanged(std::string(bytes), exchange);
        bytes = other;
      }
      auto piece = asio::buffer(bytes.data(), bytes.size());
      auto written = co_await asio::async_write(to, piece, token);
      if (std::get<0>(written)) {
        link->reset();
        break;
      }
      if (rest.count() > 0) co_await wait_for(rest);
    }
    if (--link->ways == 0) links.erase(link.get());
  }

  /// What the other one of the two got.
  Task<std::string> exchanged(std::string answer, std::shared_ptr<Exchange> both) {
    if (!both->first) {
      both->first = std::move(answer);
      while (!both->second) co_await changed.wait();
      co_return *both->second;
    }
    both->second = std::move(answer);
    exchange.reset();
    changed.notify_all();
    co_return *both->first;
  }

  bool doomed(Link& link, bool to_target, std::string_view bytes) {
    if (!to_target) return link.doomed_at && link.to_client.sees(*link.doomed_at, bytes);
    if (fate.times == 0 || !link.to_target.sees(fate.pattern, bytes)) return false;
    --fate.times;
    ++fates;
    if (fate.arrives) link.doomed_at = fate.answer;
    return !fate.arrives;
  }

  const Protocol::endpoint target;
  const std::uint16_t port;
  bool stalled = false;
  std::chrono::milliseconds delayed{0}, rest{0};
  std::size_t most = std::string::npos;  // bytes of a piece
  int garbled = 0, pieces = 0;
  Fate fate{};
  std::shared_ptr<Exchange> exchange;
  int fates = 0, taken = 0;
  std::set<Link*> links;
  Signal changed;
  asio::io_context io{1};
  asio::executor_work_guard<Executor> work{io.get_executor()};
  Acceptor acceptor;
  std::thread thread;
};

Gate::Gate(std::uint16_t target_port)
    : impl_(std::make_unique<Impl>(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), target_port))) {}
Gate::Gate(const std::string& target_path)
    : impl_(std::make_unique<Impl>(asio::local::stream_protocol::endpoint(target_path))) {}
Gate::~Gate() = default;

std::uint16_t Gate::port() const { return impl_->port; }

void Gate::pass() {
  impl_->tell([this] {
    impl_->stalled = false;
    impl_->delayed = impl_->rest = {};
    impl_->most = std::string::npos;
    impl_->garbled = 0;
    impl_->listen();
  });
}

void Gate::stall() {
  impl_->tell([this] { impl_->stalled = true; });
}

void Gate::delay(std::chrono::milliseconds length) {
  impl_->tell([this, length] { impl_->delayed = length; });
}

void Gate::trickle(std::size_t bytes, std::chrono::milliseconds rest) {
  impl_->tell([this, bytes, rest] {
    impl_->most = bytes;
    impl_->rest = rest;
  });
}

void Gate::garble(int one_in) {
  impl_->tell([this, one_in] { impl_->garbled = one_in; });
}

void Gate::exchange_answers() {
  impl_->tell([this] { impl_->exchange = std::make_shared<Exchange>(); });
}

void Gate::refuse() {
  impl_->tell([this] { impl_->acceptor.close(); });
}

void Gate::cut() {
  impl_->tell([this] { impl_->cut(); });
}

void Gate::cut_before(const std::string& pattern, int times) {
  impl_->tell([&] { impl_->fate = {pattern, "", false, times}; });
}

void Gate::cut_answer(const std::string& pattern, const std::string& answer, int times) {
  impl_->tell([&] { impl_->fate = {pattern, answer, true, times}; });
}

int Gate::fates() const {
  int count = 0;
  impl_->tell([&] { count = impl_->fates; });
  return count;
}

int Gate::open() const {
  int count = 0;
  impl_->tell([&] { count = static_cast<int>(impl_->links.size()); });
  return count;
}

int Gate::taken() const {
  int count = 0;
  impl_->tell([&] { count = impl_->taken; });
  return count;
}

}  // namespace mtm::test
