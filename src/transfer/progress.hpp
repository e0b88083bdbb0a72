// How far a job on a whole database has come, for whoever shows it.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace mtm::transfer {

struct Progress {
  std::string what;        // "reading tracks"
  std::int64_t done = 0;   // rows
  std::int64_t total = 0;  // 0 when it is not known, such as while PostgreSQL works by itself
  bool finished = false;   // this step is over
};

/// Rows between two looks at progress and at a wish to stop: milliseconds of work.
constexpr std::int64_t kShowEvery = 10000;

using ShowProgress = std::function<void(const Progress&)>;

}  // namespace mtm::transfer
