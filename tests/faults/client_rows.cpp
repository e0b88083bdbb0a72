// What clients can do to a server: slowly, in floods, broken, or not at all.
#include <fmt/format.h>
#include <sys/resource.h>

#include <fstream>

#include "faults/rows.hpp"
#include "faults/stage.hpp"
#include "support/socket.hpp"

namespace mtm::faults {
namespace {

using namespace std::chrono_literals;

std::uint16_t port_of(const std::string& origin) {
  return static_cast<std::uint16_t>(std::stoi(origin.substr(origin.rfind(':') + 1)));
}

/// What many clients do who keep the server waiting.
struct Slowness {
  int count;
  double least_seconds = 0, most_seconds;  // in which the server ends them
  std::string begins;                      // what each sends before it falls silent
  int receives = 0;                        // bytes that it lets come in; 0: all
};

std::vector<std::unique_ptr<test::Socket>> silent(Stage& stage, const Slowness& slow) {
  std::vector<std::unique_ptr<test::Socket>> sockets;
  for (int i = 0; i < slow.count; ++i) {
    sockets.push_back(std::make_unique<test::Socket>(port_of(stage.server.origin()), slow.receives));
    if (!slow.begins.empty()) sockets.back()->write(slow.begins);
  }
  return sockets;
}

/// Of the answers that somebody else gets until `done`: what 99 of 100 stay below, in milliseconds.
double others_until(Stage& stage, const std::function<bool()>& done) {
  auto client = stage.client();
  std::vector<double> answers;
  while (!done()) {
    auto asked = Clock::now();
    require(client.get("/api/v1/tracks/1").status == 200, "somebody else was refused");
    answers.push_back(seconds_since(asked) * 1000);
    std::this_thread::sleep_for(10ms);
  }
  std::sort(answers.begin(), answers.end());
  return answers.empty() ? 0 : answers[answers.size() * 99 / 100];
}

std::string endure(const Slowness& slow) {
  constexpr double kMillisecondsMore = 20;  // than before: the machine's own pauses are not the server's
  Stage stage(test::Environment{{"LOG_LEVEL", "warning"}});
  auto begun = Clock::now();
  auto before = others_until(stage, [&] { return seconds_since(begun) > 3; });
  auto descriptors = stage.descriptors();
  auto memory = stage.resident_megabytes();
  auto start = Clock::now();
  auto sockets = silent(stage, slow);
  // Up to two that stood open before, for whoever asked then, may be gone by now.
  require(test::eventually([&] { return stage.descriptors() >= descriptors + slow.count - 2; }, 5s),
          "not all of them were taken");
  auto grown = stage.resident_megabytes() - memory;
  auto p99 = others_until(stage, [&] {
    require(seconds_since(start) < slow.most_seconds + 3,
            fmt::format("they are still there after {:.0f} s", slow.most_seconds + 3));
    return stage.descriptors() <= descriptors + 2;
  });
  auto all = seconds_since(start);
  auto kept = stage.resident_megabytes() - memory;
  require(all >= slow.least_seconds, fmt::format("they were ended after {:.1f} s", all));
  require(grown < 32, fmt::format("{:.1f} MB for {} connections", grown, slow.count));
  require(p99 < before + kMillisecondsMore, fmt::format("others' p99 {:.1f} ms instead of {:.1f}", p99, before));
  return fmt::format("{} ended within {:.1f} s, others' p99 {:.1f} ms ({:.1f} before), {:+.1f} MB, {:+.1f} afterwards",
                     slow.count, all, p99, before, grown, kept);
}

std::string slow_headers() {
  return endure({.count = 2000, .most_seconds = 12, .begins = "GET / HTTP/1.1\r\nHost: a\r\n"});
}
std::string silent_bodies() {
  return endure({.count = 300,
                 .most_seconds = 12,
                 .begins = "POST /api/v1/capture HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"});
}
std::string slow_readers() {
  std::string asks;
  for (int i = 0; i < 20; ++i) asks += "GET /scripts/chart.js HTTP/1.1\r\nHost: a\r\n\r\n";
  return endure({.count = 100, .most_seconds = 32, .begins = asks, .receives = 4096});
}
std::string silence() { return endure({.count = 300, .most_seconds = 12, .begins = ""}); }
std::string idleness() {
  return endure(
      {.count = 300, .least_seconds = 70, .most_seconds = 77, .begins = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"});
}

std::string churn() {
  Stage stage(test::Environment{{"LOG_LEVEL", "warning"}});
  auto client = stage.client();
  client.get("/livez");
  auto descriptors = stage.descriptors();
  auto start = Clock::now();
  int count = 0;
  while (seconds_since(start) < 5) {
    test::Socket socket(port_of(stage.server.origin()));
    socket.write(count % 2 ? "GET / HTTP/1.1\r\nHo" : "\x16\x03\x01\x02 nothing that is HTTP\r\n\r\n");
    socket.reset();
    if (++count % 100 == 0) require(client.get("/livez").status == 200, "somebody else was refused");
  }
  test::eventually([&] { return stage.descriptors() <= descriptors; }, 5s);
  auto left = stage.descriptors() - descriptors;
  require(left <= 0, fmt::format("{} descriptors are left", left));
  auto said = stage.server.process().out().size() + stage.server.process().err().size();
  return fmt::format("{:.0f}/s, 0 refused, no descriptor left, {} kB of log", count / 5.0, said / 1000);
}

double cpu_seconds(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string word;
  double ticks = 0;
  for (int i = 1; i <= 15 && file >> word; ++i)
    if (i >= 14) ticks += std::stod(word);
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::string out_of_descriptors() {
  Stage stage(test::Environment{{"LOG_LEVEL", "warning"}});
  auto pid = stage.server.process().pid();
  rlimit limit{64, 64};
  require(::prlimit(pid, RLIMIT_NOFILE, &limit, nullptr) == 0, "the limit could not be set");
  auto client = stage.client();
  require(client.get("/livez").status == 200, "it does not live");
  auto begun = Clock::now();
  auto cpu = cpu_seconds(pid);
  auto sockets = silent(stage, {.count = 150, .most_seconds = 12, .begins = "GET / HTTP/1.1\r\nHost: a\r\n"});
  while (seconds_since(begun) < 4) {
    require(client.get("/livez").status == 200, "a connection that was open was refused");
    std::this_thread::sleep_for(50ms);
  }
  auto share = (cpu_seconds(pid) - cpu) / seconds_since(begun) * 100;
  sockets.clear();
  auto other = stage.client();
  auto back = until_status(other, "/health", 200);
  require(share < 20, fmt::format("{:.0f} % of a core", share));
  require(back < 1, fmt::format("back after {:.2f} s", back));
  return fmt::format("goes on serving, {:.1f} % of a core, back after {:.2f} s", share, back);
}

std::string bombs() {
  Stage stage(test::Environment{{"LOG_LEVEL", "warning"}});
  auto memory = stage.resident_megabytes();
  std::string chunked = "POST /api/v1/capture HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string big(1'000'000, 'x');
  const std::string bombs[] = {chunked + "0\r\nX: " + big, chunked + "5;" + big,
                               "GET / HTTP/1.1\r\nHost: a\r\nX: " + big, "GET /" + big,
                               "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n" + big};
  for (const auto& bomb : bombs) {
    test::Socket socket(port_of(stage.server.origin()));
    try {
      socket.write(bomb);
      for (std::string answer; socket.read_some(answer, 3s);) {
      }
    } catch (const std::exception&) {  // hung up on, which is what it is for
    }
    require(stage.client().get("/livez").status == 200, "it does not live");
  }
  return fmt::format("{} of a megabyte each refused, RSS {:+.1f} MB", std::size(bombs),
                     stage.resident_megabytes() - memory);
}

std::string hanging_up() {
  Stage stage(test::Environment{{"LOG_LEVEL", "warning"}});
  auto port = port_of(stage.server.origin());
  auto client = stage.client();
  for (int i = 1; i <= 1000; ++i) {
    test::Socket socket(port);
    socket.write(
        fmt::format("GET /api/v1/tracks/{} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\n\r\n", i, stage.key));
    std::this_thread::sleep_for(std::chrono::microseconds(i * 7919 % 5000));
    socket.reset();
    auto track = std::to_string(i % 500 + 1);
    require(client.get("/api/v1/tracks/" + track).at("/id") == track, "somebody got another's answer");
  }
  return "1000 hung up, every other request got its own answer";
}

std::string own_limit() {
  Stage stage(
      test::Environment{{"RATE_LIMIT", "on"}, {"RATE_LIMIT_PER_SECOND", "20"}, {"TRUSTED_PROXIES", "127.0.0.1"}});
  auto client = stage.client();
  test::HttpClient flood(stage.server.origin());
  int refused = 0;
  std::vector<double> others;
  for (int i = 0; i < 4000; ++i) {
    auto reply = flood.get("/nowhere", {{"X-Real-IP", "198.51.100.1"}});
    if (reply.status == 429) {
      ++refused;
      require(!reply.field("retry-after").empty(), "no Retry-After");
    }
    if (i % 200 == 0) {
      auto asked = Clock::now();
      require(client.get("/api/v1/tracks/1", {{"X-Real-IP", "198.51.100.2"}}).status == 200,
              "somebody else was refused");
      others.push_back(seconds_since(asked) * 1000);
    }
  }
  auto memory = stage.resident_megabytes();
  test::HttpClient many(stage.server.origin());
  for (int i = 0; i < 20'000; ++i)
    many.get("/nowhere", {{"X-Real-IP", fmt::format("10.{}.{}.{}", i >> 16 & 255, i >> 8 & 255, i & 255)}});
  auto grown = stage.resident_megabytes() - memory;
  require(refused > 3000, "too few were refused");
  require(grown < 4, fmt::format("{:.1f} MB for 20,000 addresses", grown));
  return fmt::format("{} of 4000 were 429, others' slowest {:.1f} ms; 20,000 addresses more: {:+.1f} MB", refused,
                     *std::max_element(others.begin(), others.end()), grown);
}

}  // namespace

std::vector<Row> client_rows() {
  return {{"2", "slowloris, 2000 connections", "ended <= 12 s, others' p99 < 20 ms more, < 32 MB", slow_headers},
          {"3", "bodies that fall silent", "ended at 10 s (+2)", silent_bodies},
          {"3", "slow readers", "ended at 30 s (+2)", slow_readers},
          {"3", "connections that say nothing", "ended at 10 s (+2)", silence},
          {"3", "connections kept alive", "ended at 75 s (+2)", idleness},
          {"4", "connection churn with resets and garbage", "0 refused, no descriptor left, no log flood", churn},
          {"5", "out of descriptors (64)", "goes on serving, CPU < 20 %, back < 1 s", out_of_descriptors},
          {"6", "trailer, chunk-extension, header bombs", "refused, < 1 MB a connection", bombs},
          {"12", "rate limit, 20 times over it", "429 + Retry-After, others unharmed, bounded memory", own_limit},
          {"29", "clients that hang up at random", "everybody else gets the own answer", hanging_up}};
}

}  // namespace mtm::faults
