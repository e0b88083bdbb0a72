// The blocking PostgreSQL connection, for what has a thread to itself: imports and exports of whole databases, each in
// one transaction, and the steps of the schema.
//
// Everything else speaks through Connection, which never blocks. A job's statements last seconds and follow one
// another, so here a plain conversation is the simpler and the faster one. It can still be ended from outside: whoever
// sets the stop flag (a signal handler, a server that shuts down) ends the statement that is under way. Nothing is ever
// set for the session: behind a pooler the next transaction on it is somebody else's.
#pragma once
#include <libpq-fe.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include "db/errors.hpp"
#include "db/result.hpp"
#include "db/values.hpp"

namespace mtm::db {

/// The stop flag was set; what had been begun is rolled back.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

class BlockingConnection {
 public:
  /// Throws Unavailable when the database can't be reached. `stop` must outlive the connection. Of several hosts the
  /// one that takes changes is preferred.
  BlockingConnection(const std::string& url, const char* application_name, const std::atomic<bool>& stop = never_);

  /// Begins a transaction that may take as long as it needs, whatever the role's limits are; `mode` is as in BEGIN.
  void begin(const std::string& mode = "");

  /// Throws Error when PostgreSQL refuses the statement, ReadOnly when it takes no changes, ConnectionLost when it went
  /// away, Interrupted when `stop` is set.
  template <class... Values>
  Result run(const std::string& sql, const Values&... values) {
    return ask(sql, Params::of(values...));
  }
  Result run(const std::string& sql, const Params& params) { return ask(sql, params); }

  /// The first column of the first row, which must be there.
  template <class Value, class... Values>
  Value one(const std::string& sql, const Values&... values) {
    auto result = ask(sql, Params::of(values...));
    Value value{};
    read_column(result, 0, 0, value);
    return value;
  }

  void throw_if_stopped() const {
    if (stop_.load(std::memory_order_relaxed)) throw Interrupted();
  }

 private:
  friend class CopyIn;
  friend class CopyOut;

  Result ask(const std::string& sql, const Params& params);
  void connect(const std::string& url, const char* application_name, const char* attributes);
  /// The last of the results that are due; an error among them is thrown.
  Result finish();
  /// Waits until PostgreSQL has taken all that was sent; false when the connection is lost.
  bool flush();
  /// Waits until libpq has read something.
  void wait_readable();
  /// Waits for one of these events of poll() and says which came; when `stop` is set it ends the statement first.
  short wait(short events);
  [[noreturn]] void throw_lost() const;
  Result checked(Result result) const;

  struct Finish {
    void operator()(PGconn* pg) const { PQfinish(pg); }
  };
  static const std::atomic<bool> never_;
  std::unique_ptr<PGconn, Finish> pg_;
  const std::atomic<bool>& stop_;
};

}  // namespace mtm::db
