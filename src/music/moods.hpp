// The four quadrants of energy and valence: what a track's sound feels like.
#pragma once
#include <array>
#include <string_view>

namespace mtm::music {

enum class Mood { happy, angry, calm, sad };

inline constexpr std::array<Mood, 4> kMoods{Mood::happy, Mood::angry, Mood::calm, Mood::sad};

/// In the order of Mood.
inline constexpr std::array<std::string_view, 4> kMoodLabels{"Happy & Energetic", "Angry & Intense", "Calm & Peaceful",
                                                             "Sad & Melancholic"};

constexpr Mood mood(bool energetic, bool glad) {
  if (energetic) return glad ? Mood::happy : Mood::angry;
  return glad ? Mood::calm : Mood::sad;
}

/// Exactly in the middle is energetic and glad.
constexpr Mood mood_of(double energy, double valence) { return mood(energy >= 0.5, valence >= 0.5); }

constexpr std::string_view label(Mood mood) { return kMoodLabels[static_cast<std::size_t>(mood)]; }

}  // namespace mtm::music
