// loadtest: many writers at once against SQLite, PostgreSQL and this server; many readers against this server.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <fstream>

#include "core/json.hpp"
#include "loadtest/chart.hpp"
#include "loadtest/report.hpp"

namespace mtm::loadtest {
namespace {

struct Wishes {
  std::string target, json, results, svg;
  std::string read_rate = "max";
  Plan plan;
  SqlitePlan sqlite;
  PostgresPlan postgres;
  HttpPlan http;
  ReadPlan read;
  std::string command;  // as it was called, for whoever repeats it

  void needs_database() const { need(!http.dsn.empty(), "--dsn (or DATABASE_URL) is needed"); }
  void needs_key() const {
    need(!http.key.empty(), "--key (or API_KEY) is needed: music-time-machine api-key create --scope write");
  }

 private:
  static void need(bool there, const char* otherwise) {
    if (!there) throw std::invalid_argument(otherwise);
  }
};

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

int write(Wishes& wishes) {
  if (wishes.target != "sqlite") wishes.needs_database();
  if (wishes.target == "http") wishes.needs_key();
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
  wishes.needs_database();
  wishes.needs_key();
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
  return measured.failed ? 1 : 0;
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

/// The command line again, so that figures carry what repeats them: secrets stay private, and where the figures go does
/// not matter.
std::string repeatable(int count, char** words) {
  std::string command = "loadtest";
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    auto equals = word.find('=');
    auto name = word.substr(0, equals);
    bool private_value = name == "--key" || name == "--dsn" || name == "--json";
    if (!private_value)
      command += ' ' + word;
    else if (equals == std::string::npos)
      ++i;
  }
  return command;
}

int run(int count, char** words) {
  Wishes wishes;
  wishes.command = repeatable(count, words);
  wishes.http.url = "http://127.0.0.1:5000";

  CLI::App app{"Many clients at once, against SQLite, PostgreSQL and this server"};
  app.require_subcommand(1);
  auto* writers = app.add_subcommand("writers", "many writers at once against one target; counts the rows afterwards");
  auto* comparing = app.add_subcommand("compare", "the same writers against all targets, side by side");
  auto* readers = app.add_subcommand("read", "many readers at once against this server");
  auto* summary = app.add_subcommand("summary", "medians of kept results, as Markdown and as a chart");

  writers->add_option("--target", wishes.target)->required()->check(CLI::IsMember({"sqlite", "postgres", "http"}));
  writers->add_option("--busy-timeout", wishes.sqlite.busy_timeout, "sqlite: milliseconds")
      ->capture_default_str()
      ->check(CLI::Range(0, 600'000));
  writers->add_option("--journal", wishes.sqlite.journal, "sqlite")
      ->capture_default_str()
      ->check(CLI::IsMember({"delete", "wal"}));
  writers->add_flag("--keep-connections", wishes.sqlite.keep_connections,
                    "sqlite: one for each writer; the old app connected for every write");
  for (auto* command : {writers, comparing}) {
    command->add_option("--writers", wishes.plan.writers)->capture_default_str()->check(CLI::Range(1, 1000));
    command->add_option("--writes", wishes.plan.writes, "of each writer")
        ->capture_default_str()
        ->check(CLI::Range(1, 30'000));
    command
        ->add_option("--rate", wishes.plan.rate,
                     "writes a second of all together; as fast as the answers come otherwise")
        ->check(CLI::PositiveNumber);
    command->add_option("--at-most", wishes.plan.at_most, "seconds for one target")->check(CLI::PositiveNumber);
    command->add_option("--processes", wishes.sqlite.processes, "sqlite: of the old app")
        ->capture_default_str()
        ->check(CLI::Range(1, 100));
    command->add_option("--folder", wishes.sqlite.folder, "sqlite: where the file is made, on the disk to be measured")
        ->check(CLI::ExistingDirectory);
    command->add_option("--pool", wishes.postgres.pool, "postgres: connections")
        ->capture_default_str()
        ->check(CLI::Range(1, 500));
    command->add_option("--dsn", wishes.http.dsn, "PostgreSQL; for http the server's own: its playlists are made there")
        ->envname("DATABASE_URL");
  }
  for (auto* command : {writers, comparing, readers}) {
    command->add_option("--url", wishes.http.url, "of this server")->capture_default_str();
    command->add_option("--key", wishes.http.key, "an API key, for writing one with --scope write")->envname("API_KEY");
    command->add_option("--json", wishes.json, "keeps each result as one more line of this file");
  }
  auto positive_or_max = [](const std::string& text) {
    return text == "max" ? std::string() : CLI::PositiveNumber(text);
  };
  readers->add_option("--path", wishes.read.path, "such as /api/v1/search?q=night")->required();
  readers->add_option("--connections", wishes.read.connections)->capture_default_str()->check(CLI::Range(1, 10'000));
  readers->add_option("--rate", wishes.read_rate, "questions a second of all together, or max")
      ->capture_default_str()
      ->check(positive_or_max);
  readers->add_option("--seconds", wishes.read.seconds)->capture_default_str()->check(CLI::PositiveNumber);
  summary->add_option("results", wishes.results, "a file that --json wrote")->required();
  summary->add_option("--svg", wishes.svg, "draws the chart there");

  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& mistake) {
    return app.exit(mistake) == 0 ? 0 : 2;
  }
  if (*writers) return write(wishes);
  if (*comparing) return compare(wishes);
  if (*readers) return read(wishes);
  return summarise(wishes);
}

}  // namespace
}  // namespace mtm::loadtest

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed connection is a failure to count
  try {
    return mtm::loadtest::run(count, words);
  } catch (const std::invalid_argument& mistake) {
    fmt::print(stderr, "loadtest: {}\n", mistake.what());
    return 2;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "loadtest: {}\n", failure.what());
    return 1;
  }
}
