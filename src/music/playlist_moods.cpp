#include "music/playlist_moods.hpp"

#include <algorithm>
#include <cmath>

namespace mtm::music {

namespace {

using F = AudioFeatures;

constexpr Demand kWorkout[] = {{"energy", &F::energy, 0.75, {}},
                               {"tempo", &F::tempo, 140, {}},
                               {"valence", &F::valence, 0.5, {}},
                               {"danceability", &F::danceability, 0.6, {}}};
constexpr Demand kFocus[] = {{"energy", &F::energy, {}, 0.4},
                             {"tempo", &F::tempo, 90, 110},
                             {"instrumentalness", &F::instrumentalness, 0.5, {}},
                             {"speechiness", &F::speechiness, {}, 0.1}};
constexpr Demand kChill[] = {{"energy", &F::energy, {}, 0.5},
                             {"valence", &F::valence, 0.4, 0.7},
                             {"tempo", &F::tempo, 80, 110},
                             {"acousticness", &F::acousticness, 0.3, {}}};
constexpr Demand kParty[] = {{"energy", &F::energy, 0.7, {}},
                             {"valence", &F::valence, 0.7, {}},
                             {"danceability", &F::danceability, 0.7, {}},
                             {"tempo", &F::tempo, 118, 135}};
constexpr Demand kMelancholic[] = {
    {"energy", &F::energy, {}, 0.5}, {"valence", &F::valence, {}, 0.3}, {"acousticness", &F::acousticness, 0.4, {}}};

struct NamedMood {
  PlaylistMood mood;
  std::string_view word, title;
  std::span<const Demand> demands;
};

constexpr NamedMood kMoods[] = {{PlaylistMood::workout, "workout", "Workout", kWorkout},
                                {PlaylistMood::focus, "focus", "Focus", kFocus},
                                {PlaylistMood::chill, "chill", "Chill", kChill},
                                {PlaylistMood::party, "party", "Party", kParty},
                                {PlaylistMood::melancholic, "melancholic", "Melancholic", kMelancholic}};

const NamedMood& entry(PlaylistMood mood) { return kMoods[static_cast<std::size_t>(mood)]; }

/// The catalogue keeps features as floats, so they are compared as floats: 0.7 is 0.7.
float as_kept(double value) { return static_cast<float>(value); }

}  // namespace

std::string_view to_text(PlaylistMood mood) { return entry(mood).word; }

std::optional<PlaylistMood> playlist_mood_from(std::string_view text) {
  for (auto mood : kPlaylistMoods)
    if (to_text(mood) == text) return mood;
  return std::nullopt;
}

std::string_view title_of(PlaylistMood mood) { return entry(mood).title; }

std::span<const Demand> demands_of(PlaylistMood mood) { return entry(mood).demands; }

bool fits(PlaylistMood mood, const AudioFeatures& track) {
  auto demands = demands_of(mood);
  return std::all_of(demands.begin(), demands.end(), [&](const Demand& demand) {
    auto value = as_kept(track.*demand.member);
    return (!demand.least || value >= as_kept(*demand.least)) && (!demand.most || value <= as_kept(*demand.most));
  });
}

}  // namespace mtm::music
