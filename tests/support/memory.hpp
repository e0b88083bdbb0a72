// How much memory a program has needed.
#pragma once
#include <sys/types.h>

#include <cstddef>

namespace mtm::test {

/// The most that was ever resident, in kB.
std::size_t memory_peak_kb(pid_t pid);

/// What AddressSanitizer keeps of freed memory to catch whoever still uses it; 0 in a program without it.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kQuarantineKb = 256 * 1024;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr std::size_t kQuarantineKb = 256 * 1024;
#else
constexpr std::size_t kQuarantineKb = 0;
#endif
#else
constexpr std::size_t kQuarantineKb = 0;
#endif

}  // namespace mtm::test
