#include "integration/old_database.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/app.hpp"

namespace mtm::test {

namespace {

std::string schema_of(const std::string& generation) {
  auto script = test_data(generation + ".sql");
  return script.substr(0, script.find("INSERT INTO"));
}

}  // namespace

std::string spotify_id(const std::string& text) { return std::string(22 - text.size(), '0') + text; }

TemporaryFolder::TemporaryFolder() {
  auto name = (std::filesystem::temp_directory_path() / "mtm-old-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
  folder_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

SqliteFile::SqliteFile(const std::string& path) {
  sqlite3* file = nullptr;
  if (sqlite3_open(path.c_str(), &file) != SQLITE_OK) throw std::runtime_error("SQLite can't open " + path);
  file_.reset(file);
  sqlite3_create_function(
      file, "spotify_id", 1, SQLITE_UTF8, nullptr,
      [](sqlite3_context* context, int, sqlite3_value** values) {
        auto id = spotify_id(reinterpret_cast<const char*>(sqlite3_value_text(values[0])));
        sqlite3_result_text(context, id.c_str(), -1, SQLITE_TRANSIENT);
      },
      nullptr, nullptr);
}

void SqliteFile::script(const std::string& statements) {
  char* reason = nullptr;
  if (sqlite3_exec(file_.get(), statements.c_str(), nullptr, nullptr, &reason) == SQLITE_OK) return;
  std::string text = reason ? reason : "SQLite failed";
  sqlite3_free(reason);
  throw std::runtime_error(text + ": " + statements.substr(0, 200));
}

std::vector<std::string> SqliteFile::rows(const std::string& query) {
  std::vector<std::string> rows;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(file_.get(), query.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(file_.get()));
  while (sqlite3_step(statement) == SQLITE_ROW) {
    std::string row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      row += (i == 0 ? "" : "|") + std::string(text ? text : "null");
    }
    rows.push_back(row);
  }
  sqlite3_finalize(statement);
  return rows;
}

std::string test_data(const std::string& name) {
  return bytes_of(fmt::format("{}/tests/data/{}", SOURCE_FOLDER, name));
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no file " + path);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

void make_old_database(const std::string& path, const std::string& generation, const std::string& more) {
  SqliteFile file(path);
  file.script(test_data(generation + ".sql"));
  file.script(more);
}

void make_empty_old_database(const std::string& path, const std::string& generation) {
  SqliteFile(path).script(schema_of(generation));
}

Environment command_environment(const std::string& database_url) {
  return {{"DATABASE_URL", database_url}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};
}

std::vector<std::string> import_command(const std::string& file, const std::vector<std::string>& more) {
  std::vector<std::string> command{
      program("music-time-machine"), "import-sqlite", file, "--user", "demo", "--new-user"};
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

Outcome import_old_database(const std::string& database_url, const std::string& file,
                            const std::vector<std::string>& more) {
  return run(import_command(file, more), command_environment(database_url));
}

Outcome export_old_database(const std::string& database_url, const std::string& file,
                            const std::vector<std::string>& more) {
  std::vector<std::string> command{program("music-time-machine"), "export-sqlite", file, "--user", "demo"};
  command.insert(command.end(), more.begin(), more.end());
  return run(command, command_environment(database_url));
}

Sql told_by_imports(const ScratchDatabase& database) {
  auto sql = database.sql();
  sql.script(R"(
    create schema if not exists told;
    create or replace view told.tracks as
      select track_id as id, tracks.spotify_id, claim.name, claim.artist_id, claim.album_name, claim.release_date,
             claim.release_precision, claim.duration_ms, claim.popularity, claim.isrc, claim.audio_features, claim.raw_json,
             claim.met_at as created_at, claim.energy
      from (select distinct on (user_id, track_id) * from track_claims order by user_id, track_id, source_id) as claim
      join tracks on tracks.id = track_id;
    create or replace view told.artists as
      select distinct on (artists.id) artists.id, artists.spotify_id, coalesce(known.name, claim.artist_name) as name,
             known.first_seen_at as created_at
      from artists left join library_artists as known on known.artist_id = artists.id
      left join track_claims as claim on claim.artist_id = artists.id
      where known.artist_id is not null or claim.artist_id is not null
      order by artists.id, known.source_id, claim.source_id, claim.track_id;
    set search_path = told, public)");
  return sql;
}

}  // namespace mtm::test
