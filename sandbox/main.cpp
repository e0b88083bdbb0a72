// spotify-sandbox: a Spotify for people without credentials, and for tests.
#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>

#include <csignal>
#include <cstdio>

#include "core/clock.hpp"
#include "core/log.hpp"
#include "core/unexpected_words.hpp"
#include "sandbox/old_database.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/streaming_history.hpp"

namespace mtm::sandbox {
namespace {

constexpr auto kLongestStop = std::chrono::seconds(2);

Task<> stop_at_signal(asio::io_context& io, http::Server& server) {
  asio::basic_signal_set<Executor> signals(io.get_executor(), SIGINT, SIGTERM);
  co_await signals.async_wait(use_task);
  auto deadline = Clock::now() + kLongestStop;
  co_await server.drain(deadline);
  io.stop();
}

int serve(const Options& options) {
  asio::io_context io(1);
  Sandbox sandbox(options);
  http::Limits limits;
  limits.requests = 1'000'000;  // load tests keep their connections
  asio::ip::tcp::endpoint address(asio::ip::address_v4::loopback(), options.port);
  http::Server server(io.get_executor(), sandbox, limits, security_fields(), address, false);
  auto own = fmt::format("http://127.0.0.1:{}", server.address().port());
  sandbox.world().open_at(options.public_url.empty() ? own : options.public_url);
  server.start();
  start(io.get_executor(), "the signals", stop_at_signal(io, server));
  fmt::print("Spotify sandbox on {}\n", own);
  std::fflush(stdout);
  io.run();
  return 0;
}

std::string what_is_wrong(const CLI::App* program, const CLI::Error& mistake) {
  if (mistake.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    return unexpected_words(program->remaining(true));
  return CLI::FailureMessage::simple(program, mistake);
}

/// Writes a file of what the world knows, in one way or another.
int write_file(const Options& options, void (*write)(const World&, const std::string&), const std::string& file) {
  World world(options);
  world.open_at(options.public_url.empty() ? fmt::format("http://127.0.0.1:{}", options.port) : options.public_url);
  write(world, file);
  return 0;
}

}  // namespace
}  // namespace mtm::sandbox

int main(int count, char** words) {
  using namespace mtm::sandbox;
  Options options;
  options.port = 7070;
  std::string class_name = "dev2026", now;
  std::vector<std::string> more_redirects;

  CLI::App app{"A stand-in for Spotify, with made-up music"};
  app.failure_message(what_is_wrong);
  app.add_option("--port", options.port, "listens on 127.0.0.1; 0 takes any free port")->capture_default_str();
  app.add_option("--seed", options.seed, "the same seed makes the same music and the same people")
      ->capture_default_str();
  app.add_option("--likes", options.likes, "Liked Songs of the demo person")
      ->capture_default_str()
      ->check(CLI::Range(0, 200'000));
  app.add_option("--listeners", options.listeners, "so many more people, with names of their own and ada's music")
      ->capture_default_str()
      ->check(CLI::Range(0, 100'000));
  app.add_option("--client-id", options.client_id, "of the app that may ask")->capture_default_str();
  app.add_option("--client-secret", options.client_secret, "of that app")->capture_default_str();
  app.add_option("--redirect-uri", more_redirects, "registers one more redirect URI; may be given several times");
  app.add_option("--class", class_name, "what Spotify gives the app")
      ->capture_default_str()
      ->check(CLI::IsMember({"dev2026", "devLegacy", "extended"}));
  app.add_option("--person-id", options.person_id, "Spotify user id of the demo person")->capture_default_str();
  app.add_option("--now", now,
                 "the end of everybody's listening, such as 2026-11-21T00:00:00Z; usually the start of today");
  app.add_option("--public-url", options.public_url, "how browsers reach the sandbox, when it is not its own address");
  std::string file;
  auto* old_database =
      app.add_subcommand("old-database", "writes the demo person's last two years as a database of the old app");
  old_database->add_option("FILE", file, "a new SQLite file")->required();
  auto* streaming_history = app.add_subcommand(
      "streaming-history", "writes the demo person's ten years as Spotify's extended streaming history");
  streaming_history->add_option("FILE", file, "a new ZIP file")->required();
  for (auto* command : {old_database, streaming_history}) command->fallthrough();
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  options.app_class = *app_class_from(class_name);
  options.redirect_uris.insert(options.redirect_uris.end(), more_redirects.begin(), more_redirects.end());
  std::optional<mtm::WallTime> end = std::chrono::floor<std::chrono::days>(mtm::wall_now());
  if (!now.empty()) end = mtm::from_rfc3339(now);
  if (!end) {
    fmt::print(stderr, "--now: that is no time like 2026-11-21T00:00:00Z\n");
    return 2;
  }
  options.today = std::chrono::floor<std::chrono::seconds>(*end);

  mtm::LogSettings log;
  log.least = mtm::Level::warning;
  mtm::set_log(log);
  try {
    if (*old_database) return write_file(options, write_old_database, file);
    if (*streaming_history) return write_file(options, write_streaming_history, file);
    return serve(options);
  } catch (const boost::system::system_error& error) {
    fmt::print(stderr, "spotify-sandbox: port {}: {}\n", options.port, error.code().message());
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "spotify-sandbox: {}\n", error.what());
    return 1;
  }
}
