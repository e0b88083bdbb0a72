// What requests may ask of the background's thread: work that takes longer than a request's statements may.
#pragma once
#include <boost/asio/post.hpp>

#include "core/per_user_limit.hpp"
#include "core/task.hpp"
#include "db/pool.hpp"
#include "jobs/imports.hpp"
#include "transfer/archive/archive.hpp"

namespace mtm::api {

/// The pools belong to the executor's thread: reach them by run_on().
struct BackgroundWork {
  Executor executor;
  db::Pool& database;
  db::Pool& exports;  // with connections of its own: a slow reader of an export holds one for minutes
  jobs::ImportJobs& imports;
  transfer::ExportMeters& export_meters;
  /// Of an import whose row says that it is cancelled. From any thread; on the background's, because a file goes.
  void cancel_import(Id import);

  PerUserLimit uploading{}, exporting{};  // these are for any thread
  PerUserLimit watching{16};              // event streams, which last as long as a page is open
};

inline void BackgroundWork::cancel_import(Id import) {
  asio::post(executor, [&jobs = imports, import] { jobs.cancel(import); });
}

}  // namespace mtm::api
