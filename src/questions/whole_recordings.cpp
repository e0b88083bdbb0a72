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

}  // namespace mtm::questions
