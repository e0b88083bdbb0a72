#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "loadtest/postgres.hpp"
#include "loadtest/progress.hpp"
#include "loadtest/starting_gate.hpp"
#include "loadtest/writers.hpp"

namespace mtm::loadtest {
namespace {

/// The tutorial's tables and indexes, as far as a write to a playlist meets them; {0} is the scratch schema.
constexpr auto kPostgresTables = R"sql(
    create schema {0};
    create table {0}.artists (
      id serial primary key,
      spotify_id varchar(22) unique not null,
      name varchar(500) not null,
      created_at timestamp with time zone default current_timestamp);
    create table {0}.tracks (
      id serial primary key,
      spotify_id varchar(22) unique not null,
      name varchar(500) not null,
      artist_id integer references {0}.artists(id) on delete cascade,
      created_at timestamp with time zone default current_timestamp);
    create table {0}.playlist_tracks (
      id serial primary key,
      playlist_id varchar(100) not null,
      track_id integer not null references {0}.tracks(id) on delete cascade,
      position smallint not null,
      created_at timestamp with time zone default current_timestamp,
      unique (playlist_id, track_id));
    create index on {0}.playlist_tracks (playlist_id, position);
    create index on {0}.playlist_tracks (track_id);
    insert into {0}.artists (spotify_id, name) values ('loadtest', 'Load test');
    insert into {0}.tracks (spotify_id, name, artist_id)
      select 'loadtest' || n, 'Track ' || n, 1 from generate_series(1, {1}) n)sql";

constexpr auto kPostgresWrite =
    "insert into {0}.playlist_tracks (playlist_id, track_id, position, created_at) values ($1, $2, $3, "
    "current_timestamp)";

/// Tables of this run's own, dropped at its end.
class ScratchSchema {
 public:
  ScratchSchema(Postgres& connection, int tracks) : connection_(connection), name_("loadtest_" + run_name()) {
    connection_.script(fmt::format(kPostgresTables, name_, tracks));
  }
  ~ScratchSchema() {
    try {
      connection_.script(fmt::format("drop schema {} cascade", name_));
    } catch (const PostgresError& error) {
      fmt::print(stderr, "The schema {} stays behind: {}\n", name_, error.what());
    }
  }
  ScratchSchema(const ScratchSchema&) = delete;
  ScratchSchema& operator=(const ScratchSchema&) = delete;

  const std::string& name() const { return name_; }

  std::vector<Entry> entries() const {
    std::vector<Entry> entries;
    for (const auto& row :
         connection_.rows(fmt::format("select playlist_id, track_id - 1 from {}.playlist_tracks", name_)))
      entries.push_back({std::stoi(row[0]), std::stoi(row[1])});
    return entries;
  }

 private:
  Postgres& connection_;
  std::string name_;
};

/// Connections that threads borrow, each alone, waiting while all are lent.
class ConnectionPool {
 public:
  ConnectionPool(const PostgresPlan& postgres, const std::string& schema) {
    for (int i = 0; i < postgres.pool; ++i) {
      auto& connection = connections_.emplace_back(postgres.dsn);
      connection.prepare("write", fmt::format(kPostgresWrite, schema));
      free_.push_back(&connection);
    }
  }

  void write(const Values& values) {
    auto* connection = borrow();
    try {
      connection->run_prepared("write", values);
    } catch (...) {
      give_back(connection);
      throw;
    }
    give_back(connection);
  }

 private:
  Postgres* borrow() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return !free_.empty(); });
    auto* connection = free_.front();
    free_.pop_front();
    return connection;
  }

  void give_back(Postgres* connection) {
    {
      std::lock_guard lock(mutex_);
      free_.push_back(connection);
    }
    returned_.notify_one();
  }

  std::deque<Postgres> connections_;
  std::deque<Postgres*> free_;
  std::mutex mutex_;
  std::condition_variable returned_;
};

Tally one_writer(const Plan& plan, int writer, Clock::time_point begin, ConnectionPool& pool, Ledger& ledger) {
  auto playlist = std::to_string(writer);
  return run_writer(plan, writer, begin, ledger,
                    [&](int number) { pool.write({playlist, std::to_string(number + 1), std::to_string(number)}); });
}

}  // namespace

Outcome write_to_postgres(const Plan& plan, const PostgresPlan& postgres) {
  Postgres connection(postgres.dsn);
  ScratchSchema schema(connection, plan.writes);
  ConnectionPool pool(postgres, schema.name());

  Outcome outcome;
  outcome.subject = fmt::format("PostgreSQL, pool of {} connections", postgres.pool);
  Ledger ledger(plan.writers, plan.writes);
  StartingGate gate;
  std::deque<Tally> tallies;
  Clock::time_point begin;
  {
    Progress progress(outcome.subject, plan.all(), [&] { return ledger.tried(); });
    std::deque<std::jthread> threads;
    for (int writer = 0; writer < plan.writers; ++writer) {
      auto& tally = tallies.emplace_back();
      threads.emplace_back([&, writer] { tally = one_writer(plan, writer, gate.wait(), pool, ledger); });
    }
    begin = gate.open(plan.writers);
  }
  for (const auto& tally : tallies) outcome.tally.merge(tally);
  outcome.elapsed = std::max(outcome.tally.finished, begin) - begin;
  outcome.audit = ledger.audit(schema.entries());
  return outcome;
}

}  // namespace mtm::loadtest
