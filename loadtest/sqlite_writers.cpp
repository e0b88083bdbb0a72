#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <thread>

#include "loadtest/progress.hpp"
#include "loadtest/sqlite.hpp"
#include "loadtest/starting_gate.hpp"
#include "loadtest/temporary_folder.hpp"
#include "loadtest/writer_process.hpp"
#include "loadtest/writers.hpp"

namespace mtm::loadtest {
namespace {

/// The old app's tables, as far as a write to a playlist meets them.
constexpr auto kSqliteTables = R"sql(
    create table artists (id integer primary key autoincrement, spotify_id text not null, name text not null, created_at text not null);
    create table tracks (id integer primary key autoincrement, spotify_id text not null, name text not null,
        artist_id integer, created_at text not null, foreign key (artist_id) references artists(id));
    create table playlist_tracks (id integer primary key autoincrement, playlist_id text not null, track_id integer not null,
        position integer not null, created_at text not null, foreign key (track_id) references tracks(id));
    insert into artists (spotify_id, name, created_at) values ('loadtest', 'Load test', datetime('now')))sql";

constexpr auto kTracks = R"sql(
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ?)
    insert into tracks (spotify_id, name, artist_id, created_at) select 'loadtest' || n, 'Track ' || n, 1, datetime('now') from numbers)sql";

constexpr auto kSqliteWrite =
    "insert into playlist_tracks (playlist_id, track_id, position, created_at) values (?, ?, ?, datetime('now'))";

void make_library(const std::string& file, const std::string& journal, int tracks) {
  Sqlite connection(file);
  connection.run("pragma journal_mode = " + journal);  // of WAL the file itself keeps the memory
  connection.run(kSqliteTables);
  SqliteStatement insert(connection, kTracks);
  insert.bind(1, static_cast<std::int64_t>(tracks));
  insert.step();
}

/// One connection and its insert, as Python's sqlite3 does it: a transaction begins with the first write and ends with
/// commit().
class LibraryConnection {
 public:
  LibraryConnection(const std::string& file, int busy_timeout)
      : connection_(connect(file, busy_timeout)), insert_(connection_, kSqliteWrite) {}

  void write(int writer, int number) {
    connection_.run("begin");
    try {
      insert_.bind(1, static_cast<std::int64_t>(writer));
      insert_.bind(2, static_cast<std::int64_t>(number + 1));
      insert_.bind(3, static_cast<std::int64_t>(number));
      insert_.step();
      insert_.reset();
      connection_.run("commit");
    } catch (const SqliteError&) {
      if (connection_.in_transaction()) connection_.run("rollback");
      throw;
    }
  }

 private:
  static Sqlite connect(const std::string& file, int busy_timeout) {
    Sqlite connection(file, busy_timeout);
    connection.run("pragma synchronous = full");
    return connection;
  }

  Sqlite connection_;
  SqliteStatement insert_;
};

struct SqliteRun {
  const Plan& plan;
  const SqlitePlan& sqlite;
  const std::string& file;
  Ledger& ledger;
  StartingGate& gate;
};

Tally one_writer(const SqliteRun& run, int writer) {
  std::optional<LibraryConnection> kept;
  if (run.sqlite.keep_connections) kept.emplace(run.file, run.sqlite.busy_timeout);
  auto begin = run.gate.wait();
  return run_writer(run.plan, writer, begin, run.ledger, [&](int number) {
    if (kept) return kept->write(writer, number);
    LibraryConnection(run.file, run.sqlite.busy_timeout).write(writer, number);
  });
}

/// Every so many-th writer, on a thread each.
Tally share_of_process(const SqliteRun& run, int process) {
  std::deque<Tally> tallies;
  {
    std::deque<std::jthread> threads;
    for (int writer = process; writer < run.plan.writers; writer += run.sqlite.processes) {
      auto& tally = tallies.emplace_back();
      threads.emplace_back([&run, &tally, writer] {
        try {
          tally = one_writer(run, writer);
        } catch (const std::exception& error) {
          fmt::print(stderr, "a writer could not begin: {}\n", error.what());
          run.gate.refuse();
        }
      });
    }
  }
  Tally all;
  for (const auto& tally : tallies) all.merge(tally);
  return all;
}

std::vector<Entry> rows_of(const std::string& file) {
  Sqlite connection(file);
  SqliteStatement select(connection, "select playlist_id, track_id from playlist_tracks");
  std::vector<Entry> rows;
  while (select.step()) rows.push_back({static_cast<int>(select.number(0)), static_cast<int>(select.number(1)) - 1});
  return rows;
}

std::string subject_of(const SqlitePlan& sqlite) {
  return fmt::format("SQLite{}, busy timeout {:g} s", sqlite.journal == "wal" ? " in WAL mode" : "",
                     sqlite.busy_timeout / 1000.0);
}

std::string note_of(const SqlitePlan& sqlite, const TemporaryFolder& folder) {
  std::string note =
      sqlite.keep_connections ? "Each writer kept a connection." : "Every write made a connection, as the old app did.";
  if (folder.in_memory()) note += " The file lay in memory: these writes reached no disk.";
  return note;
}

}  // namespace

Outcome write_to_sqlite(const Plan& plan, const SqlitePlan& sqlite) {
  TemporaryFolder folder(sqlite.folder);
  auto file = (folder.path() / "library.db").string();
  make_library(file, sqlite.journal, plan.writes);

  Outcome outcome;
  outcome.subject = subject_of(sqlite);
  outcome.note = note_of(sqlite, folder);
  Ledger ledger(plan.writers, plan.writes);
  StartingGate gate;
  SqliteRun run{plan, sqlite, file, ledger, gate};
  std::deque<WriterProcess> processes;
  for (int i = 0; i < sqlite.processes; ++i) processes.emplace_back([&] { return share_of_process(run, i); });
  auto begin = gate.open(plan.writers);
  {
    Progress progress(outcome.subject, plan.all(), [&] { return ledger.tried(); });
    for (auto& process : processes) outcome.tally.merge(process.tally());
  }
  outcome.elapsed = std::max(outcome.tally.finished, begin) - begin;
  outcome.audit = ledger.audit(rows_of(file));
  return outcome;
}

}  // namespace mtm::loadtest
