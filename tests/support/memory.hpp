// How much memory a program has needed.
#pragma once
#include <sys/types.h>

#include <cstddef>

#include "support/process.hpp"

namespace mtm::test {

/// The most that was ever resident, in kB.
std::size_t memory_peak_kb(pid_t pid);

/// Settings for a program whose memory is measured: AddressSanitizer may keep 1 MB of what was freed, where it would
/// keep 256.
Environment frugal(Environment environment = {});

/// How many times as much memory the same work may take: AddressSanitizer surrounds each piece and keeps a map of them
/// all.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kMemoryFactor = 3;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr std::size_t kMemoryFactor = 3;
#else
constexpr std::size_t kMemoryFactor = 1;
#endif
#else
constexpr std::size_t kMemoryFactor = 1;
#endif

}  // namespace mtm::test
