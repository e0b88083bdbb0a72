// One thread that answers requests: its loop, its listener, its database connections.
#pragma once
#include <atomic>
#include <memory>
#include <thread>

#include "api/api.hpp"
#include "app/config.hpp"
#include "db/pool.hpp"
#include "http/server.hpp"

namespace mtm::app {

/// What all threads share: immutable, but for the word that the server is stopping.
struct Shared {
  const Config& config;
  const api::Site& site;
  const http::Files& files;
  const http::SecurityFields& security;
  jobs::Background& background;
  api::RateLimits& rate_limits;
  const Sealer& sealer;
  api::BackgroundWork& background_work;
  history::Histories& histories;
  ComputeThreads& compute;
  api::CardPictures& card_pictures;
  api::Instruments instruments;
  std::atomic<bool> draining = false;
};

/// The members stand in the order of the road: destroyed backwards, the listener goes before what it leads to.
class Worker {
 public:
  /// Binds the address; throws boost::system::system_error when it is taken.
  Worker(Shared& shared, const asio::ip::tcp::endpoint& address);
  ~Worker();

  asio::ip::tcp::endpoint address() const { return server_.address(); }
  /// Good as long as this lives, for any thread.
  api::ThreadInstruments instruments() const;
  void start();
  /// Lets requests under way finish until the deadline; then the thread ends. Called from another thread.
  void drain(Deadline deadline);
  void join();
  /// After join(), while everything that tasks of this thread may use still lives: destroys those that have not ended.
  void end_tasks() { io_.end_tasks(); }

 private:
  Task<> open();
  Task<> finish(Deadline deadline);

  Loop io_;
  bool draining_ = false;
  db::Pool database_;
  api::Credentials credentials_;
  api::PlaylistWrites playlist_writes_;
  api::TrackReads track_reads_;
  api::VersionReads version_reads_;
  api::ShareViews share_views_;
  api::Changes changes_;
  api::Services services_;
  api::Api api_;
  http::Server server_;
  std::thread thread_;
};

/// Runs a loop until it is out of work. What escapes a handler is logged and ends nothing else.
void run_loop(asio::io_context& io);

}  // namespace mtm::app
