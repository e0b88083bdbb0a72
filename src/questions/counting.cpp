#include "questions/counting.hpp"

namespace mtm::questions {

using history::History;

CountedTracks::CountedTracks(const History& history, const Counting& counting) : history_(history) {
  const auto& plays = *history.plays;
  auto stretch = stretch_of(history, counting.days);
  bool since_ever = counting.days.first == Days().first && stretch.end_of_plays == plays.size();
  usual_ = since_ever && counting.filter == history::PlayFilter();
  if (!usual_) counted_ = played_tracks(plays, history.tracks->size(), counting.filter, stretch.begin, stretch.end);
}

const std::vector<Played>& CountedTracks::kept() const {
  return history_.played->of(*history_.plays, history_.tracks->size());
}

const std::vector<Played>& CountedTracks::recordings() {
  if (!history_.has_versions()) return tracks();
  if (usual_) return history_.played->of_recordings(*history_.plays, *history_.recordings);
  if (recordings_.empty()) recordings_ = history::played_recordings(counted_, *history_.recordings);
  return recordings_;
}

}  // namespace mtm::questions
