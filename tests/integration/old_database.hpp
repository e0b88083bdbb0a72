// Databases of the old app, made for a test, and the commands that move them.
#pragma once
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/database.hpp"
#include "support/process.hpp"

namespace mtm::test {

/// A folder that is gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

/// An id as long as Spotify's, which ends in `text`; SQL of a SqliteFile has a function of the same name.
std::string spotify_id(const std::string& text);

/// A SQLite connection that stays open until the end of its life, as the old app's does.
class SqliteFile {
 public:
  explicit SqliteFile(const std::string& path);
  void script(const std::string& statements);
  /// Every row, its columns joined by "|" and null as "null".
  std::vector<std::string> rows(const std::string& query);

 private:
  struct Close {
    void operator()(sqlite3* file) const { sqlite3_close(file); }
  };
  std::unique_ptr<sqlite3, Close> file_;
};

/// tests/data/NAME.
std::string test_data(const std::string& name);
std::string bytes_of(const std::string& path);

/// "older" or "revised" with what tests/data has for it, and then `more`.
void make_old_database(const std::string& path, const std::string& generation, const std::string& more = "");
/// Only the tables.
void make_empty_old_database(const std::string& path, const std::string& generation);

Environment command_environment(const std::string& database_url);
std::vector<std::string> import_command(const std::string& file, const std::vector<std::string>& more = {});
/// import-sqlite for the user demo, to its end.
Outcome import_old_database(const std::string& database_url, const std::string& file,
                            const std::vector<std::string>& more = {});
Outcome export_old_database(const std::string& database_url, const std::string& file,
                            const std::vector<std::string>& more = {});

/// A connection that sees, under the names `tracks` and `artists`, what imports told of them: the catalogue has their
/// ids alone.
Sql told_by_imports(const ScratchDatabase& database);

}  // namespace mtm::test
