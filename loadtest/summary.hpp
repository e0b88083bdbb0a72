// Many runs on one page: medians in Markdown, and bars to look at.
#pragma once
#include <string>
#include <vector>

#include "loadtest/measurement.hpp"

namespace mtm::loadtest {

/// The runs of one work by one subject, by their medians.
struct Median {
  std::string subject, note, command;
  int repetitions = 0;
  double rate = 0, p50_ms = 0, p99_ms = 0, max_ms = 0;
  double failed_share = 0;    // of all attempts, 0 to 1
  std::string failure;        // the most frequent message
  std::int64_t mistakes = 0;  // rows lost, doubled or never acknowledged, in all repetitions together
};

struct Work {
  std::string name, unit;
  std::vector<Median> medians;
};

/// In the order in which they first appear.
std::vector<Work> medians_of(const std::vector<Measurement>& measured);

/// A table for each work, each row with the command that repeats it.
std::string markdown(const std::vector<Work>& works);

double median(std::vector<double> values);

}  // namespace mtm::loadtest
