#include "loadtest/sqlite.hpp"

namespace mtm::loadtest {

Sqlite::Sqlite(const std::string& path, int busy_timeout_ms) {
  sqlite3* connection = nullptr;
  auto code = sqlite3_open(path.c_str(), &connection);
  connection_.reset(connection);
  if (code != SQLITE_OK) throw SqliteError(sqlite3_errmsg(connection));
  sqlite3_busy_timeout(connection, busy_timeout_ms);
}

void Sqlite::run(const std::string& statements) {
  if (sqlite3_exec(handle(), statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw SqliteError(sqlite3_errmsg(handle()));
}

SqliteStatement::SqliteStatement(const Sqlite& connection, const std::string& text) : connection_(connection.handle()) {
  sqlite3_stmt* statement = nullptr;
  auto code = sqlite3_prepare_v2(connection_, text.c_str(), -1, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) throw SqliteError(sqlite3_errmsg(connection_));
}

bool SqliteStatement::step() {
  auto code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  std::string reason = sqlite3_errmsg(connection_);
  reset();
  throw SqliteError(reason);
}

}  // namespace mtm::loadtest
