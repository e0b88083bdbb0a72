// loadtest: many writers at once against SQLite, PostgreSQL and this server; many readers against this server.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <csignal>

#include "core/unexpected_words.hpp"
#include "loadtest/commands.hpp"

namespace mtm::loadtest {
namespace {

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

/// For CLI11: "" or what is wrong.
std::string above_zero(const std::string& text) {
  double number = 0;
  bool right = CLI::detail::lexical_cast(text, number) && number > 0 && number < 1e9;
  return right ? "" : "a number above 0 is wanted, not " + text;
}

std::string what_is_wrong(const CLI::App* program, const CLI::Error& mistake) {
  if (mistake.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    return unexpected_words(program->remaining(true));
  return CLI::FailureMessage::simple(program, mistake);
}

int run(int count, char** words) {
  Wishes wishes;
  wishes.command = repeatable(count, words);
  wishes.http.url = "http://127.0.0.1:5000";

  CLI::App app{"Many clients at once, against SQLite, PostgreSQL and this server"};
  app.require_subcommand(1);
  app.failure_message(what_is_wrong);
  auto* writers = app.add_subcommand("writers", "many writers at once against one target; counts the rows afterwards");
  auto* comparing = app.add_subcommand("compare", "the same writers against all targets, side by side");
  auto* readers = app.add_subcommand("read", "many readers at once against this server");
  auto* summary = app.add_subcommand("summary", "medians of kept results, as Markdown and as a chart");
  auto* history =
      app.add_subcommand("streaming-history", "writes a made-up extended streaming history, as Spotify's ZIP");

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
        ->check(above_zero);
    command->add_option("--at-most", wishes.plan.at_most, "seconds for one target")->check(above_zero);
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
    command->add_option("--url", wishes.http.url, "of this server")->capture_default_str()->envname("SERVER_URL");
    command->add_option("--key", wishes.http.key, "an API key, for writing one with --scope write")->envname("API_KEY");
    command->add_option("--json", wishes.json, "keeps each result as one more line of this file");
  }
  auto above_zero_or_max = [](const std::string& text) { return text == "max" ? std::string() : above_zero(text); };
  readers->add_option("--path", wishes.read.path, "such as /api/v1/search?q=night")->required();
  readers->add_option("--connections", wishes.read.connections)->capture_default_str()->check(CLI::Range(1, 10'000));
  readers->add_option("--rate", wishes.read_rate, "questions a second of all together, or max")
      ->capture_default_str()
      ->check(above_zero_or_max);
  readers->add_option("--seconds", wishes.read.seconds)->capture_default_str()->check(above_zero);
  summary->add_option("results", wishes.results, "a file that --json wrote")->required();
  summary->add_option("--svg", wishes.svg, "draws the chart there");
  history->add_option("file", wishes.history.file, "the ZIP")->required();
  history->add_option("--rows", wishes.history.rows)->capture_default_str()->check(CLI::Range(0, 100'000'000));
  history->add_option("--seed", wishes.history.seed, "the same bytes for the same one")->capture_default_str();

  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& mistake) {
    return app.exit(mistake) == 0 ? 0 : 2;
  }
  if (*writers) return write(wishes);
  if (*comparing) return compare(wishes);
  if (*readers) return read(wishes);
  if (*history) return make_history(wishes);
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
