#include "playlists/mood_tracks.hpp"

#include <fmt/format.h>

#include <cmath>

#include "questions/mood_tracks.hpp"

namespace mtm::playlists {

namespace {

/// Rounds the decimal fraction that people see: 0.345 as a float lies below 34.5 percent, but is shown as 0.345.
std::string figure(const music::Demand& demand, double value) {
  bool tempo = demand.member == &music::AudioFeatures::tempo;
  auto kept = static_cast<float>(value);
  return std::to_string(std::lround(tempo ? kept : kept * 100)) + (tempo ? "" : "%");
}

std::string said(const music::Demand& demand, const std::string& amount, const std::string& after) {
  if (demand.member == &music::AudioFeatures::tempo) return amount + " beats a minute" + after;
  return std::string(demand.feature) + " " + amount + after;
}

std::string demanded(const music::Demand& demand) {
  if (demand.least && demand.most)
    return said(demand, figure(demand, *demand.least) + " to " + figure(demand, *demand.most), "");
  if (demand.least) return said(demand, figure(demand, *demand.least), " or more");
  return said(demand, figure(demand, *demand.most), " or less");
}

template <class Part>
std::string listed(music::PlaylistMood mood, Part part) {
  std::string sentence;
  for (const auto& demand : demands_of(mood)) sentence += (sentence.empty() ? "" : ", ") + part(demand);
  return sentence;
}

std::string why_none(const history::Totals& totals, music::PlaylistMood mood) {
  if (totals.tracks == 0) return "Your library is empty. Take a snapshot first.";
  if (totals.high + totals.medium + totals.low == 0)
    return "None of your tracks has audio features, and a mood is made of them. They come with the next snapshot, if "
           "somebody has measured them.";
  return fmt::format("No track of yours sounds like that: it takes {}.", definition_of(mood));
}

}  // namespace

Playlist mood_tracks(const history::History& history, music::PlaylistMood mood, std::size_t most) {
  Playlist playlist;
  playlist.title = music::title_of(mood);
  playlist.definition = fmt::format("Tracks of your library with {}.", definition_of(mood));
  auto found = questions::mood_tracks(history, mood, most);
  playlist.candidates = found.candidates;
  for (auto track : found.tracks)
    playlist.tracks.push_back({track, mood_reason(mood, questions::features_of(*history.tracks, track))});
  if (playlist.tracks.empty()) playlist.explanation = why_none(*history.totals, mood);
  return playlist;
}

std::string definition_of(music::PlaylistMood mood) { return listed(mood, demanded); }

std::string mood_reason(music::PlaylistMood mood, const music::AudioFeatures& track) {
  return listed(mood,
                [&](const music::Demand& demand) { return said(demand, figure(demand, track.*demand.member), ""); });
}

}  // namespace mtm::playlists
