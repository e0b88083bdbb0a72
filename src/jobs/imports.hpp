// Imports of uploaded files, and what takes them back, by the same road as the command's, on two threads of their own:
// one takes the next upload, the other the next small one, so that a small import never waits for a large one.
//
// An import blocks for seconds and reads large files, so neither a request's thread nor the captures' carries it. What
// it says about itself stands in PostgreSQL (store/imports.hpp), where every replica can show it.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/task.hpp"
#include "db/pool.hpp"
#include "jobs/meters.hpp"
#include "jobs/work_loop.hpp"
#include "store/imports.hpp"
#include "store/sources.hpp"
#include "transfer/old_app/report.hpp"
#include "transfer/progress.hpp"
#include "transfer/uploads/upload_folder.hpp"

namespace mtm::jobs {

struct ImportJobsSettings {
  std::string database_url;
  std::filesystem::path folder;
  std::uint64_t most = 0;  // bytes of one upload
};

/// What the person says of a file beside its bytes.
struct AskedImport {
  std::optional<std::string> name;  // what they call it
  std::string zone;                 // of files that write local times; empty: the person's
  std::string owner;                // whose plays, where the file says whose they are
};

class ImportJobs {
 public:
  explicit ImportJobs(ImportJobsSettings settings);
  ~ImportJobs();

  const std::string& claimant() const { return claimant_; }
  std::uint64_t most() const { return settings_.most; }
  /// For any thread, as long as this lives.
  const ImportMeters& meters() const { return meters_; }
  /// For an upload of that size; nothing when its size is not said. Throws NoRoom.
  std::unique_ptr<transfer::UploadedFile> make_file(std::optional<std::uint64_t> bytes) { return folder_.make(bytes); }

  /// Removes what an earlier process left and begins to work.
  void start();
  /// Puts an import in the queue. From any thread.
  void run(Id user, std::string spotify_user_id, Id import, AskedImport asked,
           std::unique_ptr<transfer::UploadedFile> file);
  /// Ends an import that waits or runs here, as its row already says (store::cancel_import()); any other is none of
  /// this process's. From any thread.
  void cancel(Id import);
  /// Puts in the queue what a person asked to have taken back (store/sources.hpp). From any thread.
  void undo(store::SourceToUndo source);
  /// Ends those that run, with nothing imported, and those that wait. Returns when that is done.
  void stop();

  /// Renews the claims of what waits and runs here, ends what was cancelled on another replica and what a process that
  /// is gone has left, and deletes old lists of rejected rows; until the loop stops.
  void keep_claims(WorkLoop& loop, db::Pool& database);

 private:
  struct Job {
    store::ImportJob row;
    std::string spotify_user_id;
    AskedImport asked;
    std::unique_ptr<transfer::UploadedFile> file;
    std::atomic<bool> ends = false;       // the process stops, or it was cancelled
    std::atomic<bool> cancelled = false;  // set before `ends`
  };
  using SharedJob = std::shared_ptr<Job>;

  enum class Takes { any, small };

  void work(Takes takes);
  void undo_now(const store::SourceToUndo& source);
  void import(const Job& job);
  void import_database(const Job& job, const transfer::ShowProgress& show);
  void import_histories(const Job& job, const transfer::ShowProgress& show);
  void finish(const Job& job, db::BlockingConnection& database, const Json& report, const std::string& sentence,
              std::int64_t rejected, const std::vector<Id>& sources);
  void count(Counter& counter, std::int64_t more);
  void count(const transfer::ImportReport& report);
  void count_finished(std::int64_t added, std::int64_t already_there, std::int64_t rejected);
  void fail(const Job& job, Counter& outcome, const std::string& sentence, std::optional<Json> report = {});
  void note_cancelled(const Job& job);
  std::vector<Id> here();
  Task<bool> renew(db::Pool& database);

  ImportJobsSettings settings_;
  transfer::UploadFolder folder_;
  std::string claimant_;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<SharedJob> waiting_;
  std::deque<store::SourceToUndo> undos_;     // that wait
  std::vector<store::SourceToUndo> undoing_;  // that run
  std::vector<SharedJob> here_;               // those that wait or run
  ImportMeters meters_;                       // changed under the mutex
  std::vector<std::thread> threads_;
  Clock::time_point purge_{};  // of old lists of rejected rows, on the loop's thread
};

}  // namespace mtm::jobs
