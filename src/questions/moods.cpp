#include "questions/moods.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "questions/best.hpp"
#include "questions/years.hpp"

namespace mtm::questions {

using history::Feature;
using history::History;
using history::TrackNo;
using history::Tracks;

namespace {

/// Of the values that are known.
class Average {
 public:
  void add(float value) {
    if (std::isnan(value)) return;
    sum_ += value;
    ++count_;
  }
  std::int64_t count() const { return count_; }
  std::optional<double> value() const {
    if (count_ == 0) return std::nullopt;
    return sum_ / static_cast<double>(count_);
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

std::vector<TrackNo> tracks_with_mood(const Tracks& tracks) {
  const auto& energies = tracks.feature(Feature::energy);
  const auto& valences = tracks.feature(Feature::valence);
  std::vector<TrackNo> found;
  found.reserve(tracks.size());
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (!std::isnan(energies[track]) && !std::isnan(valences[track])) found.push_back(track);
  return found;
}

/// The id's number in the lottery: all bits of it change with any bit of the id (SplitMix64's last step).
std::uint64_t lot_of(std::int64_t id) {
  auto bits = static_cast<std::uint64_t>(id);
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

}  // namespace

std::array<MoodCount, music::kMoods.size()> moods(const Tracks& tracks) {
  std::array<MoodCount, music::kMoods.size()> counts;
  std::array<Average, music::kMoods.size()> danceability, acousticness;
  for (auto track : tracks_with_mood(tracks)) {
    auto of_track = music::mood_of(tracks.feature(Feature::energy, track), tracks.feature(Feature::valence, track));
    auto mood = static_cast<std::size_t>(of_track);
    ++counts[mood].tracks;
    danceability[mood].add(tracks.feature(Feature::danceability, track));
    acousticness[mood].add(tracks.feature(Feature::acousticness, track));
  }
  for (std::size_t mood = 0; mood < counts.size(); ++mood) {
    counts[mood].danceability = danceability[mood].value();
    counts[mood].acousticness = acousticness[mood].value();
  }
  return counts;
}

std::vector<TrackNo> mood_points(const Tracks& tracks, std::size_t most) {
  auto points = tracks_with_mood(tracks);
  if (points.size() > most) keep_first(points, most, [&](TrackNo track) { return lot_of(tracks.ids[track]); });
  std::sort(points.begin(), points.end(), [&](TrackNo a, TrackNo b) { return tracks.ids[a] < tracks.ids[b]; });
  return points;
}

std::vector<MoodYear> mood_years(const History& history, int current_year) {
  const auto& energies = history.tracks->feature(Feature::energy);
  const auto& valences = history.tracks->feature(Feature::valence);
  auto with_mood = tracks_with_mood(*history.tracks);
  std::vector<MoodYear> years;
  HeardByYear by_year(history, kFirstYearOfListening, current_year);
  std::vector<TrackNo> of_year(with_mood.size());
  for (int year = kFirstYearOfListening; year <= current_year; ++year) {
    const auto& heard = by_year.heard_in(year);
    std::size_t count = 0;
    for (auto track : with_mood) {
      of_year[count] = track;  // the next one takes its place if it was not heard: quicker than to guess which was
      count += heard[track];
    }
    if (count == 0) continue;
    Average energy, valence;
    for (auto track : std::span(of_year).first(count)) {
      energy.add(energies[track]);
      valence.add(valences[track]);
    }
    years.push_back({year, energy.count(), *energy.value(), *valence.value()});
  }
  return years;
}

Fingerprint fingerprint(const History& history, Days days) {
  auto tracks = heard_on(history, days);
  auto stretch = stretch_of(history, days);
  const auto& meetings = *history.meetings;
  bool since_ever = days.first == Days().first;
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (stretch.has(meetings.first_seen[track]) && (since_ever || !meetings.unknown_meeting[track])) tracks[track] = 1;

  auto average = [&](Feature feature) {
    const auto& values = history.tracks->feature(feature);
    Average average;
    for (TrackNo track = 0; track < tracks.size(); ++track)
      if (tracks[track]) average.add(values[track]);
    return average;
  };
  auto energy = average(Feature::energy);
  Fingerprint fingerprint;
  fingerprint.tracks = std::count(tracks.begin(), tracks.end(), 1);
  fingerprint.with_features = energy.count();
  fingerprint.energy = energy.value();
  fingerprint.valence = average(Feature::valence).value();
  fingerprint.danceability = average(Feature::danceability).value();
  fingerprint.acousticness = average(Feature::acousticness).value();
  fingerprint.instrumentalness = average(Feature::instrumentalness).value();
  fingerprint.liveness = average(Feature::liveness).value();
  fingerprint.speechiness = average(Feature::speechiness).value();
  return fingerprint;
}

}  // namespace mtm::questions
