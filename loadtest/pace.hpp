// When each attempt is due. Without a rate it is due when the one before it has its verdict (a closed loop). With a
// rate it is due by the calendar, whether the answers come or not, and its latency counts from then: a server that
// stalls can't hide the waits of those who were due meanwhile (coordinated omission).
#pragma once
#include "core/clock.hpp"

namespace mtm::loadtest {

class Pace {
 public:
  /// `rate` attempts a second among all `workers` together; 0 is as fast as the answers come.
  Pace(Clock::time_point begin, double rate, int workers) : begin_(begin), rate_(rate), workers_(workers) {}

  bool has_calendar() const { return rate_ > 0; }

  /// By the calendar the workers take turns, so that attempts are spread evenly over time.
  Clock::time_point due(int worker, std::int64_t number) const {
    if (!has_calendar()) return Clock::now();
    auto turn = static_cast<double>(number) * workers_ + worker;
    return begin_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(turn / rate_));
  }

 private:
  Clock::time_point begin_;
  double rate_;
  int workers_;
};

}  // namespace mtm::loadtest
