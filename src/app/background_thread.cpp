#include "app/background_thread.hpp"

#include <unistd.h>

#include <boost/asio/post.hpp>

#include "app/worker.hpp"

namespace mtm::app {

namespace {

/// Nobody waits at a screen for these: they may take longer than a request's statements, and several wait for Spotify
/// with a transaction open.
db::PoolSettings background_pool_settings(const Config& config) {
  db::PoolSettings settings;
  settings.connection.url = config.database_url;
  settings.connection.prepared = config.db_prepared;
  settings.connection.application_name = "music-time-machine background";
  settings.connection.statement_timeout = std::chrono::seconds(30);
  settings.connection.lock_timeout = std::chrono::seconds(15);
  settings.connection.idle_in_transaction = std::chrono::seconds(30);
  settings.connection.patience = std::chrono::seconds(35);
  settings.shared = 1;
  settings.lent = 4;
  settings.wait_for_loan = std::chrono::seconds(30);
  return settings;
}

/// An export holds its connection for as long as its reader reads, with a transaction open.
db::PoolSettings export_pool_settings(const Config& config) {
  auto settings = background_pool_settings(config);
  settings.connection.application_name = "music-time-machine export";
  settings.connection.idle_in_transaction = std::chrono::minutes(2);
  settings.shared = 0;
  settings.lent = 3;
  settings.wait_for_loan = std::chrono::seconds(2);
  return settings;
}

jobs::ImportJobsSettings import_settings(const Config& config) {
  auto folder = std::filesystem::path(config.temporary_folder) / ("music-time-machine-" + std::to_string(::geteuid()));
  return {config.database_url, folder, static_cast<std::uint64_t>(config.import_mb) * 1024 * 1024};
}

jobs::Settings capture_settings(const Config& config) {
  jobs::Settings settings;
  settings.credentials = {config.spotify_client_id, config.spotify_client_secret, config.spotify_redirect_uri};
  settings.accounts_url = config.spotify_accounts_url;
  settings.api_url = config.spotify_api_url;
  settings.features_url = config.features_url;
  settings.budget.calls_per_window = config.spotify_calls_per_30s;
  settings.budget.calls_per_day = config.spotify_calls_per_day;
  settings.poll_plays = config.poll_plays;
  settings.lookups_per_day = config.spotify_lookups_per_day;
  settings.secret_key = config.secret_key;
  settings.secret_key_previous = config.secret_key_previous;
  return settings;
}

}  // namespace

BackgroundThread::BackgroundThread(const Config& config)
    : database_(io_.get_executor(), background_pool_settings(config)),
      exports_(io_.get_executor(), export_pool_settings(config)),
      background_(io_.get_executor(), database_, capture_settings(config)),
      imports_(import_settings(config)),
      background_work_{io_.get_executor(), database_, exports_, imports_, export_meters_} {}

BackgroundThread::~BackgroundThread() { join(); }

api::BackgroundInstruments BackgroundThread::instruments() const {
  return {&background_.meters(), &background_.answers(), &imports_.meters(),
          &export_meters_,       &database_.meters(),    &exports_.meters()};
}

void BackgroundThread::start() {
  database_.start();
  exports_.start();
  background_.start();
  imports_.start();
  imports_.keep_claims(background_.loop(), database_);
  thread_ = std::thread([this] { run_loop(io_); });
}

void BackgroundThread::stop(Deadline deadline) {
  imports_.stop();
  asio::post(io_, [this, deadline] { mtm::start(io_.get_executor(), "stopping", finish(deadline)); });
}

Task<> BackgroundThread::finish(Deadline deadline) {
  co_await background_.stop(deadline);
  exports_.stop();
  database_.stop();
  io_.stop();
}

void BackgroundThread::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace mtm::app
