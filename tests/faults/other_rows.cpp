// Signals, Spotify, secrets, and the soak.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "faults/rows.hpp"
#include "faults/stage.hpp"
#include "support/login.hpp"

namespace mtm::faults {
namespace {

using namespace std::chrono_literals;

std::string stopping_under_load() {
  Stage stage;
  Ledger ledger(stage);
  ledger.wait_for(100);
  auto start = Clock::now();
  auto code = stage.server.process().terminate(12s);
  auto took = seconds_since(start);
  ledger.stop();
  ledger.audit();
  require(code == 0, fmt::format("exit code {}", code));
  return fmt::format("exit 0 after {:.2f} s, 0 lost", took);
}

std::string stopping_without_database() {
  Stage stage;
  auto client = stage.client();
  require(client.get("/api/v1/tracks/1").status == 200, "it does not answer");
  stage.gate.stall();
  client.ask("GET", "/api/v1/tracks/1");
  auto start = Clock::now();
  auto code = stage.server.process().terminate(12s);
  auto took = seconds_since(start);
  require(code == 0 && took < 10.5, fmt::format("exit code {} after {:.1f} s", code, took));
  stage.gate.pass();
  stage.server.start();
  auto other = stage.client();
  stage.gate.stall();
  other.ask("GET", "/api/v1/tracks/1");
  std::this_thread::sleep_for(100ms);
  stage.server.process().signal(SIGTERM);
  stage.server.process().wait_for_line("stopping");
  auto second = Clock::now();
  stage.server.process().signal(SIGTERM);
  stage.server.process().wait(5s);
  return fmt::format("exit 0 after {:.1f} s; a second SIGTERM ends it after {:.0f} ms", took,
                     seconds_since(second) * 1000);
}

std::string killed_while_writing() {
  Stage stage;
  Ledger ledger(stage);
  double ready = 0;
  for (int round = 0; round < 3; ++round) {
    ledger.wait_for(100);
    stage.server.process().kill();
    auto start = Clock::now();
    stage.server.start();
    ready = std::max(ready, seconds_since(start));
  }
  ledger.wait_for(100);
  ledger.audit();
  require(ready < 1, fmt::format("ready after {:.2f} s", ready));
  return fmt::format("3 times; ready {:.2f} s after the start, 0 lost, 0 doubled", ready);
}

std::string spotify_in_trouble() {
  Stage stage;
  auto browser = stage.server.signed_in();
  auto client = stage.client();
  auto slowest = [&] {
    std::vector<double> answers;
    for (int i = 0; i < 300; ++i) {
      auto asked = Clock::now();
      require(client.get("/api/v1/tracks/1").status == 200, "somebody else was refused");
      answers.push_back(seconds_since(asked) * 1000);
    }
    std::sort(answers.begin(), answers.end());
    return answers[answers.size() / 2];
  };
  auto before = slowest();
  stage.sandbox.faults(R"({"rules":[{"route":"/v1/me","status":500,"body":"html"}]})");
  browser.post("/api/v1/capture");
  auto during = slowest();
  stage.sandbox.faults("{}");
  return fmt::format("median of others {:.2f} ms before, {:.2f} ms while Spotify answers 500 with HTML", before,
                     during);
}

/// A clock for the server alone, which may be moved while it works: libfaketime stands before the C library and asks a
/// file what time it is. Timers are the monotonic clock's, which it leaves alone.
class FalseClock {
 public:
  FalseClock() { set("+0"); }
  ~FalseClock() { std::filesystem::remove(file_); }
  void set(const std::string& offset) { std::ofstream(file_) << offset << "\n"; }
  test::Environment environment() const {
    return {{"LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1"},
            {"FAKETIME_TIMESTAMP_FILE", file_},
            {"FAKETIME_NO_CACHE", "1"},
            {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
  }

 private:
  std::string file_ = fmt::format("{}/mtm-clock-{}", std::filesystem::temp_directory_path().string(), ::getpid());
};

std::string clock_jumps() {
  FalseClock clock;
  Stage stage(clock.environment());
  auto browser = stage.server.signed_in();
  auto today = [&] { return browser.get("/livez").field("date").substr(0, 16); };
  auto before = today();
  return with_changes(stage, 1, [&](Ledger& ledger) {
    for (const auto* offset : {"+1d", "-1d", "+0"}) {
      clock.set(offset);
      auto jumped = Clock::now();
      while ((today() == before) != (offset == std::string("+0")))
        require(seconds_since(jumped) < 5, "the clock did not jump");
      require(browser.get("/api/v1/me").status == 200, "a session ended");
      require(browser.get("/readyz").status == 200, "it is not ready");
      ledger.wait_for(200);
    }
  });
}

/// Least squares over (hours, megabytes).
double slope(const std::vector<std::pair<double, double>>& points) {
  double n = static_cast<double>(points.size()), x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& [hours, megabytes] : points) {
    x += hours;
    y += megabytes;
    xx += hours * hours;
    xy += hours * megabytes;
  }
  return (n * xy - x * y) / (n * xx - x * x);
}

void random_fault(Stage& stage, std::mt19937& random) {
  switch (random() % 6) {
    case 0:
      test::Sql(stage.cluster.url())
          .rows(
              "select pg_terminate_backend(pid) from pg_stat_activity where application_name like "
              "'music-time-machine%'");
      break;
    case 1:
      stage.cluster.kill();
      stage.cluster.start();
      break;
    case 2:
      stage.gate.stall();
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 4000));
      stage.gate.pass();
      break;
    case 3:
      stage.gate.cut_answer("add_to_playlists", "INSERT");
      break;
    case 4:
      stage.gate.cut();
      break;
    default:
      stage.cluster.stop();
      std::this_thread::sleep_for(1s);
      stage.cluster.start();
  }
}

}  // namespace

