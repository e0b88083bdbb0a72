// Reads the times that people's files have, piece by piece.
#pragma once
#include <chrono>
#include <string_view>

namespace mtm::transfer {

/// Takes characters off the front of a text; every step says whether they were there.
class TimeCursor {
 public:
  explicit TimeCursor(std::string_view text) : rest_(text) {}

  bool digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }
  char one_of(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_[0]) == choices.npos) return 0;
    char taken = rest_[0];
    rest_.remove_prefix(1);
    return taken;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// Z, or +01:00, +0100, +01 after the time of day; nothing is UTC. False when something else stands there.
bool read_zone(TimeCursor& cursor, std::chrono::minutes& offset);

}  // namespace mtm::transfer
