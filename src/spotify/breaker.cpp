#include "spotify/breaker.hpp"

#include <algorithm>

namespace mtm::spotify {

namespace {

using namespace std::chrono_literals;

constexpr int kFailuresToBreak = 5;  // more than the three attempts of one unlucky call
constexpr Clock::duration kFirstBreak = 1s;
constexpr Clock::duration kLongestBreak = 30s;  // how late, at worst, we notice that Spotify is back

}  // namespace

bool Breaker::broken() const { return failures_ >= kFailuresToBreak; }

bool Breaker::lets_through(Clock::time_point now) {
  if (!broken()) return true;
  if (now < next_probe_) return false;
  next_probe_ = now + pause_;  // also when the probe is never heard of again
  return true;
}

void Breaker::answered() { failures_ = 0; }

void Breaker::failed(Clock::time_point now) {
  bool was_broken = broken();
  if (!was_broken) ++failures_;
  if (!broken()) return;
  pause_ = was_broken ? std::min(pause_ * 2, kLongestBreak) : kFirstBreak;
  next_probe_ = now + pause_;
}

}  // namespace mtm::spotify
