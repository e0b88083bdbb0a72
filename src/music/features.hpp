// The audio features of a track, and their averages over tracks of which some have none: absent is normal.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace mtm::music {

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

/// The values that a feature can have. Whoever delivers features is held to them: averages are taken over everybody's
/// tracks, and one absurd number would spoil them all.
struct FeatureRange {
  std::string_view name;
  double AudioFeatures::* member;
  double least, most;

  bool holds(double value) const { return value >= least && value <= most; }  // NaN is never in range
};

inline constexpr FeatureRange kFeatureRanges[] = {
    {"danceability", &AudioFeatures::danceability, 0, 1},
    {"energy", &AudioFeatures::energy, 0, 1},
    {"valence", &AudioFeatures::valence, 0, 1},
    {"acousticness", &AudioFeatures::acousticness, 0, 1},
    {"instrumentalness", &AudioFeatures::instrumentalness, 0, 1},
    {"liveness", &AudioFeatures::liveness, 0, 1},
    {"speechiness", &AudioFeatures::speechiness, 0, 1},
    {"tempo", &AudioFeatures::tempo, 0, 500},         // beats per minute: Spotify's own end at about 250
    {"loudness", &AudioFeatures::loudness, -100, 20}  // dB: Spotify's own are about -60 to 5
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
    for (const auto& feature : kFeatureRanges) sum_.*feature.member += (*track).*feature.member;
  }

  std::int64_t with_features() const { return with_; }
  std::int64_t without_features() const { return without_; }

  /// Over the tracks that have features; nothing when none has.
  std::optional<AudioFeatures> averages() const {
    if (with_ == 0) return std::nullopt;
    AudioFeatures mean = sum_;
    for (const auto& feature : kFeatureRanges) mean.*feature.member /= static_cast<double>(with_);
    return mean;
  }

 private:
  AudioFeatures sum_;
  std::int64_t with_ = 0;
  std::int64_t without_ = 0;
};

}  // namespace mtm::music
