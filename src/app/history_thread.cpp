#include "app/history_thread.hpp"

#include <malloc.h>

#include <boost/asio/post.hpp>

#include "app/worker.hpp"

namespace mtm::app {

namespace {

/// Ten million plays take many seconds, but each twenty thousand of them far less than one; before the first they may
/// have to be sorted. A database that is silent meanwhile is noticed earlier by those who wait (api/history_of.cpp).
db::PoolSettings history_pool_settings(const Config& config) {
  db::PoolSettings settings;
  settings.connection.url = config.database_url;
  settings.connection.prepared = config.db_prepared;
  settings.connection.application_name = "music-time-machine histories";
  settings.connection.statement_timeout = std::chrono::seconds(9);
  settings.connection.patience = std::chrono::seconds(10);
  settings.shared = 0;
  settings.lent = history::Histories::kAtOnce;
  return settings;
}

}  // namespace

HistoryThread::HistoryThread(const Config& config, ComputeThreads& compute)
    : pool_(io_.get_executor(), history_pool_settings(config)),
      histories_(io_.get_executor(), pool_, compute, static_cast<std::size_t>(config.history_cache_mb) * 1024 * 1024) {}

HistoryThread::~HistoryThread() { join(); }

void HistoryThread::start() {
  // Columns are megabytes long, and another history's are longer: what was freed must not stay with the process as
  // holes.
  ::mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
  // Each question needs some hundred kilobytes for a moment: what was given back has to be had again, page by page.
  ::mallopt(M_TRIM_THRESHOLD, 2 * 1024 * 1024);
  pool_.start();
  mtm::start(io_.get_executor(), "opening a connection for histories", open_ahead());
  thread_ = std::thread([this] { run_loop(io_); });
}

/// The first history would wait for it, a fifth of all that a small one takes.
Task<> HistoryThread::open_ahead() {
  try {
    auto loan = co_await pool_.borrow();
    loan.finished();
  } catch (const std::exception&) {
    // Who asks first tries again, and is told why it fails.
  }
}

void HistoryThread::stop() {
  asio::post(io_, [this] {
    pool_.stop();
    io_.stop();
  });
}

void HistoryThread::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace mtm::app
