#include "questions/whole_recordings.hpp"

#include <algorithm>

namespace mtm::questions {

std::vector<history::Moment> first_seen_of_recordings(const history::History& history) {
  auto first_seen = history.meetings->first_seen;
  for (history::TrackNo track = 0; track < first_seen.size(); ++track) {
    auto& first = first_seen[(*history.recordings)[track]];
    first = std::min(first, first_seen[track]);
  }
  return first_seen;
}

std::vector<history::TrackNo> most_played_of_recordings(const history::History& history) {
  const auto& recordings = *history.recordings;
  auto shown = recordings;
  auto place = [&](history::TrackNo track) {
    return std::pair(-std::int64_t(history.counts->plays[track]), history.tracks->ids[track]);
  };
  if (history.has_versions())
    for (history::TrackNo track = 0; track < recordings.size(); ++track)
      if (auto& most = shown[recordings[track]]; place(track) < place(most)) most = track;
  return shown;
}

}  // namespace mtm::questions
