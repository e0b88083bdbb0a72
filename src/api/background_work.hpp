// What requests may ask of the background's thread: work that takes longer than a request's statements may.
#pragma once
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
  PerUserLimit uploading{}, exporting{};  // these are for any thread
  PerUserLimit watching{16};              // event streams, which last as long as a page is open
};

}  // namespace mtm::api
