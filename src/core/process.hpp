// What the kernel knows about this process.
#pragma once
#include <cstdint>

namespace mtm {

struct ProcessFigures {
  std::int64_t resident_bytes = 0;
  std::int64_t open_descriptors = 0;
  std::int64_t most_descriptors = 0;
  double cpu_seconds = 0;
  double started_at = 0;  // seconds since 1970
};

/// Looks now: some system calls, for whoever asks for metrics.
ProcessFigures process_figures();

/// The memory that this process may take, in bytes: its container's limit (cgroup 2 or 1), or else the machine's
/// memory.
std::int64_t memory_limit();

}  // namespace mtm
