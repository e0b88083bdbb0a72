#include "transfer/old_app/sqlite.hpp"

#include <array>
#include <filesystem>
#include <fstream>

#include "db/blocking_connection.hpp"

namespace mtm::transfer {

namespace {

/// Rows with longer cells are rejected: nothing in these databases comes near, and one cell is held in memory as a
/// whole.
constexpr int kLongestCell = 24 * 1024 * 1024;
/// How long a writer may hold its lock before we give up.
constexpr int kPatienceMs = 5000;

/// What the header says (https://www.sqlite.org/fileformat.html): 2 as the versions for reading and writing.
bool in_wal_mode(const std::string& path) {
  std::array<char, 20> header{};
  std::ifstream(path, std::ios::binary).read(header.data(), header.size());
  return header[18] == 2 && header[19] == 2;
}

}  // namespace

std::string_view Cell::text() const {
  const auto* bytes = sqlite3_value_type(value_) == SQLITE_BLOB ? sqlite3_value_blob(value_)
                                                                : static_cast<const void*>(sqlite3_value_text(value_));
  auto length = static_cast<std::size_t>(sqlite3_value_bytes(value_));
  return bytes ? std::string_view(static_cast<const char*>(bytes), length) : std::string_view();
}

SqliteQuery::SqliteQuery(Sqlite& file, const std::string& sql) : file_(file) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(file_.file_.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) file_.fail();
  statement_.reset(statement);
}

bool SqliteQuery::next() {
  int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) file_.fail();
  return false;
}

void SqliteQuery::bind(int parameter, std::string_view text) {
  if (sqlite3_bind_text(statement_.get(), parameter, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT) !=
      SQLITE_OK)
    file_.fail();
}

void SqliteQuery::bind(int parameter, std::int64_t number) {
  if (sqlite3_bind_int64(statement_.get(), parameter, number) != SQLITE_OK) file_.fail();
}

void SqliteQuery::bind_null(int parameter) {
  if (sqlite3_bind_null(statement_.get(), parameter) != SQLITE_OK) file_.fail();
}

void SqliteQuery::again() { sqlite3_reset(statement_.get()); }

Sqlite::Sqlite(const std::string& path, int flags) : path_(path) {
  sqlite3* file = nullptr;
  // A path that begins with "file:" is a path all the same: no URI flag.
  int code = sqlite3_open_v2(path.c_str(), &file, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  file_.reset(file);
  if (code != SQLITE_OK) fail();
}

Sqlite Sqlite::read(const std::string& path) {
  // SQLite says "unable to open database file" to all of these.
  std::error_code error;
  auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) throw Unreadable(path + ": there is no such file");
  if (error) throw Unreadable(path + ": " + error.message());
  if (status.type() == std::filesystem::file_type::directory) throw Unreadable(path + " is a directory");
  if (status.type() != std::filesystem::file_type::regular) throw Unreadable(path + " is not a file");

  bool without_wal = in_wal_mode(path) && !std::filesystem::exists(path + "-wal", error);
  Sqlite file(path, SQLITE_OPEN_READONLY);
  file.without_wal_ = without_wal;
  // The file may come from anybody: nothing in its schema may run on our behalf, and no damage may pass for data.
  sqlite3_db_config(file.file_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(file.file_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(file.file_.get(), SQLITE_LIMIT_LENGTH, kLongestCell);
  sqlite3_busy_timeout(file.file_.get(), kPatienceMs);
  file.run("pragma cell_size_check = on");
  file.run("pragma cache_size = -16384");  // 16 MB: lookups by id find most pages there
  file.run("begin");
  SqliteQuery(file, "select count(*) from sqlite_master").next();  // the view begins with the first look
  return file;
}

Sqlite Sqlite::create(const std::string& path) { return Sqlite(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE); }

void Sqlite::run(const std::string& sql) {
  if (sqlite3_exec(file_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

void Sqlite::watch(const std::atomic<bool>& stop) {
  constexpr int kSteps = 100'000;  // of SQLite's machine: some milliseconds
  auto stopped = [](void* flag) {
    return static_cast<const std::atomic<bool>*>(flag)->load(std::memory_order_relaxed) ? 1 : 0;
  };
  sqlite3_progress_handler(file_.get(), kSteps, stopped, const_cast<std::atomic<bool>*>(&stop));
}

void Sqlite::fail_damaged(const std::string& how) const {
  throw Unreadable(path_ + " is damaged (" + how +
                   "): copy it again, or save what can be read with .recover of sqlite3");
}

void Sqlite::fail() const {
  int extended = sqlite3_extended_errcode(file_.get());
  switch (extended & 0xff) {
    case SQLITE_INTERRUPT:
      throw db::Interrupted();
    case SQLITE_NOTADB:
      throw Unreadable(path_ + " is not a SQLite database");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Unreadable(path_ + " is locked by another program: stop the old app, or wait until it has written");
    case SQLITE_CORRUPT:
      fail_damaged(sqlite3_errmsg(file_.get()));
    case SQLITE_READONLY:
      throw Unreadable(path_ + " was left in the middle of a write: start the old app once, so that it can clean up");
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      throw Unreadable(path_ + " can't be opened: " + sqlite3_errmsg(file_.get()));
    case SQLITE_FULL:
      throw Unreadable(path_ + " can't be written: the disk is full");
    case SQLITE_TOOBIG:
      throw TooLarge(path_ + " holds a value of more than 24 MB");
    default:
      throw Unreadable(path_ + ": " + sqlite3_errmsg(file_.get()));
  }
}

}  // namespace mtm::transfer
