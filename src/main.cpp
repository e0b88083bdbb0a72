// What this program can be asked to do, on one screen.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/database.hpp"
#include "app/serve.hpp"

namespace {

using namespace mtm;

/// 0 done, 1 failed (with the reason in one line), 2 called or configured wrongly.
int run(int argc, char** argv) {
  CLI::App program("Keeps what you listened to on Spotify and takes you back in time.");
  program.require_subcommand(1);
  app::KeyRequest key;

  auto* serve = program.add_subcommand("serve", "answer requests until SIGTERM");
  auto* migrate = program.add_subcommand("migrate", "bring the database's schema up to date");
  auto* explain = program.add_subcommand("explain", "print PostgreSQL's plan of every statement");
  auto* check = program.add_subcommand("check-config", "read the configuration and say what is wrong with it");
  auto* health = program.add_subcommand("healthcheck", "ask a running server on this machine whether it is healthy");
  auto* keys = program.add_subcommand("api-key", "make, list or revoke keys for programs")->require_subcommand(1);
  auto* create = keys->add_subcommand("create", "print a new key, once");
  auto* list = keys->add_subcommand("list", "list a user's keys");
  auto* revoke = keys->add_subcommand("revoke", "end a key");
  for (auto* command : {create, list, revoke}) command->add_option("--user", key.spotify_user_id, "Spotify user id")->required();
  for (auto* command : {create, revoke}) command->add_option("--label", key.label, "what the key is for")->required();
  create->add_option("--scope", key.scope, "read or write")->check(CLI::IsMember({"read", "write"}));

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& mistake) {
    return program.exit(mistake) == 0 ? 0 : 2;
  }

  auto config = app::config_from(app::process_environment());
  set_log({.least = config.log_level, .json = config.production});
  if (*serve) return app::serve(config);
  if (*migrate) return app::migrate(config);
  if (*explain) return app::explain(config);
  if (*check) return app::say_config_is_fine();
  if (*health) return app::healthcheck(config);
  if (*create) return app::create_api_key(config, key);
  if (*list) return app::list_api_keys(config, key);
  return app::revoke_api_key(config, key);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const app::ConfigMistakes& mistakes) {
    for (const auto& mistake : mistakes.mistakes) std::fprintf(stderr, "configuration: %s\n", mistake.c_str());
    return 2;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
