#include "spotify/resolve.hpp"

#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>

#include "core/races.hpp"

namespace mtm::spotify {

namespace {

using asio::ip::tcp;
using boost::system::error_code;
using boost::system::system_error;
using Resolver = asio::ip::basic_resolver<tcp, Executor>;

/// A question to the resolver. getaddrinfo cannot be interrupted: when the deadline comes first, the question is left
/// to itself, which is why it is owned by both the one who waits and the one who answers.
struct Lookup {
  explicit Lookup(const Executor& executor, Deadline deadline) : resolver(executor), timer(executor, deadline) {}
  Resolver resolver;
  Timer timer;
  bool done = false;
  error_code error;
  std::vector<tcp::endpoint> addresses;
};

void begin(const std::shared_ptr<Lookup>& lookup, const Origin& origin) {
  auto keep = [lookup](const error_code& error, const Resolver::results_type& results) {
    lookup->done = true;
    lookup->error = error;
    for (const auto& result : results) lookup->addresses.push_back(result.endpoint());
    lookup->timer.cancel();
  };
  lookup->resolver.async_resolve(origin.host, std::to_string(origin.port), Resolver::address_configured, keep);
}

}  // namespace

Task<std::vector<tcp::endpoint>> resolve(Origin origin, Deadline deadline) {
  error_code no_address;
  auto address = asio::ip::make_address(origin.host, no_address);
  std::vector<tcp::endpoint> addresses;
  if (!no_address) {
    addresses.emplace_back(address, origin.port);
    co_return addresses;
  }
  auto executor = co_await asio::this_coro::executor;
  auto lookup = std::make_shared<Lookup>(executor, deadline);
  begin(lookup, origin);
  error_code ended;
  auto token = asio::redirect_error(use_task, ended);
  co_await lookup->timer.async_wait(token);
  if (!lookup->done) throw system_error(ended ? ended : error_code(asio::error::timed_out));
  if (lookup->error) throw system_error(lookup->error);
  for (bool v4 : {true, false}) {
    for (const auto& found : lookup->addresses) {
      if (found.address().is_v4() == v4) addresses.push_back(found);
    }
  }
  co_return addresses;
}

}  // namespace mtm::spotify
