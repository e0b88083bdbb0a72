#include "support/app.hpp"

#include <cstdlib>
#include <stdexcept>

#include "support/login.hpp"

namespace mtm::test {
namespace {

/// The address in "… on http://127.0.0.1:5000".
std::string wait_for_origin(Process& process) {
  auto line = process.wait_for_line(" on http://");
  return line.substr(line.find("http://"));
}

Environment changed(Environment environment, const Environment& changes) {
  for (const auto& [name, value] : changes) environment[name] = value;
  return environment;
}

}  // namespace

std::string program(const std::string& name) {
  const char* folder = std::getenv("MTM_PROGRAMS");
  return std::string(folder ? folder : PROGRAMS_FOLDER) + "/" + name;
}

std::string source(const std::string& path) { return std::string(SOURCE_FOLDER) + "/" + path; }

Sandbox::Sandbox(const std::vector<std::string>& options) {
  std::vector<std::string> command{program("spotify-sandbox"), "--port", "0"};
  command.insert(command.end(), options.begin(), options.end());
  process_ = std::make_unique<Process>(command);
  origin_ = wait_for_origin(*process_);
}

void Sandbox::faults(const std::string& json) {
  auto reply = client().send("PUT", "/sandbox/faults", json);
  if (reply.status / 100 != 2) throw std::runtime_error("the sandbox refuses these faults: " + reply.body);
}

Environment server_environment(const std::string& database_url, const Sandbox& sandbox) {
  return {{"PORT", std::to_string(free_port())},
          {"DATABASE_URL", database_url},
          {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"},
          {"SPOTIFY_CLIENT_ID", "sandbox-client"},
          {"SPOTIFY_CLIENT_SECRET", "sandbox-secret"},
          {"SPOTIFY_ACCOUNTS_URL", sandbox.origin()},
          {"SPOTIFY_API_URL", sandbox.origin()},
          {"SPOTIFY_FEATURES_URL", sandbox.origin() + "/features"},
          {"SPOTIFY_CALLS_PER_30S", "100000"},
          {"SPOTIFY_CALLS_PER_DAY", "1000000"},
          // What a test sees of tracks must not change under it.
          {"SPOTIFY_LOOKUPS_PER_DAY", "0"}};
}

Server::Server(const Environment& environment) : environment_(environment) { start(); }

void Server::start() {
  process_ = std::make_unique<Process>(std::vector<std::string>{program("music-time-machine"), "serve"}, environment_);
  origin_ = wait_for_origin(*process_);
  auto asking = client();
  if (!eventually([&] { return asking.get("/readyz").status == 200; })) {
    throw std::runtime_error("the server does not get ready: " + process_->out() + process_->err());
  }
}

HttpClient Server::signed_in(const std::string& spotify_user_id) const {
  auto browser = client();
  log_in(browser, spotify_user_id);
  return browser;
}

App::App(const Environment& changes, const std::vector<std::string>& sandbox_options)
    : sandbox(sandbox_options), server(changed(server_environment(database.url(), sandbox), changes)) {}

}  // namespace mtm::test
