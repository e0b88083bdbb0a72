// How much memory a program has needed.
#pragma once
#include <sys/types.h>

#include <cstddef>

namespace mtm::test {

/// The most that was ever resident, in kB.
std::size_t memory_peak_kb(pid_t pid);

}  // namespace mtm::test
