// Playlists for a mood: what a track must sound like for a workout, for work, for an evening, a party or a rainy day.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "music/features.hpp"

namespace mtm::music {

enum class PlaylistMood { workout, focus, chill, party, melancholic };
inline constexpr PlaylistMood kPlaylistMoods[] = {PlaylistMood::workout, PlaylistMood::focus, PlaylistMood::chill,
                                                  PlaylistMood::party, PlaylistMood::melancholic};

/// One demand on one feature. Both ends are included; one that is absent is open.
struct Demand {
  std::string_view feature;  // its name in the catalogue, such as "energy"
  double AudioFeatures::* member;
  std::optional<double> least, most;
};

std::string_view to_text(PlaylistMood mood);                            // "workout"
std::optional<PlaylistMood> playlist_mood_from(std::string_view text);  // nothing for any other word
std::string_view title_of(PlaylistMood mood);                           // "Workout"
std::span<const Demand> demands_of(PlaylistMood mood);

bool fits(PlaylistMood mood, const AudioFeatures& track);

}  // namespace mtm::music
