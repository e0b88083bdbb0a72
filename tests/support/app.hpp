// The real server and the real sandbox over a scratch database, as a test's own.
#pragma once
#include <memory>
#include <string>

#include "support/database.hpp"
#include "support/http_client.hpp"
#include "support/process.hpp"

namespace mtm::test {

/// A program that the build made, such as "music-time-machine".
std::string program(const std::string& name);
/// A file of the checkout, such as "script/smoke".
std::string source(const std::string& path);

/// The sandbox in Spotify's place, on a port of its own.
class Sandbox {
 public:
  explicit Sandbox(const std::vector<std::string>& options = {});

  const std::string& origin() const { return origin_; }
  Process& process() { return *process_; }
  /// How it misbehaves from now on, as JSON (sandbox/README.md); "{}" is good behaviour.
  void faults(const std::string& json);
  /// The sandbox as a server of its own, for asking what has happened.
  HttpClient client() const { return HttpClient(origin_); }

 private:
  std::unique_ptr<Process> process_;
  std::string origin_;
};

/// What a development server over this database and this sandbox needs to know; a test changes what it is about.
Environment server_environment(const std::string& database_url, const Sandbox& sandbox);

/// `serve`, ready to answer: /readyz says so. A test of what comes before starts a Process itself.
class Server {
 public:
  explicit Server(const Environment& environment);

  const std::string& origin() const { return origin_; }
  Process& process() { return *process_; }
  HttpClient client() const { return HttpClient(origin_); }
  /// A client whom the person of that Spotify user id has logged in with, through the sandbox.
  HttpClient signed_in(const std::string& spotify_user_id = "demo") const;
  /// Starts it again on the same port with the same environment; it must have ended.
  void start();

 private:
  Environment environment_;
  std::string origin_;
  std::unique_ptr<Process> process_;
};

/// All three, for a test that needs nothing special.
struct App {
  explicit App(const Environment& changes = {}, const std::vector<std::string>& sandbox_options = {});

  ScratchDatabase database;
  Sandbox sandbox;
  Server server;
};

}  // namespace mtm::test
