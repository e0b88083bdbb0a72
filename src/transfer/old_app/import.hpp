// Brings a database of the old app into PostgreSQL for one user: all of it in one transaction, accounted for row by
// row, and verified before it counts.
#pragma once
#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "db/blocking_connection.hpp"
#include "transfer/old_app/report.hpp"
#include "transfer/progress.hpp"
#include "transfer/rejects.hpp"

namespace mtm::transfer {

struct ImportRequest {
  std::string file;
  std::string spotify_user_id;
  std::optional<std::string> name;  // of the source that the person sees, such as the file's
  bool dry_run = false;             // everything but the commit
  std::string rejects;              // where the CSV of the rejected rows goes; empty: nowhere
  RejectsLimit rejects_limit = {};
  /// Called when all is verified, in the same transaction, with the rejects' file complete; an exception rolls
  /// everything back.
  std::function<void(db::BlockingConnection&, const ImportReport&)> before_commit = {};
};

/// Blocks; the thread is its own. Throws with a sentence when nothing was imported: Unreadable, Different, db::Error,
/// db::Unavailable, or db::Interrupted when `stop` was set meanwhile.
ImportReport import_database(const ImportRequest& request, const std::string& database_url,
                             const std::atomic<bool>& stop, const ShowProgress& show);

}  // namespace mtm::transfer