std::vector<Row> other_rows() {
  return {
      {"30", "SIGTERM under load", "exit 0 <= 10 s, everything in flight answered", stopping_under_load},
      {"31", "SIGTERM while the database hangs; a second one", "exit within 10 s; at once", stopping_without_database},
      {"32", "kill -9 of the server while it writes", "0 lost or doubled, ready < 1 s", killed_while_writing},
      {"33", "Spotify answers 500 with HTML", "others unharmed", spotify_in_trouble},
      {"39", "the clock jumps a day on, two back, one on", "sessions, timers and pool unharmed", clock_jumps}};
}

std::string soak(int minutes) {
  Stage stage(test::Environment{{"LOG_LEVEL", "error"}});
  std::mt19937 random(20261121);
  std::atomic<bool> ending = false;
  std::atomic<int> reads = 0, strange = 0;
  std::thread reader([&] {
    auto client = stage.client();
    for (int track = 1; !ending; track = track % 500 + 1) {
      try {
        auto status = client.get("/api/v1/tracks/" + std::to_string(track)).status;
        ++(status == 200 || status == 503 ? reads : strange);
      } catch (const std::exception&) {
        ++strange;
      }
      std::this_thread::sleep_for(2ms);
    }
  });
  struct Join {
    ~Join() {
      ending = true;
      reader.join();
    }
    std::atomic<bool>& ending;
    std::thread& reader;
  } join{ending, reader};
  std::vector<std::pair<double, double>> memory;
  int faults = 0, written = 0, descriptors = 0;
  auto start = Clock::now();
  auto warm = std::min(120.0, minutes * 60 * 0.25);
  while (seconds_since(start) < minutes * 60) {
    // A ledger ends with its tracks: then the shelf is emptied and the next one begins.
    Ledger ledger(stage);
    while (seconds_since(start) < minutes * 60 && ledger.acknowledged() < 50'000) {
      ledger.wait_for(50, 60s);
      random_fault(stage, random);
      ++faults;
      ledger.wait_for(20, 60s);
      if (seconds_since(start) > warm) memory.emplace_back(seconds_since(start) / 3600, stage.resident_megabytes());
      if (memory.size() == 1) descriptors = stage.descriptors();
      std::this_thread::sleep_for(std::chrono::milliseconds(500 + random() % 2000));
    }
    written += ledger.acknowledged();
    ledger.audit();
    test::Sql(stage.direct_url()).script("truncate playlist_tracks");
  }
  require(memory.size() > 2, "too short to say anything");
  auto grows = slope(memory);
  auto more = stage.descriptors() - descriptors;
  require(strange == 0, fmt::format("{} strange answers", strange.load()));
  require(more <= 4, fmt::format("{} more descriptors", more));
  require(minutes < 15 || grows < 1,
          fmt::format("the memory grows by {:.2f} MB/h", grows));  // a shorter one shows no slope
  return fmt::format(
      "{} min, {} faults, {} changes acknowledged, 0 lost; {} reads; RSS {:.1f} MB, slope {:+.2f} MB/h; descriptors "
      "{:+d}",
      minutes, faults, written, reads.load(), memory.back().second, grows, more);
}

}  // namespace mtm::faults
