// The audio features of a track, and their averages over tracks of which some have none: absent is normal.
#pragma once
#include <cstdint>
#include <optional>

namespace mtm::music {

/// All of 0 to 1, except the tempo (beats per minute) and the loudness (dB, about -60 to 1).
struct AudioFeatures {
  double danceability = 0;
  double energy = 0;
  double valence = 0;
  double acousticness = 0;
  double instrumentalness = 0;
  double liveness = 0;
  double speechiness = 0;
  double tempo = 0;
  double loudness = 0;

  friend bool operator==(const AudioFeatures&, const AudioFeatures&) = default;
};

/// Adds tracks up one by one, so that a playlist that builds itself can show its averages at any moment.
class FeatureAverages {
 public:
  void add(const std::optional<AudioFeatures>& track) {
    if (!track) {
      ++without_;
      return;
    }
    ++with_;
    for (auto member : kMembers) sum_.*member += (*track).*member;
  }

  std::int64_t with_features() const { return with_; }
  std::int64_t without_features() const { return without_; }

  /// Over the tracks that have features; nothing when none has.
  std::optional<AudioFeatures> averages() const {
    if (with_ == 0) return std::nullopt;
    AudioFeatures mean = sum_;
    for (auto member : kMembers) mean.*member /= static_cast<double>(with_);
    return mean;
  }

 private:
  static constexpr double AudioFeatures::* kMembers[] = {
      &AudioFeatures::danceability,     &AudioFeatures::energy,   &AudioFeatures::valence,
      &AudioFeatures::acousticness,     &AudioFeatures::liveness, &AudioFeatures::speechiness,
      &AudioFeatures::instrumentalness, &AudioFeatures::tempo,    &AudioFeatures::loudness};

  AudioFeatures sum_;
  std::int64_t with_ = 0;
  std::int64_t without_ = 0;
};

}  // namespace mtm::music
