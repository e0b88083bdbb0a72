// How alike two tracks sound, between 0 and 1, by three of their audio features.
#pragma once
#include <cmath>
#include <string_view>

namespace mtm::music {

struct Sound {
  double energy, valence, danceability;  // each 0 to 1
};

/// What the three differ by together, 0 to 3.
inline double distance(const Sound& one, const Sound& other) {
  return std::abs(one.energy - other.energy) + std::abs(one.valence - other.valence) +
         std::abs(one.danceability - other.danceability);
}

/// 1 is the same sound; 0 would take three opposites at once. Equal to a millionth is equal, so that tracks which are
/// equally far away have equal numbers whichever side they are on.
inline double similarity(const Sound& one, const Sound& other) {
  return std::round((1 - distance(one, other) / 3) * 1e6) / 1e6;
}

/// Why nothing is similar: of the seed, and of everything else.
inline constexpr std::string_view kUnknownSound =
    "Nobody has told us the energy, valence and danceability of this track, so nothing can be compared with it.";
inline constexpr std::string_view kNothingToCompare = "No other track of your library has audio features yet.";

}  // namespace mtm::music
