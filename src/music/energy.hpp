// How lively a track is, in three words, from Spotify's `energy` between 0 and 1.
#pragma once
#include <array>
#include <string_view>

namespace mtm::music {

enum class EnergyLevel { high, medium, low };

/// In the order of EnergyLevel, and of the chart that shows them.
inline constexpr std::array<std::string_view, 3> kEnergyLabels{"High", "Medium", "Low"};

constexpr EnergyLevel energy_level(double energy) {
  if (energy >= 0.8) return EnergyLevel::high;
  if (energy >= 0.5) return EnergyLevel::medium;
  return EnergyLevel::low;
}

constexpr std::string_view label(EnergyLevel level) { return kEnergyLabels[static_cast<std::size_t>(level)]; }

}  // namespace mtm::music
