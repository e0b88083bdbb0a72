// One connection to an SQLite file.
#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace mtm::loadtest {

struct SqliteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Everything throws SqliteError with SQLite's own message, such as "database is locked".
class Sqlite {
 public:
  /// Makes the file when it is not there.
  explicit Sqlite(const std::string& path, int busy_timeout_ms = 0);

  void run(const std::string& statements);
  bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
  sqlite3* handle() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

/// A statement to run again and again with other values.
class SqliteStatement {
 public:
  SqliteStatement(const Sqlite& connection, const std::string& text);

  void bind(int number, std::int64_t value) { sqlite3_bind_int64(statement_.get(), number, value); }
  /// True while there is a row; reset() comes before the next values.
  bool step();
  void reset() { sqlite3_reset(statement_.get()); }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace mtm::loadtest
