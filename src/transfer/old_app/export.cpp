#include "transfer/old_app/export.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "db/copy.hpp"
#include "store/exporting.hpp"
#include "transfer/old_app/sqlite.hpp"
#include "transfer/old_app/times.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

// As the old app makes them, but that created_at may be missing where nobody knows it. What write() inserts, and the
// queries of store/exporting.hpp, have the columns in this order; SQLite itself numbers the entries.
constexpr const char* kOlderTables = R"sql(
create table artists (id integer primary key autoincrement, spotify_id text not null unique, name text not null, created_at text);
create table tracks (id integer primary key autoincrement, spotify_id text not null unique, name text not null, artist_id integer,
  album_name text, release_date text, duration_ms integer, popularity integer, audio_features text, created_at text,
  foreign key (artist_id) references artists(id));
create table playlist_tracks (id integer primary key autoincrement, playlist_id text not null, track_id integer not null,
  position integer not null, created_at text, foreign key (track_id) references tracks(id));
)sql";

constexpr const char* kRevisedTables = R"sql(
create table tracks (track_id text primary key, name text not null, artist_name text, album_name text, duration_ms integer,
  spotify_url text, raw_json text);
create table snapshots (track_id text not null, snapshot_date text not null, time_range text not null, rank integer not null,
  primary key (track_id, snapshot_date, time_range));
)sql";

/// A database under a name of its own until it is complete; then it gets the name that was asked for, unless that is
/// taken.
class NewFile {
 public:
  explicit NewFile(const std::string& path) : path_(path), draft_(path + ".part") {
    if (std::filesystem::exists(std::filesystem::symlink_status(path))) refuse();
    if (std::filesystem::exists(std::filesystem::symlink_status(draft_)))
      throw Unreadable(draft_ + " is there already: another export writes it, or one that was killed left it");
  }
  ~NewFile() {
    std::error_code ignored;
    std::filesystem::remove(draft_, ignored);
    std::filesystem::remove(draft_ + "-journal", ignored);
  }
  const std::string& draft() const { return draft_; }
  void publish() {
    std::error_code error;
    std::filesystem::create_hard_link(draft_, path_, error);  // unlike a rename, it never replaces what is there
    if (error == std::errc::file_exists) refuse();
    if (error) throw Unreadable(path_ + " can't be written: " + error.message());
  }

 private:
  [[noreturn]] void refuse() const { throw Unreadable(path_ + " is there already, and is not overwritten"); }
  std::string path_, draft_;
};

/// Carries the columns of one row from PostgreSQL to SQLite.
class RowCopy {
 public:
  RowCopy(db::CopyOut& from, SqliteQuery& to) : from_(from), to_(to) {}

  void number() {
    bind<std::int64_t>([](auto value) { return value; });
  }
  void text() {
    bind<std::string_view>([](auto value) { return value; });
  }
  void time() {
    bind<Time>([](auto value) { return iso_text(value); });
  }
  void day() {
    bind<std::chrono::sys_days>([](auto value) { return iso_text(value); });
  }
  void json() {
    bind<db::Jsonb>([](auto value) { return value.text; });
  }

 private:
  template <class T, class Convert>
  void bind(Convert convert) {
    std::optional<T> value;
    from_.read(value);
    ++parameter_;
    if (value)
      to_.bind(parameter_, convert(*value));
    else
      to_.bind_null(parameter_);
  }
  db::CopyOut& from_;
  SqliteQuery& to_;
  int parameter_ = 0;
};

class Export {
 public:
  Export(const ExportRequest& request, const std::string& database_url, const std::atomic<bool>& stop,
         const ShowProgress& show)
      : request_(request),
        new_file_(request.file),
        database_(database_url, "music-time-machine export", stop),
        show_(show) {
    report_.file = request.file;
  }

  ExportReport run() {
    user_ = store::begin_export(database_, request_.spotify_user_id);
    {
      auto file = Sqlite::create(new_file_.draft());
      file.run("pragma journal_mode = off");  // nobody reads the draft, and a torn one is thrown away; the commit
                                              // writes it through
      file.run("begin");
      if (request_.generation == Generation::older)
        write_older(file);
      else
        write_revised(file);
      file.run("commit");
    }
    for (const auto& [name, rows] : store::left_out(database_, user_, request_.generation == Generation::older))
      if (rows > 0) report_.left_out.push_back({name, rows});
    database_.run("rollback");
    new_file_.publish();
    return std::move(report_);
  }

 private:
  template <class Columns>
  void write(Sqlite& file, const char* name, const std::string& query, const char* insert, Columns columns) {
    SqliteQuery to(file, insert);
    db::CopyOut from(database_, query);
    Progress progress{fmt::format("writing {}", name)};
    show_(progress);
    while (from.next()) {
      RowCopy row(from, to);
      columns(row);
      to.next();
      to.again();
      if (++progress.done % kShowEvery == 0) show_(progress);
    }
    progress.finished = true;
    show_(progress);
    report_.tables.push_back({name, progress.done});
  }

  void write_older(Sqlite& file) {
    file.run(kOlderTables);
    write(file, "artists", store::exported_artists(user_), "insert into artists values (?, ?, ?, ?)",
          [](RowCopy& row) { row.number(), row.text(), row.text(), row.time(); });
    write(file, "tracks", store::exported_tracks(user_), "insert into tracks values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          [](RowCopy& row) {
            row.number(), row.text(), row.text(), row.number(), row.text(), row.text(), row.number(), row.number(),
                row.json(), row.time();
          });
    write(file, "playlist_tracks", store::exported_entries(user_),
          "insert into playlist_tracks values (null, ?, ?, ?, ?)",
          [](RowCopy& row) { row.text(), row.number(), row.number(), row.time(); });
  }

  void write_revised(Sqlite& file) {
    file.run(kRevisedTables);
    write(file, "tracks", store::exported_revised_tracks(user_), "insert into tracks values (?, ?, ?, ?, ?, ?, ?)",
          [](RowCopy& row) { row.text(), row.text(), row.text(), row.text(), row.number(), row.text(), row.json(); });
    write(file, "snapshots", store::exported_snapshots(user_), "insert into snapshots values (?, ?, ?, ?)",
          [](RowCopy& row) { row.text(), row.day(), row.text(), row.number(); });
  }

  const ExportRequest& request_;
  NewFile new_file_;
  db::BlockingConnection database_;
  const ShowProgress& show_;
  ExportReport report_;
  Id user_;
};

}  // namespace

ExportReport export_database(const ExportRequest& request, const std::string& database_url,
                             const std::atomic<bool>& stop, const ShowProgress& show) {
  return Export(request, database_url, stop, show).run();
}

std::string to_text(const ExportReport& report) {
  auto text = fmt::format("\nExport to {}\n", printable(report.file, 200));
  for (const auto& table : report.tables) text += fmt::format("{:<16}{:>12} rows\n", table.name, counted(table.rows));
  for (const auto& table : report.left_out)
    text += fmt::format("  left out: {} {}, for which this generation has no place\n", counted(table.rows), table.name);
  return text;
}

}  // namespace mtm::transfer
