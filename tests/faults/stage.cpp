#include "faults/stage.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "faults/rows.hpp"

namespace mtm::faults {
namespace {

constexpr int kTracks = 60'000;

test::Environment changed(test::Environment environment, const test::Environment& changes) {
  for (const auto& [name, value] : changes) environment[name] = value;
  return environment;
}

}  // namespace

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void require(bool holds, const std::string& sentence) {
  if (!holds) throw Failed(sentence);
}

double until_status(test::HttpClient& client, const std::string& path, int status, std::chrono::seconds limit) {
  auto start = Clock::now();
  while (client.get(path).status != status) {
    require(seconds_since(start) < static_cast<double>(limit.count()),
            fmt::format("{} was not {} within {} s", path, status, limit.count()));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return seconds_since(start);
}

Stage::Stage(const test::Environment& changes, const std::vector<std::string>& cluster_settings)
    : cluster(cluster_settings),
      database(cluster.url()),
      gate(cluster.socket_path()),
      server(changed(test::server_environment(database.url_through(gate.port()), sandbox), changes)),
      key(test::make_key(database.url(), "somebody")) {
  auto sql = database.sql();
  test::make_tracks(sql, kTracks);
  test::make_playlist(sql, "somebody", "mine");
  sql.script("checkpoint");  // recovering from a crash is not to make the stage itself again
}

int Stage::descriptors() {
  int count = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", server.process().pid())))
    ++count;
  return count;
}

double Stage::resident_megabytes() {
  std::ifstream file(fmt::format("/proc/{}/statm", server.process().pid()));
  double whole = 0, resident = 0;
  file >> whole >> resident;
  return resident * 4096 / 1e6;
}

std::string with_changes(Stage& stage, double most, const std::function<void(Ledger&)>& fault) {
  Ledger ledger(stage);
  ledger.wait_for(100);
  ledger.mark();
  fault(ledger);
  ledger.wait_for(100);
  auto gap = ledger.longest_gap();
  auto refused = ledger.refused();
  ledger.audit();
  require(gap <= most, fmt::format("no change for {:.2f} s", gap));
  return fmt::format("gap {:.2f} s, {} x 503, 0 lost, 0 doubled", gap, refused);
}

Ledger::Ledger(Stage& stage) : stage_(stage), last_(Clock::now()), thread_([this] { write(); }) {}

void Ledger::write() {
  auto client = stage_.client();
  for (int track = 1; track <= kTracks && !ending_;) {
    auto asked = Clock::now();
    int status = 0;
    try {
      status =
          client.post("/api/v1/playlists/mine/tracks", fmt::format(R"({{"track_id":{},"position":1}})", track)).status;
    } catch (const std::exception&) {
      client = stage_.client();  // the server is gone or hung up: asked again, as a client does
    }
    std::lock_guard guard(mutex_);
    if (status == 200 || status == 201) {
      tracks_.insert(track++);
      ++acknowledged_;
      gap_ = std::max(gap_, seconds_since(last_));
      last_ = Clock::now();
    } else {
      ++refused_;
      slowest_refusal_ = std::max(slowest_refusal_, seconds_since(asked));
      if (status != 0 && status != 503) strange_.insert(status);
    }
  }
}

void Ledger::wait_for(int more, std::chrono::seconds limit) {
  int wanted = acknowledged_ + more;
  auto start = Clock::now();
  while (acknowledged_ < wanted) {
    require(seconds_since(start) < static_cast<double>(limit.count()),
            fmt::format("no {} more changes were acknowledged within {} s", more, limit.count()));
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void Ledger::mark() {
  std::lock_guard guard(mutex_);
  gap_ = slowest_refusal_ = 0;
  refused_ = 0;
  last_ = Clock::now();
}

double Ledger::longest_gap() const {
  std::lock_guard guard(mutex_);
  return gap_;
}

double Ledger::slowest_refusal() const {
  std::lock_guard guard(mutex_);
  return slowest_refusal_;
}

void Ledger::stop() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

void Ledger::audit() {
  stop();
  std::string strange;
  for (int status : strange_) strange += fmt::format(" {}", status);
  require(strange_.empty(), "a fault of the infrastructure was answered with" + strange);
  std::set<int> there;
  auto rows = test::Sql(stage_.direct_url()).rows("select track_id from playlist_tracks");
  for (const auto& row : rows) there.insert(std::stoi(row[0]));
  require(there.size() == rows.size(), fmt::format("{} were doubled", rows.size() - there.size()));
  int lost = 0;
  for (int track : tracks_) lost += !there.contains(track);
  require(lost == 0, fmt::format("{} acknowledged changes were lost", lost));
}

}  // namespace mtm::faults
