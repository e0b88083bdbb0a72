#include "questions/group_ids.hpp"

#include <algorithm>
#include <limits>

namespace mtm::questions {

using history::kNone;
using history::TrackNo;

const std::vector<std::int64_t>& ids_of(const history::Tracks& tracks, ChartOf of, std::vector<std::int64_t>& made) {
  if (of == ChartOf::tracks) return tracks.ids;
  if (of == ChartOf::artists) return tracks.artist_ids;
  made.assign(tracks.album_names.size(), std::numeric_limits<std::int64_t>::max());
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (auto album = tracks.albums[track]; album != kNone) made[album] = std::min(made[album], tracks.ids[track]);
  return made;
}

std::vector<Played> grouped(const history::History& history, const std::vector<Played>& counted, ChartOf of) {
  const auto& numbers = numbers_of(history, of);
  std::vector<Played> groups(count_of(history, of));
  for (TrackNo track = 0; track < counted.size(); ++track)
    if (counted[track].plays > 0 && numbers[track] != kNone) groups[numbers[track]].add(counted[track]);
  return groups;
}

}  // namespace mtm::questions
