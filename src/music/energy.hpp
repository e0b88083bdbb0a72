// How lively a track is, in three words, from Spotify's `energy` between 0 and 1.
#pragma once
#include <array>
#include <string_view>

namespace mtm::music {

/// From 0.8, from 0.5, and below: in the order of the chart that shows them.
inline constexpr std::array<std::string_view, 3> kEnergyLabels{"High", "Medium", "Low"};

}  // namespace mtm::music
