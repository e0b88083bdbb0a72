// Writers that all write at once: the test of the tutorial, against three ways to keep what they write.
#pragma once
#include <functional>
#include <string>

#include "loadtest/ledger.hpp"
#include "loadtest/tally.hpp"

namespace mtm::loadtest {

/// What is asked of all three alike. Each writer has a playlist of its own and puts track after track into it, so no
/// two writes can collide.
struct Plan {
  int writers = 10;
  int writes = 50;     // of each writer
  double rate = 0;     // writes a second of all together; 0 is as fast as the answers come
  double at_most = 0;  // seconds, after which no write begins; 0 is no limit

  std::int64_t all() const { return static_cast<std::int64_t>(writers) * writes; }
};

/// The old app: processes that share one file. It connected for every write; `keep_connections` gives each writer one.
struct SqlitePlan {
  int processes = 3;
  int busy_timeout = 5000;  // milliseconds
  std::string journal = "delete";
  bool keep_connections = false;
  std::string folder;  // where the file is made; empty is the folder for temporary files
};

/// The tutorial's second act: a pool of connections straight to PostgreSQL, one committed insert for each write.
struct PostgresPlan {
  std::string dsn;
  int pool = 10;
};

/// This server. Nothing but the capture of a year makes a playlist through its API, so the playlists and tracks of the
/// run are made, counted and taken away again in its database.
struct HttpPlan {
  std::string url;
  std::string key;
  std::string dsn;
};

struct Outcome {
  std::string subject;
  std::string note;  // what a reader of its figures must know, or ""
  Tally tally;
  Clock::duration elapsed{};
  Audit audit;

  double rate() const;  // successful writes a second
};

// Each throws std::runtime_error when it can't even begin or can't count afterwards.
Outcome write_to_sqlite(const Plan& plan, const SqlitePlan& sqlite);
Outcome write_to_postgres(const Plan& plan, const PostgresPlan& postgres);
Outcome write_to_http(const Plan& plan, const HttpPlan& http);

/// The writes of one writer on a thread of its own. `write` puts its number-th track into its playlist, and throws
/// std::runtime_error with the message to count when that was not acknowledged.
Tally run_writer(const Plan& plan, int writer, Clock::time_point begin, Ledger& ledger,
                 const std::function<void(int number)>& write);

/// When no further write begins.
Deadline deadline(const Plan& plan, Clock::time_point begin);

/// A few letters and digits that nobody else's run has.
std::string run_name();

}  // namespace mtm::loadtest
