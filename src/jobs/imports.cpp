#include "jobs/imports.hpp"

#include <fmt/format.h>
#include <boost/describe.hpp>

#include <algorithm>
#include <cstdio>

#include "core/crypto.hpp"
#include "core/log.hpp"
#include "transfer/old_app/import.hpp"
#include "transfer/old_app/report_json.hpp"
#include "transfer/old_app/sqlite.hpp"
#include "transfer/old_app/verification.hpp"
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

void ImportJobs::run(Id user, std::string spotify_user_id, Id import, std::unique_ptr<transfer::UploadedFile> file) {
  std::lock_guard guard(mutex_);
  here_.push_back(import);
  waiting_.push_back(Job{store::ImportJob{user, import, claimant_}, std::move(spotify_user_id), std::move(file)});
  meters_.waiting.add();
  changed_.notify_all();
}

void ImportJobs::stop() {
  {
    std::lock_guard guard(mutex_);
    stop_ = true;
    changed_.notify_all();
  }
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void ImportJobs::work(Takes takes) {
  std::unique_lock lock(mutex_);
  auto next = [&] {
    return std::find_if(waiting_.begin(), waiting_.end(), [&](const Job& job) {
      return stop_ || takes == Takes::any || transfer::UploadFolder::is_small(job.file->bytes());
    });
  };
  for (;;) {
    changed_.wait(lock, [&] { return stop_ || next() != waiting_.end(); });
    auto turn = next();
    if (turn == waiting_.end()) break;
    auto job = std::move(*turn);
    waiting_.erase(turn);
    meters_.waiting.add(-1);
    lock.unlock();
    if (stop_)
      fail(job, meters_.stopped, kStopped);
    else
      import(job);
    flush_log();
    lock.lock();
    std::erase(here_, job.row.import);
  }
}

void ImportJobs::import(const Job& job) {
  count(meters_.under_way, 1);
  try {
    Notes notes(settings_.database_url, job.row);
    transfer::ImportRequest request;
    request.file = job.file->path();
    request.spotify_user_id = job.spotify_user_id;
    request.rejects = job.file->rejects_path();
    request.rejects_limit = kRejectsLimit;
    request.before_commit = [&](db::BlockingConnection& database, const transfer::ImportReport& report) {
      std::int64_t bytes = 0;
      if (report.rejected() > 0) bytes = keep_rejects(database, job.row, request.rejects);
      bool ours =
          store::finish_import(database, job.row, transfer::report_json(report), transfer::sentence_of(report), bytes);
      if (!ours) throw std::runtime_error("the import was given up while it ran");
    };
    auto report = transfer::import_database(request, settings_.database_url, stop_,
                                            [&](const transfer::Progress& progress) { notes.show(progress); });
    count(report);
    log(Level::info, "old database imported",
        {{"user", job.row.user.number},
         {"rows", report.added()},
         {"rejected", report.rejected()},
         {"ms", report.duration.count()}});
  } catch (const transfer::Unreadable& unreadable) {
    fail(job, meters_.refused, for_people(unreadable.what(), job.file->path()));
  } catch (const transfer::Different& different) {
    log(Level::error, "import verification failed", {{"reason", std::string_view(different.what())}});
    fail(job, meters_.failed, for_people(different.what(), job.file->path()) + " Nothing was imported.");
  } catch (const db::Interrupted&) {
    fail(job, meters_.stopped, kStopped);
  } catch (const db::Unavailable& unavailable) {
    log(Level::warning, "import lost the database connection", {{"reason", std::string_view(unavailable.what())}});
    fail(job, meters_.failed, kAway);
  } catch (const std::exception& failure) {
    log(Level::error, "import failed", {{"reason", std::string_view(failure.what())}});
    fail(job, meters_.failed, "Something went wrong on our side, and was noted. Nothing was imported.");
  }
  count(meters_.under_way, -1);
}

void ImportJobs::count(Counter& counter, std::int64_t more) {
  std::lock_guard guard(mutex_);
  counter.add(more);
}

void ImportJobs::count(const transfer::ImportReport& report) {
  std::lock_guard guard(mutex_);
  meters_.finished.add();
  for (const auto& table : report.tables) {
    meters_.rows_added.add(table.added);
    meters_.rows_already_there.add(table.already_there);
    meters_.rows_rejected.add(table.rejected);
  }
}

void ImportJobs::fail(const Job& job, Counter& outcome, const std::string& sentence) {
  count(outcome, 1);
  try {
    std::atomic<bool> never = false;
    db::BlockingConnection database(settings_.database_url, "music-time-machine import notes", never);
    store::fail_import(database, job.row, sentence);
  } catch (const std::exception& failure) {
    // Nobody renews the claim on the row from here on: whoever looks when it has run out ends the import.
    log(Level::warning, "could not record the end of an import", {{"reason", std::string_view(failure.what())}});
  }
}

std::vector<Id> ImportJobs::here() {
  std::lock_guard guard(mutex_);
  return here_;
}

void ImportJobs::keep_claims(WorkLoop& loop, db::Pool& database) {
  loop.repeat("keeping the claims of imports", kRenewClaims, [this, &database] { return renew(database); });
}

Task<bool> ImportJobs::renew(db::Pool& database) {
  auto imports = here();
  co_await store::renew_import_claims(database, claimant_, std::move(imports));
  co_await store::end_abandoned_imports(database);
  if (Clock::now() >= purge_) {
    co_await store::delete_old_rejects(database);
    purge_ = Clock::now() + kPurge;
  }
  co_return false;
}

}  // namespace mtm::jobs
