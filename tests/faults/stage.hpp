// What a row plays on: a PostgreSQL of its own behind a gate, the sandbox, the server, and a ledger of what it
// acknowledged.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "support/app.hpp"
#include "support/cluster.hpp"
#include "support/gate.hpp"
#include "support/shelf.hpp"

namespace mtm::faults {

using Clock = std::chrono::steady_clock;

struct Stage {
  explicit Stage(const test::Environment& changes = {}, const std::vector<std::string>& cluster_settings = {});

  test::HttpClient client() const { return test::client_with(server.origin(), key); }
  std::string direct_url() const { return database.url(); }
  int descriptors();
  double resident_megabytes();

  test::PrivateCluster cluster;
  test::ScratchDatabase database;
  test::Sandbox sandbox;
  test::Gate gate;
  test::Server server;
  std::string key;
};

/// One client that adds track after track and repeats what was not acknowledged.
class Ledger {
 public:
  explicit Ledger(Stage& stage);
  ~Ledger() { stop(); }

  int acknowledged() const { return acknowledged_; }
  /// Returns when so many more were acknowledged; throws Failed when that takes too long.
  void wait_for(int more, std::chrono::seconds limit = std::chrono::seconds(30));
  /// From now on the longest pause between two acknowledgements is looked for, and refusals are counted.
  void mark();
  double longest_gap() const;  // seconds
  double slowest_refusal() const;
  int refused() const { return refused_; }
  void stop();
  /// Every acknowledged one is there once, and nothing else was said than 200, 201 and 503. Throws Failed.
  void audit();

 private:
  void write();

  Stage& stage_;
  std::atomic<bool> ending_ = false;
  std::atomic<int> acknowledged_ = 0, refused_ = 0;
  mutable std::mutex mutex_;
  std::set<int> tracks_, strange_;
  Clock::time_point last_;
  double gap_ = 0, slowest_refusal_ = 0;
  std::thread thread_;
};

/// Changes go on all the while; `fault` begins and ends the trouble. The figure counts from its beginning; a pause of
/// more than `most` seconds is a failure.
std::string with_changes(Stage& stage, double most, const std::function<void(Ledger&)>& fault);

double seconds_since(Clock::time_point start);
/// Asks until the answer has that status; the seconds it took. Throws Failed after the limit.
double until_status(test::HttpClient& client, const std::string& path, int status,
                    std::chrono::seconds limit = std::chrono::seconds(20));
void require(bool holds, const std::string& sentence);

}  // namespace mtm::faults
