#include "support/memory.hpp"

#include <fstream>
#include <stdexcept>
#include <string>

namespace mtm::test {

std::size_t memory_peak_kb(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  throw std::runtime_error("the program has no memory: it has ended");
}

Environment frugal(Environment environment) {
  environment["ASAN_OPTIONS"] = "quarantine_size_mb=1";
  return environment;
}

}  // namespace mtm::test
