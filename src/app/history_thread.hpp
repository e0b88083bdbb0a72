// The thread that reads histories, with connections of its own.
#pragma once
#include <thread>

#include "api/instruments.hpp"
#include "app/config.hpp"
#include "history/histories.hpp"

namespace mtm::app {

class HistoryThread {
 public:
  HistoryThread(const Config& config, ComputeThreads& compute);
  ~HistoryThread();

  history::Histories& histories() { return histories_; }
  /// Good as long as this lives, for any thread.
  api::HistoryInstruments instruments() const { return {&histories_.cache(), &histories_.meters(), &pool_.meters()}; }
  void start();
  /// Nobody asks any more; then the thread ends. Called from another thread.
  void stop();
  void join();
  /// As Worker::end_tasks().
  void end_tasks() { io_.end_tasks(); }

 private:
  Task<> open_ahead();

  Loop io_;
  db::Pool pool_;
  history::Histories histories_;
  std::thread thread_;
};

}  // namespace mtm::app
