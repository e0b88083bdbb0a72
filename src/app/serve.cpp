#include "app/serve.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <vector>

#include "app/background_thread.hpp"
#include "app/database.hpp"
#include "app/history_thread.hpp"
#include "app/security.hpp"
#include "app/worker.hpp"

namespace mtm::app {

namespace {

constexpr auto kDrain = std::chrono::seconds(10);

asio::ip::tcp::endpoint listening_address(const Config& config) {
  // In production the platform's proxy reaches us, over either family; on a developer's machine nobody else should.
  if (config.production) return {asio::ip::address_v6::any(), config.port};
  return {asio::ip::address_v4::loopback(), config.port};
}

std::string shown(const asio::ip::tcp::endpoint& address) {
  return address.address().is_v6() ? fmt::format("http://[{}]:{}", address.address().to_string(), address.port())
                                   : fmt::format("http://{}:{}", address.address().to_string(), address.port());
}

/// Throws when somebody listens there: threads share the port, which would let another server of ours share it, too.
void check_unused(const asio::ip::tcp::endpoint& address) {
  asio::io_context io;
  asio::ip::tcp::acceptor probe(io, address);
}

std::vector<std::unique_ptr<Worker>> bind_workers(Shared& shared, asio::ip::tcp::endpoint address) {
  check_unused(address);
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < shared.config.threads; ++i) {
    workers.push_back(std::make_unique<Worker>(shared, address));
    address = workers.front()->address();  // the others take the port that the first one was given
  }
  return workers;
}

}  // namespace

int serve(const Config& config) {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow (ulimit -f) is write()'s to refuse, as on a full disk
  wait_for_schema(config);

  api::Site site{config.production,
                 config.sandbox(),
                 origin_of(config),
                 http::Cookies(config.production),
                 spotify::base_url(config.spotify_accounts_url),
                 {config.spotify_client_id, config.spotify_client_secret, config.spotify_redirect_uri}};
  std::vector<Embedded> web_files(web::files.begin(), web::files.end());
  web_files.push_back({"/frame/origin.html", site.origin});  // previews of a link need whole addresses
  // Where the sandbox stands in for Spotify anybody may try the demo; elsewhere its part of the front page is empty.
  for (auto& file : web_files) {
    if (!site.sandbox && file.path == "/frame/demo.html") file.bytes = {};
  }
  http::Files files(web_files);
  auto security = security_fields(config);
  BackgroundThread background(config);
  api::RateLimits rate_limits({config.rate_limit, config.rate_limit_per_second, config.trusted_proxies});
  Sealer sealer(config.secret_key, config.secret_key_previous);
  ComputeThreads compute(std::max(2, config.threads));
  api::CardPictures card_pictures(compute);
  HistoryThread histories(config, compute);
  Shared shared{config,
                site,
                files,
                security,
                background.background(),
                rate_limits,
                sealer,
                background.background_work(),
                histories.histories(),
                compute,
                card_pictures,
                {}};
  auto workers = bind_workers(shared, listening_address(config));
  shared.instruments = {
      config.metrics_token, !config.production, {}, background.instruments(), histories.instruments()};
  for (auto& worker : workers) shared.instruments.threads.push_back(worker->instruments());
  background.start();
  histories.start();
  for (auto& worker : workers) worker->start();

  asio::io_context io{1};
  asio::signal_set signals(io, SIGTERM, SIGINT);
  std::thread ending;
  signals.async_wait([&](const boost::system::error_code&, int) {
    log(Level::info, "stopping: requests under way are finished first");
    flush_log();
    shared.draining = true;
    auto deadline = Clock::now() + kDrain;
    for (auto& worker : workers) worker->drain(deadline);
    signals.async_wait([&](const boost::system::error_code&, int signal) { std::_Exit(128 + signal); });
    // Requests may still ask the background for something, so it stops after them.
    ending = std::thread([&, deadline] {
      for (auto& worker : workers) worker->join();
      histories.stop();
      histories.join();
      compute.stop();  // nobody asks it any more; what it has calculated too late is still handed to their loops
      background.stop(deadline);
      background.join();
      io.stop();
    });
  });

  std::printf("Listening on %s\n", shown(workers.front()->address()).c_str());
  std::fflush(stdout);
  io.run();
  if (ending.joinable()) ending.join();
  // A worker's task that waits for the background is the background's to destroy, which hands it to the worker; and
  // what a worker borrowed from the background ends there.
  background.end_tasks();
  histories.end_tasks();
  for (auto& worker : workers) worker->end_tasks();
  histories.end_tasks();
  background.end_tasks();
  return 0;
}

}  // namespace mtm::app
