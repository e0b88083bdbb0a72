#include "loadtest/starting_gate.hpp"

#include <cstring>
#include <stdexcept>

namespace mtm::loadtest {
namespace {

constexpr char kReady = 'r';
constexpr char kRefused = 'x';

}  // namespace

Clock::time_point StartingGate::wait() {
  ready_.write({&kReady, 1});
  Clock::time_point begin;
  auto bytes = begins_.read(sizeof begin);
  if (bytes.size() != sizeof begin) throw std::runtime_error("the starting gate is gone");
  std::memcpy(&begin, bytes.data(), sizeof begin);
  return begin;
}

void StartingGate::refuse() noexcept try { ready_.write({&kRefused, 1}); } catch (const std::exception&) {
}

Clock::time_point StartingGate::open(int writers) {
  for (int i = 0; i < writers; ++i) {
    if (ready_.read(1) != std::string(1, kReady)) throw std::runtime_error("not all writers could begin");
  }
  auto begin = Clock::now();
  for (int i = 0; i < writers; ++i) begins_.write({reinterpret_cast<const char*>(&begin), sizeof begin});
  return begin;
}

}  // namespace mtm::loadtest
