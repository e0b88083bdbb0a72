#include "app/worker.hpp"

#include <boost/asio/post.hpp>
#include <charconv>

#include "store/captures.hpp"
#include "store/credentials.hpp"
#include "store/imports.hpp"
#include "store/playlists.hpp"

namespace mtm::app {

namespace {

/// How long the first clients wait for the first database connection; then they are told that there is none.
constexpr auto kFirstConnection = std::chrono::seconds(3);

db::PoolSettings pool_settings(const Config& config) {
  db::PoolSettings settings;
  settings.connection.url = config.database_url;
  settings.connection.prepared = config.db_prepared;
  settings.shared = config.db_connections_per_thread;
  return settings;
}

/// 0 when it is not a number; no row has the id 0.
Id id_of(std::string_view text) {
  Id id;
  std::from_chars(text.data(), text.data() + text.size(), id.number);
  return id;
}

}  // namespace

void run_loop(asio::io_context& io) {
  for (;;) {
    try {
      io.run();
      break;
    } catch (const std::exception& failure) {
      log(Level::error, "unhandled exception in event loop", {{"reason", std::string_view(failure.what())}});
    }
  }
  flush_log();
}

Worker::Worker(Shared& shared, const asio::ip::tcp::endpoint& address)
    : database_(io_.get_executor(), pool_settings(shared.config)),
      credentials_(database_, shared.site.cookies.name("session")),
      playlist_writes_(database_, store::add_to_playlists, {}, store::of_one_user),
      track_reads_(database_, store::tracks, db::GroupSettings{.growing = false},  // nothing is saved by waiting
                   store::of_one_user),
      version_reads_(database_, store::library_states, db::GroupSettings{.growing = false}),
      share_views_(database_, store::count_views, db::GroupSettings{.slots = 1}, store::of_same_user),  // of few rows
      services_{shared.site,
                shared.files,
                database_,
                credentials_,
                playlist_writes_,
                track_reads_,
                changes_,
                shared.background,
                shared.draining,
                shared.instruments,
                shared.rate_limits,
                shared.sealer,
                shared.background_work,
                version_reads_,
                shared.histories,
                shared.compute,
                shared.card_pictures,
                share_views_},
      api_(services_),
      server_(io_.get_executor(), api_, http::Limits{}, shared.security, address, shared.config.threads > 1) {
  db::Pool::Listener listener;
  listener.channels = {store::kCredentialsChannel, store::kCapturesChannel,         store::kPlaylistsChannel,
                       store::kImportsChannel,     store::kCancelledImportsChannel, store::kHistoriesChannel};
  listener.heard = [this, &shared](std::string_view channel, std::string_view payload) {
    if (channel == store::kCredentialsChannel) credentials_.forget(payload);
    if (channel == store::kCancelledImportsChannel) shared.background_work.cancel_import(id_of(payload));
    changes_.heard(channel, payload);
  };
  listener.listening = [this](bool now) {
    credentials_.listening(now);
    changes_.listening(now);
  };
  database_.listen(std::move(listener));
}

Worker::~Worker() { join(); }

api::ThreadInstruments Worker::instruments() const {
  return {&api_.traffic(), &database_.meters(), &playlist_writes_.meters(), &track_reads_.meters(),
          &version_reads_.meters()};
}

void Worker::start() {
  database_.start();
  mtm::start(io_.get_executor(), "opening", open());
  thread_ = std::thread([this] { run_loop(io_); });
}

// Clients who come before wait in the listener's queue: a server that has just said it listens refuses nobody.
Task<> Worker::open() {
  co_await database_.until_reachable(Clock::now() + kFirstConnection);
  if (!draining_) server_.start();
}

void Worker::drain(Deadline deadline) {
  asio::post(io_, [this, deadline] { mtm::start(io_.get_executor(), "stopping", finish(deadline)); });
}

Task<> Worker::finish(Deadline deadline) {
  draining_ = true;
  changes_.wake_all();  // who waits for something to happen says that it goes on without us
  co_await server_.drain(deadline);
  database_.stop();
  io_.stop();
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace mtm::app
