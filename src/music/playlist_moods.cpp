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

/// Rounds the decimal fraction that people see: 0.345 as a float lies below 34.5 percent, but is shown as 0.345.
std::string figure(const Demand& demand, double value) {
  bool tempo = demand.member == &F::tempo;
  return std::to_string(std::lround(tempo ? as_kept(value) : as_kept(value) * 100)) + (tempo ? "" : "%");
}

std::string said(const Demand& demand, const std::string& amount, const std::string& after) {
  if (demand.member == &F::tempo) return amount + " beats a minute" + after;
  return std::string(demand.feature) + " " + amount + after;
}

std::string demanded(const Demand& demand) {
  if (demand.least && demand.most)
    return said(demand, figure(demand, *demand.least) + " to " + figure(demand, *demand.most), "");
  if (demand.least) return said(demand, figure(demand, *demand.least), " or more");
  return said(demand, figure(demand, *demand.most), " or less");
}

template <class Part>
std::string listed(PlaylistMood mood, Part part) {
  std::string sentence;
  for (const auto& demand : demands_of(mood)) sentence += (sentence.empty() ? "" : ", ") + part(demand);
  return sentence;
}

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

std::string definition_of(PlaylistMood mood) { return listed(mood, demanded); }

std::string mood_reason(PlaylistMood mood, const AudioFeatures& track) {
  return listed(mood, [&](const Demand& demand) { return said(demand, figure(demand, track.*demand.member), ""); });
}

}  // namespace mtm::music
