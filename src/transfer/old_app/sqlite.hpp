// A SQLite database, read through one class: opened read-only, seen at one moment, never changed.
#pragma once
#include <sqlite3.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mtm::transfer {

/// The file can't be read (or written): what it is, in a sentence without a full stop.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A value is longer than an import holds in memory. The query that met it has ended.
struct TooLarge : Unreadable {
  using Unreadable::Unreadable;
};

/// One value of a row. SQLite has no types: any cell may hold anything. Texts end with the row.
class Cell {
 public:
  explicit Cell(sqlite3_value* value) : value_(value) {}

  int type() const { return sqlite3_value_type(value_); }
  bool null() const { return type() == SQLITE_NULL; }
  bool blob() const { return type() == SQLITE_BLOB; }
  std::int64_t integer() const { return sqlite3_value_int64(value_); }
  double real() const { return sqlite3_value_double(value_); }
  /// The bytes of a blob, or the value as text, which need not be valid UTF-8.
  std::string_view text() const;

 private:
  sqlite3_value* value_;
};

class Sqlite;

/// A statement under way.
class SqliteQuery {
 public:
  SqliteQuery(Sqlite& file, const std::string& sql);

  /// False when there are no more rows. Throws Unreadable when the file is broken here.
  bool next();
  Cell cell(int column) const { return Cell(sqlite3_column_value(statement_.get(), column)); }
  int columns() const { return sqlite3_column_count(statement_.get()); }
  std::string_view name(int column) const { return sqlite3_column_name(statement_.get(), column); }

  /// For statements that write; parameters count from 1. next() carries it out, again() makes it ready for other
  /// values.
  void bind(int parameter, std::string_view text);
  void bind(int parameter, std::int64_t number);
  void bind_null(int parameter);
  void again();

 private:
  friend class Sqlite;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Sqlite& file_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Sqlite {
 public:
  /// Opens for reading and begins the one view that everything is read from: what is written meanwhile is not seen.
  static Sqlite read(const std::string& path);
  /// A new database; the file must not be there yet.
  static Sqlite create(const std::string& path);

  void run(const std::string& sql);
  /// From now on a query that is under way when `stop` is set throws db::Interrupted. `stop` must outlive this.
  void watch(const std::atomic<bool>& stop);
  /// From any thread: what is under way ends with db::Interrupted.
  void interrupt() { sqlite3_interrupt(file_.get()); }
  /// The file is in WAL mode, and there was no -wal file beside it, where what was written last would be.
  bool without_wal() const { return without_wal_; }
  [[noreturn]] void fail() const;
  [[noreturn]] void fail_damaged(const std::string& how) const;

 private:
  friend class SqliteQuery;
  Sqlite(const std::string& path, int flags);
  struct Close {
    void operator()(sqlite3* file) const { sqlite3_close_v2(file); }
  };
  std::string path_;
  bool without_wal_ = false;
  std::unique_ptr<sqlite3, Close> file_;
};

}  // namespace mtm::transfer
