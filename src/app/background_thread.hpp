// The thread of what runs without a request, with connections of its own.
#pragma once
#include <thread>

#include "api/background_work.hpp"
#include "api/instruments.hpp"
#include "app/config.hpp"
#include "db/pool.hpp"
#include "jobs/background.hpp"

namespace mtm::app {

class BackgroundThread {
 public:
  explicit BackgroundThread(const Config& config);
  ~BackgroundThread();

  jobs::Background& background() { return background_; }
  api::BackgroundWork& background_work() { return background_work_; }
  /// Good as long as this lives, for any thread.
  api::BackgroundInstruments instruments() const;
  void start();
  /// Lets what runs come to a safe point until the deadline; then the thread ends. Called from another thread.
  void stop(Deadline deadline);
  void join();
  /// As Worker::end_tasks().
  void end_tasks() { io_.end_tasks(); }

 private:
  Task<> finish(Deadline deadline);

  Loop io_;
  db::Pool database_;
  db::Pool exports_;
  jobs::Background background_;
  jobs::ImportJobs imports_;
  transfer::ExportMeters export_meters_;
  api::BackgroundWork background_work_;
  std::thread thread_;
};

}  // namespace mtm::app
