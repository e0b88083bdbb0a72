// Brings listening histories into PostgreSQL for one user: all of it in one transaction, each row accounted for.
//
// The files are read into columns first (gathered.hpp). Then the catalogue is given the ids it lacks, each history
// becomes a source with its claims and plays, as the files tell them, and what was told before is found by the same
// rules by which questions know one play of several sources (history/same_plays.hpp).
#pragma once
#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/blocking_connection.hpp"
#include "transfer/history/files.hpp"
#include "transfer/history/gathered.hpp"
#include "transfer/history/report.hpp"
#include "transfer/progress.hpp"
#include "transfer/rejects.hpp"

namespace mtm::transfer {

struct HistoryImportRequest {
  std::vector<GivenFile> files;
  std::string spotify_user_id;
  std::string zone;      // IANA name, of files that write local times; empty: the person's
  std::string owner;     // whose rows, where files say whose they are; empty: the person's own
  bool dry_run = false;  // everything but the commit
  std::string rejects;   // where the CSV of the rejected rows goes; empty: nowhere
  RejectsLimit rejects_limit = {};
  /// Called in the same transaction when all is written, with the rejects' file complete; an exception rolls everything
  /// back.
  std::function<void(db::BlockingConnection&, const HistoryReport&)> before_commit = {};
};

/// The files hold somebody else's plays, or those of several people: its text is a sentence that asks whose.
struct WhoseHistory : std::runtime_error {
  WhoseHistory(const std::string& question, std::vector<std::string> owners)
      : std::runtime_error(question), owners(std::move(owners)) {}
  std::vector<std::string> owners;
};

/// Blocks; the thread is its own. Throws with a sentence when nothing was imported: Refused, WhoseHistory, TooMuch,
/// db::Error,
/// db::Unavailable, or db::Interrupted when `stop` was set meanwhile.
HistoryReport import_histories(const HistoryImportRequest& request, const std::string& database_url,
                               const std::atomic<bool>& stop, const ShowProgress& show);

}  // namespace mtm::transfer
