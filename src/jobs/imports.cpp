#include "jobs/imports.hpp"

#include <fmt/format.h>
#include <boost/describe.hpp>

#include <algorithm>
#include <cstdio>

#include "core/crypto.hpp"
#include "core/log.hpp"
#include "transfer/history/import.hpp"
#include "transfer/old_app/import.hpp"
#include "transfer/old_app/report_json.hpp"
#include "transfer/old_app/sqlite.hpp"
#include "transfer/old_app/verification.hpp"
#include "transfer/sqlite_file.hpp"
#include "transfer/words.hpp"

namespace mtm::jobs {

namespace {

constexpr auto kRenewClaims = std::chrono::seconds(5);  // claims live six times as long
constexpr auto kShowAtMostEvery = std::chrono::milliseconds(250);
constexpr auto kPurge = std::chrono::hours(1);
constexpr std::size_t kPiece = 512 * 1024;  // of the rejects' file
/// Nobody reads more of them; all are counted, by reason. A person has at most three lists (store/imports.hpp).
constexpr transfer::RejectsLimit kRejectsLimit{10'000, 2 * 1024 * 1024};
constexpr const char* kStopped = "The server was stopped. Nothing was imported: upload the file again.";
constexpr const char* kAway = "The database went away in the middle. Nothing was imported: upload the file again.";

struct Shown {
  std::string what;
  std::int64_t done, total;
};
BOOST_DESCRIBE_STRUCT(Shown, (), (what, done, total))

/// The report of an import that must be asked for again, with one of these as `whose`.
struct Asked {
  std::vector<std::string> owners;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (owners))

/// Tells PostgreSQL how far the import is, on a connection of its own: the import's transaction shows nobody anything.
/// When that fails the import goes on unseen.
class Notes {
 public:
  Notes(const std::string& database_url, const store::ImportJob& job)
      : connection_(database_url, "music-time-machine import notes", never_), job_(job) {}

  void show(const transfer::Progress& progress) {
    auto now = Clock::now();
    if (progress.what == shown_ && now - last_ < kShowAtMostEvery) return;
    last_ = now;
    shown_ = progress.what;
    try {
      if (alive_)
        store::note_import_progress(connection_, job_, to_json(Shown{progress.what, progress.done, progress.total}));
    } catch (const std::exception& failure) {
      alive_ = false;
      log(Level::warning, "could not record the progress of an import", {{"reason", std::string_view(failure.what())}});
    }
  }

 private:
  std::atomic<bool> never_ = false;
  db::BlockingConnection connection_;
  const store::ImportJob& job_;
  std::string shown_;
  Clock::time_point last_{};
  bool alive_ = true;
};

std::int64_t keep_rejects(db::BlockingConnection& database, const store::ImportJob& job, const std::string& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "r"), &std::fclose);
  if (!file) throw std::runtime_error("the rejects' file is gone");
  std::int64_t bytes = 0;
  std::string piece;
  for (int part = 0;; ++part) {
    piece.resize(kPiece);
    piece.resize(std::fread(piece.data(), 1, kPiece, file.get()));
    if (piece.empty()) break;
    bytes += static_cast<std::int64_t>(piece.size());
    store::keep_rejects(database, job, part, piece);
  }
  return bytes;
}

/// Its row says that it has ended: the person cancelled it, or this process lost its claim.
struct EndedBefore : std::runtime_error {
  EndedBefore() : std::runtime_error("the import had ended before it was done") {}
};

/// Our own name of the file is nobody's business.
std::string for_people(std::string text, const std::string& path) {
  constexpr std::string_view kName = "The file";
  for (auto at = text.find(path); at != text.npos; at = text.find(path)) text.replace(at, path.size(), kName);
  if (text.starts_with("this is")) text[0] = 'T';
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

}  // namespace

ImportJobs::ImportJobs(ImportJobsSettings settings)
    : settings_(std::move(settings)), folder_(settings_.folder), claimant_(random_token(12)) {}

ImportJobs::~ImportJobs() { stop(); }

void ImportJobs::start() {
  try {
    folder_.clear();
  } catch (const std::exception& failure) {
    log(Level::warning, "no folder for uploads", {{"reason", std::string_view(failure.what())}});
  }
  for (auto takes : {Takes::any, Takes::small}) threads_.emplace_back([this, takes] { work(takes); });
}

void ImportJobs::run(Id user, std::string spotify_user_id, Id import, AskedImport asked,
                     std::unique_ptr<transfer::UploadedFile> file) {
  auto job = std::make_shared<Job>();
  job->row = {user, import, claimant_};
  job->spotify_user_id = std::move(spotify_user_id);
  job->asked = std::move(asked);
  job->file = std::move(file);
  std::lock_guard guard(mutex_);
  job->ends = stop_.load();
  here_.push_back(job);
  waiting_.push_back(std::move(job));
  meters_.waiting.add();
  changed_.notify_all();
}

void ImportJobs::cancel(Id import) {
  std::lock_guard guard(mutex_);
  auto is_it = [&](const SharedJob& job) { return job->row.import == import; };
  auto found = std::find_if(here_.begin(), here_.end(), is_it);
  if (found == here_.end() || (*found)->cancelled) return;
  (*found)->cancelled = true;
  (*found)->ends = true;
  if (std::erase_if(waiting_, is_it) == 0) return;
  here_.erase(found);
  meters_.waiting.add(-1);
  meters_.cancelled.add();
}

void ImportJobs::stop() {
  {
    std::lock_guard guard(mutex_);
    stop_ = true;
    for (auto& job : here_) job->ends = true;
    changed_.notify_all();
  }
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void ImportJobs::undo(store::SourceToUndo source) {
  std::lock_guard guard(mutex_);
  auto is_it = [&](const store::SourceToUndo& known) {
    return known.user_id == source.user_id && known.id == source.id;
  };
  // Who asks again, and renew() while an undo takes long, would fill both threads with what one of them does.
  if (std::any_of(undos_.begin(), undos_.end(), is_it) || std::any_of(undoing_.begin(), undoing_.end(), is_it)) return;
  undos_.push_back(source);
  changed_.notify_all();
}

void ImportJobs::work(Takes takes) {
  std::unique_lock lock(mutex_);
  auto next = [&] {
    return std::find_if(waiting_.begin(), waiting_.end(), [&](const SharedJob& job) {
      return stop_ || takes == Takes::any || transfer::UploadFolder::is_small(job->file->bytes());
    });
  };
  for (;;) {
    changed_.wait(lock, [&] { return stop_ || !undos_.empty() || next() != waiting_.end(); });
    if (!undos_.empty() && !stop_) {
      auto source = undos_.front();
      undos_.pop_front();
      undoing_.push_back(source);
      lock.unlock();
      undo_now(source);
      flush_log();
      lock.lock();
      std::erase_if(undoing_, [&](const store::SourceToUndo& done) {
        return done.user_id == source.user_id && done.id == source.id;
      });
      continue;
    }
    auto turn = next();
    if (turn == waiting_.end()) break;
    auto job = *turn;
    waiting_.erase(turn);
    meters_.waiting.add(-1);
    lock.unlock();
    if (stop_)
      fail(*job, meters_.stopped, kStopped);
    else
      import(*job);
    flush_log();
    lock.lock();
    std::erase(here_, job);
  }
}

/// What fails is tried again when it is overdue (renew()).
void ImportJobs::undo_now(const store::SourceToUndo& source) {
  auto begin = Clock::now();
  try {
    db::BlockingConnection database(settings_.database_url, "music-time-machine undo", stop_);
    store::undo_source(database, source.user_id, source.id);
    auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    log(Level::info, "import undone",
        {{"user", source.user_id.number}, {"source", source.id.number}, {"ms", passed.count()}});
  } catch (const std::exception& failure) {
    log(Level::warning, "an import could not be undone yet",
        {{"user", source.user_id.number}, {"source", source.id.number}, {"reason", std::string_view(failure.what())}});
  }
}

void ImportJobs::import(const Job& job) {
  count(meters_.under_way, 1);
  try {
    Notes notes(settings_.database_url, job.row);
    auto show = [&](const transfer::Progress& progress) { notes.show(progress); };
    if (transfer::is_sqlite_file(job.file->path()))
      import_database(job, show);
    else
      import_histories(job, show);
  } catch (const transfer::Unreadable& unreadable) {
    fail(job, meters_.refused, for_people(unreadable.what(), job.file->path()));
  } catch (const transfer::Refused& refused) {
    fail(job, meters_.refused, for_people(refused.what(), job.file->path()));
  } catch (const transfer::TooMuch& too_much) {
    fail(job, meters_.refused, too_much.what());
  } catch (const transfer::WhoseHistory& asked) {
    fail(job, meters_.refused, for_people(asked.what(), job.file->path()), to_json(Asked{asked.owners}));
  } catch (const transfer::Different& different) {
    log(Level::error, "import verification failed", {{"reason", std::string_view(different.what())}});
    fail(job, meters_.failed, for_people(different.what(), job.file->path()) + " Nothing was imported.");
  } catch (const db::Interrupted&) {
    if (job.cancelled)
      note_cancelled(job);
    else
      fail(job, meters_.stopped, kStopped);
  } catch (const EndedBefore&) {
    note_cancelled(job);
  } catch (const db::Unavailable& unavailable) {
    log(Level::warning, "import lost the database connection", {{"reason", std::string_view(unavailable.what())}});
    fail(job, meters_.failed, kAway);
  } catch (const std::exception& failure) {
    log(Level::error, "import failed", {{"reason", std::string_view(failure.what())}});
    fail(job, meters_.failed, "Something went wrong on our side, and was noted. Nothing was imported.");
  }
  count(meters_.under_way, -1);
}

void ImportJobs::import_database(const Job& job, const transfer::ShowProgress& show) {
  transfer::ImportRequest request;
  request.file = job.file->path();
  request.spotify_user_id = job.spotify_user_id;
  request.name = job.asked.name;
  request.rejects = job.file->rejects_path();
  request.rejects_limit = kRejectsLimit;
  request.before_commit = [&](db::BlockingConnection& database, const transfer::ImportReport& report) {
    finish(job, database, transfer::report_json(report), sentence_of(report), report.rejected(), {report.source});
  };
  auto report = transfer::import_database(request, settings_.database_url, job.ends, show);
  count(report);
  log(Level::info, "old database imported",
      {{"user", job.row.user.number},
       {"rows", report.added()},
       {"rejected", report.rejected()},
       {"ms", report.duration.count()}});
}

void ImportJobs::import_histories(const Job& job, const transfer::ShowProgress& show) {
  transfer::HistoryImportRequest request;
  request.files.push_back({job.file->path(), job.asked.name.value_or("The file")});
  request.spotify_user_id = job.spotify_user_id;
  request.zone = job.asked.zone;
  request.owner = job.asked.owner;
  request.rejects = job.file->rejects_path();
  request.rejects_limit = kRejectsLimit;
  request.before_commit = [&](db::BlockingConnection& database, const transfer::HistoryReport& report) {
    finish(job, database, transfer::report_json(report), sentence_of(report), report.rejected(), report.sources);
  };
  auto report = transfer::import_histories(request, settings_.database_url, job.ends, show);
  count_finished(report.sum.added, report.sum.already_there, report.sum.rejected);
  log(Level::info, "history imported",
      {{"user", job.row.user.number},
       {"rows", report.sum.rows},
       {"added", report.sum.added},
       {"rejected", report.sum.rejected},
       {"ms", report.duration.count()}});
}

/// In the transaction of the import.
void ImportJobs::finish(const Job& job, db::BlockingConnection& database, const Json& report,
                        const std::string& sentence, std::int64_t rejected, const std::vector<Id>& sources) {
  std::int64_t bytes = 0;
  if (rejected > 0) bytes = keep_rejects(database, job.row, job.file->rejects_path());
  bool ours = store::finish_import(database, job.row, report, sentence, bytes, sources);
  if (!ours) throw EndedBefore();
}

void ImportJobs::count(Counter& counter, std::int64_t more) {
  std::lock_guard guard(mutex_);
  counter.add(more);
}

void ImportJobs::count(const transfer::ImportReport& report) {
  count_finished(report.added(), report.already_there(), report.rejected());
}

void ImportJobs::count_finished(std::int64_t added, std::int64_t already_there, std::int64_t rejected) {
  std::lock_guard guard(mutex_);
  meters_.finished.add();
  meters_.rows_added.add(added);
  meters_.rows_already_there.add(already_there);
  meters_.rows_rejected.add(rejected);
}

void ImportJobs::fail(const Job& job, Counter& outcome, const std::string& sentence, std::optional<Json> report) {
  count(outcome, 1);
  try {
    std::atomic<bool> never = false;
    db::BlockingConnection database(settings_.database_url, "music-time-machine import notes", never);
    store::fail_import(database, job.row, sentence, report);
  } catch (const std::exception& failure) {
    // Nobody renews the claim on the row from here on: whoever looks when it has run out ends the import.
    log(Level::warning, "could not record the end of an import", {{"reason", std::string_view(failure.what())}});
  }
}

/// Its row says so already.
void ImportJobs::note_cancelled(const Job& job) {
  count(meters_.cancelled, 1);
  log(Level::info, "import ended before it was done", {{"user", job.row.user.number}});
}

std::vector<Id> ImportJobs::here() {
  std::lock_guard guard(mutex_);
  std::vector<Id> imports;
  for (const auto& job : here_) imports.push_back(job->row.import);
  return imports;
}

void ImportJobs::keep_claims(WorkLoop& loop, db::Pool& database) {
  loop.repeat("keeping the claims of imports", kRenewClaims, [this, &database] { return renew(database); });
}

Task<bool> ImportJobs::renew(db::Pool& database) {
  auto imports = here();
  co_await store::renew_import_claims(database, claimant_, imports);
  auto cancelled = co_await store::cancelled_among(database, std::move(imports));
  for (const auto& import : cancelled) cancel(import.id);
  co_await store::end_abandoned_imports(database);
  auto overdue = co_await store::overdue_undos(database);
  for (const auto& source : overdue) undo(source);
  if (Clock::now() >= purge_) {
    co_await store::delete_old_rejects(database);
    purge_ = Clock::now() + kPurge;
  }
  co_return false;
}

}  // namespace mtm::jobs
