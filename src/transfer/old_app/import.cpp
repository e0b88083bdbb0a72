#include "transfer/old_app/import.hpp"

#include <fmt/format.h>

#include "core/clock.hpp"
#include "db/copy.hpp"
#include "store/comparison.hpp"
#include "store/enrichments.hpp"
#include "store/imported_plays.hpp"
#include "store/merge.hpp"
#include "store/staging.hpp"
#include "transfer/old_app/old_ids.hpp"
#include "transfer/old_app/source.hpp"
#include "transfer/old_app/verification.hpp"

namespace mtm::transfer {

namespace {

/// Writes a column as PostgreSQL's type has it.
class ColumnWriter {
 public:
  explicit ColumnWriter(db::CopyIn& rows) : rows_(rows) {}
  template <class T>
  void operator()(const char*, const T& value) {
    rows_.write(value);
  }
  void operator()(const char*, const std::optional<KeptJson>& json) {
    std::optional<db::Jsonb> written;
    if (json) written = db::Jsonb{json->text};
    rows_.write(written);
  }

 private:
  db::CopyIn& rows_;
};

class Import {
 public:
  Import(const ImportRequest& request, const std::string& database_url, const std::atomic<bool>& stop,
         const ShowProgress& show)
      : request_(request),
        file_(Sqlite::read(request.file)),
        database_(database_url, "music-time-machine import", stop),
        rejects_(request.rejects, request.rejects_limit, "table,rowid"),
        show_(show) {
    file_.watch(stop);
    report_.file = request.file;
    report_.spotify_user_id = request.spotify_user_id;
    report_.dry_run = request.dry_run;
    report_.generation = generation_of(file_);
    if (report_.generation == Generation::older) index_old_ids(file_);
  }

  ImportReport run() {
    auto begin = Clock::now();
    user_ = store::begin_import(database_, request_.spotify_user_id,
                                [&] { say("waiting for another import for this user"); });
    store::make_staging_tables(database_);
    bool older = report_.generation == Generation::older;
    if (older) read_table<ArtistRow>();
    read_table<TrackRow>();
    if (older)
      read_table<EntryRow>();
    else
      read_table<SnapshotRow>();
    say_what_is_missing();
    SecondReading second(file_, report_.generation);
    merge();
    note_rejected();
    auto sums = second.get();
    verify(file_, sums, database_, merging_, report_, show_);
    rejects_.finish();
    report_.rejects_listed = rejects_.listed();
    report_.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    if (request_.before_commit) request_.before_commit(database_, report_);
    database_.run(request_.dry_run ? "rollback" : "commit");
    report_.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    return std::move(report_);
  }

 private:
  void say(const std::string& what) { show_(Progress{what, 0, 0, true}); }

  TableReport& table(std::string_view name) {
    for (auto& table : report_.tables)
      if (table.name == name) return table;
    return report_.tables.emplace_back(TableReport{std::string(name)});
  }

  template <class Row>
  void read_table() {
    auto& report = table(Row::kTable);
    SqliteQuery count(file_, fmt::format("select count(*) from {} not indexed", Row::kTable));
    count.next();
    Progress progress{fmt::format("reading {}", Row::kTable), 0, count.cell(0).integer()};
    show_(progress);
    SourceTable<Row> source(file_, report_.generation, SourceTable<Row>::Purpose::bring);
    db::CopyIn rows(database_, Row::kStaged);
    ColumnWriter write(rows);
    const int columns = store::staged_columns<Row>();
    while (source.next()) {
      if (++report.read % kShowEvery == 0) {
        progress.done = report.read;
        show_(progress);
        database_.throw_if_stopped();
      }
      if (source.rejected) {
        reject(report, source.row.row, source.rejected->reason, source.rejected->value);
        continue;
      }
      for (const auto& repair : source.remarks.repairs) report.repairs[repair].add(source.row.row);
      for (const auto& note : source.remarks.notes) report.notes[note].add(source.row.row);
      rows.begin_row(columns);
      Row::each_staged(source.row, write);
    }
    rows.finish();
    progress.done = report.read;
    progress.finished = true;
    show_(progress);
  }

  void reject(TableReport& report, std::int64_t row, const std::string& reason, const std::string& value) {
    ++report.rejected;
    report.reasons[reason].add(row);
    rejects_.add(report.name, row, reason, value);
  }

  void merge() {
    auto merged = [&](const char* name, const store::Merged& counts) {
      auto& report = table(name);
      report.added = counts.added;
      report.already_there = counts.already_there;
      if (report.read != report.rejected + counts.rejected + counts.added + counts.already_there)
        throw Different(fmt::format("not every row of {} is accounted for", name));
      merged_rejections_ += counts.rejected;
    };
    show_(Progress{"merging", 0, 0, false});
    merging_ = store::begin_merge(database_, user_, request_.name);
    report_.source = merging_.source;
    if (report_.generation == Generation::older) {
      merged(ArtistRow::kTable, store::merge_artists(database_, merging_));
      merged(TrackRow::kTable, store::merge_tracks(database_, merging_));
      merged(EntryRow::kTable, store::merge_entries(database_, merging_));
    } else {
      store::merge_artists_of_tracks(database_);
      merged(TrackRow::kTable, store::merge_tracks(database_, merging_));
      merged(SnapshotRow::kTable, store::merge_snapshots(database_, merging_));
      note_mended(SnapshotRow::kTable, store::snapshots_mended(merging_));
    }
    auto unconfirmed = store::unconfirmed_tracks(database_, merging_.user, merging_.source);
    if (unconfirmed > 0) store::request_enrichment(database_, merging_.user, unconfirmed);
    say("merged");
  }

  void say_what_is_missing() {
    if (report_.read() == 0)
      report_.nothing_read = why_nothing(file_, report_.generation);
    else if (file_.without_wal())
      report_.notes.emplace_back(kWithoutWal);
  }

  void note_mended(const char* name, const std::string& query) {
    auto& repairs = table(name).repairs;
    db::CopyOut rows(database_, query);
    std::string what;
    std::int64_t row = 0;
    while (rows.next()) {
      rows.read(row);
      rows.read(what);
      repairs[what].add(row);
    }
  }

  /// What only the whole could tell: orphans and duplicates.
  void note_rejected() {
    if (merged_rejections_ == 0) return;
    db::CopyOut rows(database_, store::kRejectedRows);
    std::string name, reason, value;
    std::int64_t row = 0;
    while (rows.next()) {
      rows.read(name);
      rows.read(row);
      rows.read(reason);
      rows.read(value);
      reject(table(name), row, reason, value);
    }
  }

  const ImportRequest& request_;
  Sqlite file_;
  db::BlockingConnection database_;
  RejectsFile rejects_;
  const ShowProgress& show_;
  ImportReport report_;
  Id user_;
  store::Merging merging_;
  std::int64_t merged_rejections_ = 0;
};

}  // namespace

ImportReport import_database(const ImportRequest& request, const std::string& database_url,
                             const std::atomic<bool>& stop, const ShowProgress& show) {
  try {
    return Import(request, database_url, stop, show).run();
  } catch (const db::Error& refused) {
    constexpr std::string_view kDiskFull = "53100";
    if (refused.sqlstate != kDiskFull) throw;
    throw db::Unavailable("PostgreSQL's disk is full: nothing was imported");
  }
}

}  // namespace mtm::transfer
