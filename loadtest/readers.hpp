// Readers that all ask the same question at once.
#pragma once
#include <string>

#include "loadtest/tally.hpp"

namespace mtm::loadtest {

struct ReadPlan {
  std::string url;
  std::string key;  // or "" for what everybody may read
  std::string path;
  int connections = 64;
  double rate = 0;  // questions a second of all together; 0 is as fast as the answers come
  double seconds = 10;
};

struct Reading {
  Tally tally;
  Clock::duration elapsed{};
  std::int64_t bytes = 0;  // of answers' bodies

  double rate() const;  // good answers a second
};

Reading read_all(const ReadPlan& plan);

}  // namespace mtm::loadtest
