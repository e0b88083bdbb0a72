// What this program can be asked to do, on one screen.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/database.hpp"
#include "app/serve.hpp"
#include "app/transfer_commands.hpp"
#include "core/time_zone.hpp"
#include "core/unexpected_words.hpp"

namespace {

using namespace mtm;

std::string what_is_wrong(const CLI::App* program, const CLI::Error& mistake) {
  if (mistake.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    return unexpected_words(program->remaining(true));
  return CLI::FailureMessage::simple(program, mistake);
}

/// 0 done, 1 failed (with the reason in one line), 2 called or configured wrongly.
int run(int argc, char** argv) {
  CLI::App program("Keeps what you listened to on Spotify and takes you back in time.");
  program.require_subcommand(1);
  program.failure_message(what_is_wrong);
  std::string env_file;
  bool names_only = false;
  app::Person person;
  app::KeyRequest key;
  std::vector<std::string> files;
  transfer::HistoryImportRequest histories;
  transfer::ImportRequest import;
  transfer::ExportRequest export_to;
  transfer::FeaturesRequest features;

  program.add_option("--env-file", env_file, "read this file in place of .env, in production too");
  auto* serve = program.add_subcommand("serve", "answer requests until SIGTERM");
  auto* migrate = program.add_subcommand("migrate", "bring the database's schema up to date");
  auto* explain = program.add_subcommand("explain", "print PostgreSQL's plan of every statement");
  auto* check = program.add_subcommand("check-config", "read the configuration and say what is wrong with it");
  check->add_flag("--names", names_only, "only print which variables are set, by name");
  auto* health = program.add_subcommand("healthcheck", "ask a running server on this machine whether it is healthy");
  auto* keys = program.add_subcommand("api-key", "make, list or revoke keys for programs")->require_subcommand(1);
  auto* create = keys->add_subcommand("create", "print a new key, once");
  auto* list = keys->add_subcommand("list", "list a user's keys");
  auto* revoke = keys->add_subcommand("revoke", "end a key");
  for (auto* command : {create, revoke}) command->add_option("--label", key.label, "what the key is for")->required();
  create->add_option("--scope", key.scope, "read or write")->check(CLI::IsMember({"read", "write"}));

  auto* take = program.add_subcommand("import", "import listening histories, or databases of the old app");
  take->add_option("FILE", files, "ZIPs as they were delivered, or single files; docs/imports.md has the formats")
      ->required();
  take->add_option("--zone", histories.zone, "of files that write local times; else the person's")
      ->check([](const std::string& zone) { return TimeZone::exists(zone) ? "" : zone + " is no time zone"; });
  take->add_option("--whose", histories.owner, "whose plays, where the files say whose they are");
  auto* bring = program.add_subcommand("import-sqlite", "bring a database of the old app over");
  bring->add_option("FILE", import.file, "the old app's music_time_machine.db; it is only read")->required();
  for (auto* command : {take, bring}) {
    command->add_flag("--dry-run", import.dry_run, "do everything but the commit");
    command->add_option("--rejects", import.rejects, "a CSV file for the rows that can't be imported");
  }
  auto* write = program.add_subcommand("export-sqlite", "write a database that the old app opens");
  write->add_option("FILE", export_to.file, "a file that is not there yet")->required();
  std::map<std::string, transfer::Generation> generations{{"older", transfer::Generation::older},
                                                          {"revised", transfer::Generation::revised}};
  write
      ->add_option("--generation", export_to.generation,
                   "older (with playlists, the default) or revised (with snapshots)")
      ->transform(CLI::CheckedTransformer(generations));
  auto* measure = program.add_subcommand("import-features", "give audio features from a table to tracks without any");
  measure->add_option("FILE", features.file, "a CSV file with track_id or id and Spotify's features")->required();
  measure->add_option("--source", features.source, "who measured them, such as the table's name")
      ->capture_default_str();
  for (auto* command : {create, list, revoke, take, bring, write})
    command->add_option("--user", person.spotify_user_id, "Spotify user id; may be left out while there is one user");
  for (auto* command : {create, take, bring})
    command->add_flag("--new-user", person.may_be_new, "--user may be somebody who has not logged in yet");

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& mistake) {
    return program.exit(mistake) == 0 ? 0 : 2;
  }

  auto environment = app::process_environment(env_file);
  if (*check) return app::check_config(environment, names_only);
  if (*health) return app::healthcheck(app::config_from(environment, app::Needs::port));
  auto config = app::config_from(environment, *serve ? app::Needs::everything : app::Needs::database);
  app::prepare_libpq();
  set_log({.least = config.log_level, .json = config.production});
  if (*serve) return app::serve(config);
  if (*migrate) return app::migrate(config);
  if (*explain) return app::explain(config);
  if (*take) {
    for (const auto& file : files) histories.files.push_back({file, std::filesystem::path(file).filename().string()});
    histories.dry_run = import.dry_run;
    histories.rejects = import.rejects;
    return app::import_files(config, histories, person);
  }
  if (*bring) return app::import_sqlite(config, import, person);
  if (*write) return app::export_sqlite(config, export_to, person);
  if (*measure) return app::import_features(config, features);
  key.person = person;
  if (*create) return app::create_api_key(config, key);
  if (*list) return app::list_api_keys(config, key);
  return app::revoke_api_key(config, key);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    int code = run(argc, argv);
    if (code == 0 && (std::fflush(stdout) != 0 || std::ferror(stdout)))
      throw std::runtime_error("the standard output can't be written");
    return code;
  } catch (const app::ConfigMistakes& mistakes) {
    for (const auto& mistake : mistakes.mistakes) std::fprintf(stderr, "configuration: %s\n", mistake.c_str());
    return 2;
  } catch (const app::CalledWrongly& mistake) {
    std::fprintf(stderr, "%s\n", mistake.what());
    return 2;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
