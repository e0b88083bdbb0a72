// What keeps a loop from its work: the loop goes on all the same, and the log hears of it, but not at every turn.
#pragma once
#include <string>

#include "core/clock.hpp"

namespace mtm::db {

class ThrottledLog {
 public:
  /// `task` is a literal, as the log shall name the loop.
  explicit ThrottledLog(const char* task) : task_(task) {}

  /// The same reason is said once a minute. That the database is away is the pool's to say.
  void note(const std::exception& failure);

 private:
  const char* task_;
  std::string reason_;
  Clock::time_point said_{};
};

}  // namespace mtm::db
