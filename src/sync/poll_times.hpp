// When a person's recently played is read next. Decides without I/O.
#pragma once
#include <chrono>
#include <optional>

namespace mtm::sync {

struct PollFacts {
  std::optional<std::chrono::milliseconds> silence;  // since the last play ended; nothing: no play is known
  int failures = 0;                                  // readings in a row that failed, the one just made among them
  double budget_used = 0;                            // of the calls that everybody may make in a day, 0 to 1
};

/// About two minutes while somebody listens; from a quarter of an hour of silence on ten minutes, and up to an hour the
/// longer it lasts. After a failure two minutes, twice as long after each further one, up to an hour. When more than
/// half of the day's calls are used, everybody is read less often, so that the rest lasts. `jitter` from 0 to 1 moves
/// it by a tenth both ways: people who began together drift apart.
std::chrono::milliseconds pause_before_poll(const PollFacts& facts, double jitter);

/// From 0 to 1, for the jitter.
double random_share();

}  // namespace mtm::sync
