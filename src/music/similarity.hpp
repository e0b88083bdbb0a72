// How alike two tracks sound, between 0 and 1, by three of their audio features.
#pragma once
#include <cmath>

namespace mtm::music {

struct Sound {
  double energy, valence, danceability;  // each 0 to 1
};

/// 1 is the same sound; 0 would take three opposites at once. Equal to a millionth is equal, so that tracks which are
/// equally far away have equal numbers whichever side they are on.
inline double similarity(const Sound& one, const Sound& other) {
  double apart = std::abs(one.energy - other.energy) + std::abs(one.valence - other.valence) +
                 std::abs(one.danceability - other.danceability);
  return std::round((1 - apart / 3) * 1e6) / 1e6;
}

}  // namespace mtm::music
