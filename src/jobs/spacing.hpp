// Spreads what could all begin at once: after an outage everybody is due, and those who wait at a screen for Spotify
// share its limits with them.
#pragma once
#include <algorithm>

#include "core/clock.hpp"

namespace mtm::jobs {

/// One may begin in every `space`; what was not used within `burst` is lost.
class Spacing {
 public:
  Spacing(Clock::duration space, Clock::duration burst) : space_(space), burst_(burst) {}

  /// Whether one may begin, which then counts as begun.
  bool take(Clock::time_point now) {
    if (now < next_) return false;
    next_ = std::max(next_, now - burst_) + space_;
    return true;
  }

 private:
  Clock::duration space_, burst_;
  Clock::time_point next_{};
};

}  // namespace mtm::jobs
