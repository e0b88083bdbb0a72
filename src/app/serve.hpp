#pragma once
#include "app/config.hpp"

namespace mtm::app {

/// Brings the schema up to date, serves until SIGTERM or SIGINT, finishes what is under way (10 s at most; a second
/// signal ends it at once) and returns the process's exit code.
int serve(const Config& config);

}  // namespace mtm::app
