#include "questions/similar.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace mtm::questions {

using history::Feature;
using history::TrackNo;
using history::Tracks;

namespace {

struct Near {
  long long millionths;  // of distance: features are decimal fractions, which no binary number meets exactly
  std::int64_t id;
  TrackNo track;

  bool operator<(const Near& other) const {
    return std::tuple(millionths, id) < std::tuple(other.millionths, other.id);
  }
};

}  // namespace

std::vector<Similar> similar(const Tracks& tracks, Id itself, const music::Sound& sound, std::size_t most) {
  const auto& energies = tracks.feature(Feature::energy);
  const auto& valences = tracks.feature(Feature::valence);
  const auto& danceabilities = tracks.feature(Feature::danceability);
  auto sound_of = [&](TrackNo track) { return music::Sound{energies[track], valences[track], danceabilities[track]}; };
  auto left_out = tracks.find(itself);

  std::vector<Near> nearest;
  auto reach = std::numeric_limits<double>::infinity();  // of the last of the nearest, once there are enough
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    auto distance = music::distance(sound, sound_of(track));
    if (!(distance <= reach)) continue;  // as is no NaN, the distance of an unknown sound
    if (track == left_out) continue;
    Near near{std::llrint(distance * 1e6), tracks.ids[track], track};
    nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), near), near);
    if (nearest.size() > most) nearest.pop_back();
    if (nearest.size() == most) reach = static_cast<double>(nearest.back().millionths + 1) / 1e6;
  }

  std::vector<Similar> similar;
  for (const auto& near : nearest) similar.push_back({near.track, music::similarity(sound, sound_of(near.track))});
  return similar;
}

}  // namespace mtm::questions
