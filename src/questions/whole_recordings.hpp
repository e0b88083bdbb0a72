// Recordings where questions count the tracks of each as one.
#pragma once
#include <tuple>
#include <utility>
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

/// By recording (History::recordings), when the first of its tracks was met.
std::vector<history::Moment> first_seen_of_recordings(const history::History& history);

/// By recording, the one of its tracks that was played most; of equals that of the smallest id.
std::vector<history::TrackNo> most_played_of_recordings(const history::History& history);

/// Leaves one candidate of each recording: that with the most weight, of equals that of the smallest id, to which
/// `join(candidate, other)` adds the others. `track_of(candidate)` is its number, `weight_of(candidate)` is asked
/// before anything is added. Where no recording has several tracks nothing is done.
template <class Candidate, class TrackOf, class WeightOf, class Join>
void join_recordings(const history::History& history, std::vector<Candidate>& candidates, TrackOf track_of,
                     WeightOf weight_of, Join join) {
  if (!history.has_versions()) return;
  const auto& recordings = *history.recordings;
  using Place = std::tuple<std::int64_t, std::int64_t>;
  std::vector<std::uint32_t> numbers(recordings.size(), history::kNone);  // of the joined ones, by recording
  std::vector<Candidate> joined;
  std::vector<Place> places;
  for (auto& candidate : candidates) {
    history::TrackNo track = track_of(candidate);
    Place place(-std::int64_t(weight_of(candidate)), history.tracks->ids[track]);
    auto& number = numbers[recordings[track]];
    if (number == history::kNone) {
      number = static_cast<std::uint32_t>(joined.size());
      joined.push_back(std::move(candidate));
      places.push_back(place);
      continue;
    }
    if (place < places[number]) {
      std::swap(joined[number], candidate);
      places[number] = place;
    }
    join(joined[number], candidate);
  }
  candidates = std::move(joined);
}

}  // namespace mtm::questions
