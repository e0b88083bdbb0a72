// What requests may ask of the background's thread: work that takes longer than a request's statements may.
#pragma once
#include "core/one_each.hpp"
#include "core/task.hpp"
#include "db/pool.hpp"
#include "transfer/import_jobs.hpp"
#include "transfer/meters.hpp"

namespace mtm::api {

/// The pools belong to the executor's thread: reach them by elsewhere().
struct Backroom {
  Executor executor;
  db::Pool& database;
  db::Pool& exports;  // with connections of its own: a slow reader of an export holds one for minutes
  transfer::ImportJobs& imports;
  transfer::ExportMeters& export_meters;
  OneEach uploading{}, exporting{};  // these two are for any thread
};

}  // namespace mtm::api
