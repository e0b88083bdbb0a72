// A file that somebody uploaded: its row is what the page watches, and what becomes true with the rows it
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
#include "db/pool.hpp"

namespace mtm::store {

/// Says on this channel, with the user's id, that an import came further.
inline constexpr const char* kImportsChannel = "imports_changed";
/// Says on this channel, with the import's id, that the process that has its file is to end it.
inline constexpr const char* kCancelledImportsChannel = "imports_cancelled";

struct Import {
  Id id;
  std::optional<std::string> name;  // of the file
  std::string state;                // waiting, running, done, failed, cancelled
  std::int64_t bytes;
  std::optional<Json> progress;
  std::optional<Json> report;
  std::string sentence;
  std::int64_t rejects_bytes;
  WallTime started_at;
  std::optional<WallTime> finished_at;
};
BOOST_DESCRIBE_STRUCT(Import, (),
                      (id, name, state, bytes, progress, report, sentence, rejects_bytes, started_at, finished_at))

/// Newest first, at most ten: older ones are forgotten when a new one begins.
Task<std::vector<Import>> imports(db::Database& database, Id user);
Task<std::optional<Import>> import_of(db::Database& database, Id user, Id import);
Task<bool> import_under_way(db::Database& database, Id user);

/// Nothing when one of this user's is under way. Of the lists of rejected rows the two newest stay beside its own.
Task<std::optional<Import>> begin_import_job(db::Database& database, Id user, std::optional<std::string> name,
                                             std::int64_t bytes, std::string claimant);

/// Ends one that waits or is under way: from now on finish_import() refuses to let anything of it be committed. False
/// when there is none, or when it has ended.
Task<bool> cancel_import(db::Pool& database, Id user, Id import);

/// A piece of the CSV of rejected rows; nothing after the last one.
Task<std::optional<std::string>> rejects_part(db::Database& database, Id user, Id import, int part);

/// Says that this process lives and still has the files of these imports.
Task<> renew_import_claims(db::Database& database, std::string claimant, std::vector<Id> imports);

struct ImportId {
  Id id;
};
BOOST_DESCRIBE_STRUCT(ImportId, (), (id))

/// Which of these were cancelled: the word of it may have been lost.
Task<std::vector<ImportId>> cancelled_among(db::Database& database, std::vector<Id> imports);
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
/// In the transaction that brings the rows over, with the sources that it made. False when the import was cancelled or
/// this process has lost it: then nothing may be committed.
bool finish_import(db::BlockingConnection& transaction, const ImportJob& job, const Json& report,
                   const std::string& sentence, std::int64_t rejects_bytes, const std::vector<Id>& sources);

}  // namespace mtm::store
