#include "loadtest/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "core/clock.hpp"

namespace mtm::loadtest {
namespace {

constexpr auto kBetween = std::chrono::milliseconds(200);

constexpr auto kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress(std::string what, std::int64_t total, std::function<std::int64_t()> done)
    : what_(std::move(what)), total_(total), done_(std::move(done)) {
  if (::isatty(STDERR_FILENO)) thread_ = std::jthread([this](const std::stop_token& stop) { show(stop); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Progress::show(const std::stop_token& stop) {
  auto begin = Clock::now();
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, stop, kBetween, [] { return false; }) && !stop.stop_requested()) {
    auto done = done_();
    std::chrono::duration<double> passed = Clock::now() - begin;
    auto of = total_ ? fmt::format(" of {}", total_) : "";
    fmt::print(stderr, "{}{}: {}{}, {:.0f}/s", kEraseLine, what_, done, of, static_cast<double>(done) / passed.count());
    std::fflush(stderr);
  }
  fmt::print(stderr, "{}", kEraseLine);
}

}  // namespace mtm::loadtest
