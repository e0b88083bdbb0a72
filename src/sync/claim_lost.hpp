// Another process has taken over what this one was at: leave it alone, it goes on with what was done.
#pragma once
#include <stdexcept>

namespace mtm::sync {

struct ClaimLost : std::runtime_error {
  ClaimLost() : std::runtime_error("another process goes on with it") {}
};

}  // namespace mtm::sync
