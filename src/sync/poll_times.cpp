#include "sync/poll_times.hpp"

#include <algorithm>
#include <random>

namespace mtm::sync {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds kListening = 2min;  // most tracks are longer: each is seen soon after its end
constexpr milliseconds kStopped = 15min;   // longer than nearly every track: who listens has ended one within
constexpr milliseconds kShortestIdle = 10min;
constexpr milliseconds kLongest = 60min;  // 50 plays last two hours and a half
constexpr double kFree = 0.5;             // of the day's calls: below, nobody is read less often
constexpr double kFull = 0.95;            // polls may not use more (spotify/budget.cpp)
constexpr double kJitter = 0.1;

milliseconds usual(const PollFacts& facts) {
  if (!facts.silence) return kLongest;
  if (*facts.silence < kStopped) return kListening;
  return std::clamp(*facts.silence / 4, kShortestIdle, kLongest);
}

milliseconds after_failures(int failures) {
  if (failures <= 0) return 0ms;
  return std::min(kLongest, kListening * (1 << std::min(failures - 1, 10)));
}

double stretch(double used) { return used <= kFree ? 1 : (1 - kFree) / (1 - std::min(used, kFull)); }

}  // namespace

milliseconds pause_before_poll(const PollFacts& facts, double jitter) {
  auto pause = std::max(usual(facts), after_failures(facts.failures));
  auto spread = 1 - kJitter + 2 * kJitter * std::clamp(jitter, 0.0, 1.0);
  return std::chrono::duration_cast<milliseconds>(pause * (stretch(facts.budget_used) * spread));
}

double random_share() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random);
}

}  // namespace mtm::sync
