#include "questions/mood_tracks.hpp"

#include <tuple>

#include "questions/best.hpp"

namespace mtm::questions {

using history::Feature;
using history::History;
using history::TrackNo;
using history::Tracks;

music::AudioFeatures features_of(const Tracks& tracks, TrackNo track) {
  music::AudioFeatures features;
  features.danceability = tracks.feature(Feature::danceability, track);
  features.energy = tracks.feature(Feature::energy, track);
  features.valence = tracks.feature(Feature::valence, track);
  features.acousticness = tracks.feature(Feature::acousticness, track);
  features.instrumentalness = tracks.feature(Feature::instrumentalness, track);
  features.liveness = tracks.feature(Feature::liveness, track);
  features.speechiness = tracks.feature(Feature::speechiness, track);
  features.tempo = tracks.feature(Feature::tempo, track);
  features.loudness = tracks.feature(Feature::loudness, track);
  return features;
}

MoodTracks mood_tracks(const History& history, music::PlaylistMood mood, std::size_t most) {
  const auto& meetings = *history.meetings;
  MoodTracks found;
  for (TrackNo track = 0; track < history.tracks->size(); ++track)
    if (music::fits(mood, features_of(*history.tracks, track))) found.tracks.push_back(track);
  found.candidates = static_cast<std::int64_t>(found.tracks.size());
  keep_first(found.tracks, most, [&](TrackNo track) {
    auto met = meetings.saved[track] == history::kNever ? meetings.first_seen[track] : meetings.saved[track];
    return Descending{std::tuple(history.counts->plays[track], met, -history.tracks->ids[track])};
  });
  return found;
}

}  // namespace mtm::questions
