#include "app/transfer_commands.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <filesystem>

#include "app/database.hpp"
#include "app/progress_line.hpp"
#include "db/blocking_connection.hpp"
#include "transfer/sqlite_file.hpp"

namespace mtm::app {

namespace {

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal's handler sets it");

/// From here on Ctrl-C asks the job to stop instead of ending the process; a second one ends it at once.
void let_signals_ask() {
  struct sigaction ask{};
  ask.sa_handler = [](int) { stop_asked = true; };
  ask.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
  sigaction(SIGINT, &ask, nullptr);
  sigaction(SIGTERM, &ask, nullptr);
}

constexpr std::size_t kLongestFeaturesSource = 40;  // tracks.features_source

/// The report must not take the place of what it reports on.
bool same_file(const std::string& one, const std::string& other) {
  std::error_code error;
  return !one.empty() && !other.empty() && std::filesystem::equivalent(one, other, error);
}

}  // namespace

namespace {

int import_histories(const Config& config, const transfer::HistoryImportRequest& request) {
  ProgressLine line;
  try {
    auto report = transfer::import_histories(request, config.database_url, stop_asked,
                                             [&](const auto& progress) { line.show(progress); });
    fmt::print("{}", to_text(report));
    return 0;
  } catch (const transfer::WhoseHistory& asked) {
    throw std::runtime_error(fmt::format("{} Use --whose.", asked.what()));
  } catch (const db::Interrupted&) {
    throw std::runtime_error("interrupted: nothing was imported");
  }
}

}  // namespace

int import_files(const Config& config, transfer::HistoryImportRequest request, const Person& person) {
  transfer::HistoryImportRequest histories = request;
  std::vector<std::string> databases;
  histories.files.clear();
  for (const auto& file : request.files) {
    if (same_file(file.path, request.rejects)) throw CalledWrongly("--rejects names a file to be imported");
    if (transfer::is_sqlite_file(file.path))
      databases.push_back(file.path);
    else
      histories.files.push_back(file);
  }
  if (databases.size() + !histories.files.empty() > 1 && !request.rejects.empty())
    throw CalledWrongly("--rejects takes the rows of one import: bring the databases one by one");
  for (const auto& database : databases) {
    transfer::ImportRequest import;
    import.file = database;
    import.dry_run = request.dry_run;
    import.rejects = request.rejects;
    import_sqlite(config, import, person);
  }
  if (histories.files.empty()) return 0;
  let_signals_ask();
  check_schema(config);
  histories.spotify_user_id = spotify_user_id_of(config, person);
  return import_histories(config, histories);
}

int import_sqlite(const Config& config, transfer::ImportRequest request, const Person& person) {
  if (same_file(request.file, request.rejects)) throw CalledWrongly("--rejects names the database itself");
  let_signals_ask();
  check_schema(config);
  request.spotify_user_id = spotify_user_id_of(config, person);
  request.name = std::filesystem::path(request.file).filename().string();
  ProgressLine line;
  try {
    auto report = transfer::import_database(request, config.database_url, stop_asked,
                                            [&](const auto& progress) { line.show(progress); });
    fmt::print("{}", to_text(report));
    return 0;
  } catch (const db::Interrupted&) {
    throw std::runtime_error("interrupted: nothing was imported");
  }
}

int export_sqlite(const Config& config, transfer::ExportRequest request, const Person& person) {
  let_signals_ask();
  check_schema(config);
  request.spotify_user_id = spotify_user_id_of(config, person);
  ProgressLine line;
  try {
    auto report = transfer::export_database(request, config.database_url, stop_asked,
                                            [&](const auto& progress) { line.show(progress); });
    fmt::print("{}", to_text(report));
    return 0;
  } catch (const db::Interrupted&) {
    throw std::runtime_error("interrupted: nothing was exported");
  }
}

int import_features(const Config& config, const transfer::FeaturesRequest& request) {
  if (request.source.empty() || request.source.size() > kLongestFeaturesSource)
    throw CalledWrongly(fmt::format("--source takes 1 to {} letters", kLongestFeaturesSource));
  let_signals_ask();
  check_schema(config);
  ProgressLine line;
  try {
    auto report = transfer::import_features(request, config.database_url, stop_asked,
                                            [&](const auto& progress) { line.show(progress); });
    fmt::print("{}", to_text(report));
    return 0;
  } catch (const db::Interrupted&) {
    throw std::runtime_error("interrupted: nothing was changed");
  }
}

}  // namespace mtm::app
