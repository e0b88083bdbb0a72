// What one run measured, as it is printed and as it is kept: a line of JSON each.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loadtest/readers.hpp"
#include "loadtest/writers.hpp"

namespace mtm::loadtest {

BOOST_DESCRIBE_STRUCT(Audit, (), (acknowledged, found, lost, unacknowledged, doubled))

struct Failure {
  std::string message;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (message, count))

struct Measurement {
  std::string work;     // what was asked of all: "10 writers x 50 writes"
  std::string subject;  // who was asked
  std::string unit;     // what is counted: "writes"
  double rate = 0;      // good ones a second
  std::int64_t succeeded = 0, failed = 0;
  std::vector<Failure> failures;  // most frequent first
  double seconds = 0;
  double p50_ms = 0, p95_ms = 0, p99_ms = 0, max_ms = 0;
  std::optional<Audit> audit;
  std::string note;
  std::string command;  // repeats it

  double failed_share() const {
    return failed ? static_cast<double>(failed) / static_cast<double>(succeeded + failed) : 0;
  }
  /// What was acknowledged is what is there.
  bool clean() const { return !audit || audit->clean(); }
};
BOOST_DESCRIBE_STRUCT(Measurement, (),
                      (work, subject, unit, rate, succeeded, failed, failures, seconds, p50_ms, p95_ms, p99_ms, max_ms,
                       audit, note, command))

Measurement measurement_of(const Plan& plan, const Outcome& outcome);
Measurement measurement_of(const ReadPlan& plan, const Reading& reading);

/// Reads a line of JSON; what is missing in it keeps its default, for other programs that measure write such lines too.
/// Throws std::runtime_error when it is no such line.
Measurement read_measurement(std::string_view line);

}  // namespace mtm::loadtest
