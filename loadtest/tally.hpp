// What came of many attempts: how many succeeded, why the others failed, and how long each waited for its verdict.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>

#include "core/clock.hpp"
#include "loadtest/histogram.hpp"

namespace mtm::loadtest {

struct Tally {
  std::int64_t succeeded = 0;
  std::map<std::string, std::int64_t> failures;  // by message
  Histogram latency;                             // of all attempts: a wait that ends in a failure was a wait
  Clock::time_point finished{};                  // when the last attempt had its verdict

  std::int64_t failed() const;
  std::int64_t attempts() const { return succeeded + failed(); }
  void merge(const Tally& other);
};

/// The way from one process to another on this machine.
void write(std::ostream& out, const Tally& tally);
/// Throws std::runtime_error when the text ends too early: the process that wrote it died.
Tally read_tally(std::istream& in);

}  // namespace mtm::loadtest
