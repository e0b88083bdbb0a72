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

using ShowProgress = std::function<void(const Progress&)>;

}  // namespace mtm::transfer
