// What people read on a terminal, in the words of the tutorial.
#pragma once
#include <string>
#include <vector>

#include "loadtest/measurement.hpp"

namespace mtm::loadtest {

/// One run: successes, failures by message, speed, latency, and what the database holds.
std::string paragraph(const Measurement& measured);

/// Several runs of the same work, one below the other, the others in multiples of the first.
std::string comparison(const std::vector<Measurement>& measured);

/// Of a share of 0 to 1: "94 %", "0.1 %", "0 %"
std::string percent(double share);

/// "15,800"
std::string with_commas(double number);

}  // namespace mtm::loadtest
