// Audio features from somebody else: Spotify closed its own to apps made since November 2024. The form is ReccoBeats':
// GET /v1/audio-features?ids=a,b with at most 40 Spotify track ids; unknown ones are missing from the answer.
#pragma once
#include <string>
#include <vector>

#include "core/task.hpp"
#include "spotify/gate.hpp"
#include "spotify/payloads.hpp"

namespace mtm::spotify {

inline constexpr std::size_t kMostFeaturesAtOnce = 40;

class FeatureProvider {
 public:
  FeatureProvider(HttpClient& http, BudgetLimits limits, BaseUrl base);

  /// Throws Blocked when it asked us to wait, Unavailable for everything else that keeps it from answering.
  Task<Page<TrackFeatures>> features(std::vector<std::string> track_ids);

 private:
  Budget budget_;
  Gate gate_;
  Reader reader_;
};

}  // namespace mtm::spotify
