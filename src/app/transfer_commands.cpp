#include "app/transfer_commands.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <filesystem>

#include "app/database.hpp"
#include "app/progress_line.hpp"
#include "db/blocking_connection.hpp"

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

/// The report must not take the place of what it reports on.
bool same_file(const std::string& one, const std::string& other) {
  std::error_code error;
  return !one.empty() && !other.empty() && std::filesystem::equivalent(one, other, error);
}

}  // namespace

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

}  // namespace mtm::app
