// Stops asking a Spotify that does not answer: after several failures in a row calls fail at once, and a single probe
// goes out now and then until one is answered.
#pragma once
#include "core/clock.hpp"

namespace mtm::spotify {

class Breaker {
 public:
  /// Whether a call may go. While broken, one call may go at each probe time.
  bool lets_through(Clock::time_point now);
  /// Any answer at all, a refusal too: somebody is there.
  void answered();
  void failed(Clock::time_point now);

 private:
  bool broken() const;

  int failures_ = 0;  // in a row
  Clock::duration pause_{};
  Clock::time_point next_probe_{};
};

}  // namespace mtm::spotify
