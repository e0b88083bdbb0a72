#include "loadtest/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "core/json.hpp"
#include "loadtest/chart.hpp"
#include "loadtest/report.hpp"

namespace mtm::loadtest {
namespace {

void need_database(const Wishes& wishes) {
  if (wishes.http.dsn.empty()) throw std::invalid_argument("--dsn (or DATABASE_URL) is needed");
}

void need_key(const Wishes& wishes) {
  if (wishes.http.key.empty())
    throw std::invalid_argument(
        "--key (or API_KEY) is needed: music-time-machine api-key create --scope write makes one");
}

/// Prints it, and keeps it as a line more of the --json file.
void tell(const Wishes& wishes, Measurement& measured) {
  measured.command = wishes.command;
  fmt::print("{}\n", paragraph(measured));
  std::fflush(stdout);
  if (wishes.json.empty()) return;
  std::ofstream file(wishes.json, std::ios::app);
  file << to_json(measured).text << '\n';
  file.close();
  if (!file) throw std::runtime_error("can't write " + wishes.json);
}

void say_title(const Plan& plan) {
  fmt::print("Testing Concurrent Writes: {} writers x {} writes\n\n", plan.writers, plan.writes);
  std::fflush(stdout);
}

/// 1 when what was acknowledged is not what is there.
int verdict(const std::vector<Measurement>& measured) {
  bool clean = std::all_of(measured.begin(), measured.end(), [](const auto& one) { return one.clean(); });
  if (!clean) fmt::print(stderr, "loadtest: what was acknowledged is not what the database holds\n");
  return clean ? 0 : 1;
}

}  // namespace

int write(Wishes& wishes) {
  if (wishes.target != "sqlite") need_database(wishes);
  if (wishes.target == "http") need_key(wishes);
  wishes.postgres.dsn = wishes.http.dsn;
  say_title(wishes.plan);
  Outcome outcome;
  if (wishes.target == "sqlite")
    outcome = write_to_sqlite(wishes.plan, wishes.sqlite);
  else if (wishes.target == "postgres")
    outcome = write_to_postgres(wishes.plan, wishes.postgres);
  else
    outcome = write_to_http(wishes.plan, wishes.http);
  auto measured = measurement_of(wishes.plan, outcome);
  tell(wishes, measured);
  return verdict({measured});
}

/// SQLite as the old app used it, with and without patience, then at its best; PostgreSQL as the tutorial used it; this
/// server.
int compare(Wishes& wishes) {
  need_database(wishes);
  need_key(wishes);
  wishes.postgres.dsn = wishes.http.dsn;
  auto impatient = wishes.sqlite, best = wishes.sqlite;
  impatient.busy_timeout = 0;
  best.journal = "wal";
  best.keep_connections = true;

  say_title(wishes.plan);
  std::vector<Measurement> measured;
  auto add = [&](const Outcome& outcome) { tell(wishes, measured.emplace_back(measurement_of(wishes.plan, outcome))); };
  add(write_to_sqlite(wishes.plan, wishes.sqlite));
  add(write_to_sqlite(wishes.plan, impatient));
  add(write_to_sqlite(wishes.plan, best));
  add(write_to_postgres(wishes.plan, wishes.postgres));
  add(write_to_http(wishes.plan, wishes.http));
  fmt::print("{}", comparison(measured));
  return verdict(measured);
}

int read(Wishes& wishes) {
  wishes.read.url = wishes.http.url;
  wishes.read.key = wishes.http.key;
  if (wishes.read_rate != "max") wishes.read.rate = std::stod(wishes.read_rate);
  fmt::print("Testing Concurrent Reads: {} connections, GET {}\n\n", wishes.read.connections, wishes.read.path);
  auto measured = measurement_of(wishes.read, read_all(wishes.read));
  tell(wishes, measured);
  if (measured.failed) throw std::runtime_error(fmt::format("{} reads failed", measured.failed));
  return 0;
}

int summarise(const Wishes& wishes) {
  std::ifstream file(wishes.results);
  if (!file) throw std::runtime_error("can't read " + wishes.results);
  std::vector<Measurement> measured;
  for (std::string line; std::getline(file, line);) measured.push_back(read_measurement(line));
  auto works = medians_of(measured);
  fmt::print("{}", markdown(works));
  if (wishes.svg.empty()) return 0;
  std::ofstream svg(wishes.svg);
  svg << chart(works, "Many writers at once",
               "A write counts when its row is committed. script/bench repeats the whole comparison.",
               "Music Time Machine");
  svg.close();
  if (!svg) throw std::runtime_error("can't write " + wishes.svg);
  return 0;
}

int make_history(const Wishes& wishes) {
  write_history(wishes.history);
  return 0;
}

}  // namespace mtm::loadtest
