// An old database that somebody uploaded: its row is what the page watches, and what becomes true with the rows it
// brings.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/json.hpp"
#include "db/blocking_connection.hpp"
#include "db/database.hpp"

namespace mtm::store {

/// Says on this channel, with the user's id, that an import came further.
inline constexpr const char* kImportsChannel = "imports_changed";

struct Import {
  Id id;
  std::string state;  // waiting, running, done, failed
  std::int64_t bytes;
  std::optional<Json> progress;
  std::optional<Json> report;
  std::string sentence;
  std::int64_t rejects_bytes;
  WallTime started_at;
  std::optional<WallTime> finished_at;
};
BOOST_DESCRIBE_STRUCT(Import, (),
                      (id, state, bytes, progress, report, sentence, rejects_bytes, started_at, finished_at))

/// Newest first, at most ten: older ones are forgotten when a new one begins.
Task<std::vector<Import>> imports(db::Database& database, Id user);
Task<std::optional<Import>> import_of(db::Database& database, Id user, Id import);
Task<bool> import_under_way(db::Database& database, Id user);

/// Nothing when one of this user's is under way. Of the lists of rejected rows the two newest stay beside its own.
Task<std::optional<Import>> begin_import_job(db::Database& database, Id user, std::int64_t bytes, std::string claimant);

/// A piece of the CSV of rejected rows; nothing after the last one.
Task<std::optional<std::string>> rejects_part(db::Database& database, Id user, Id import, int part);

/// Says that this process lives and still has the files of these imports.
Task<> renew_import_claims(db::Database& database, std::string claimant, std::vector<Id> imports);
/// Imports whose process is gone have failed, and nothing of them is there.
Task<> end_abandoned_imports(db::Database& database);
/// Lists of rejected rows are kept for 30 days.
Task<> delete_old_rejects(db::Database& database);

// Statements of the job itself.

struct ImportJob {
  Id user, import;
  std::string claimant;
};

void note_import_progress(db::BlockingConnection& database, const ImportJob& job, const Json& progress);
void fail_import(db::BlockingConnection& database, const ImportJob& job, const std::string& sentence,
                 const std::optional<Json>& report);
void keep_rejects(db::BlockingConnection& database, const ImportJob& job, int part, std::string csv);
/// In the transaction that brings the rows over. False when this process has lost the import: then nothing may be
/// committed.
bool finish_import(db::BlockingConnection& transaction, const ImportJob& job, const Json& report,
                   const std::string& sentence, std::int64_t rejects_bytes);

}  // namespace mtm::store
