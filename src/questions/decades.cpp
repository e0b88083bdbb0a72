#include "questions/decades.hpp"

#include <map>

namespace mtm::questions {

using history::History;
using history::TrackNo;

std::vector<DecadePlays> decades(const History& history, const Counting& counting) {
  CountedTracks counted(history, counting);
  std::map<int, Played> known;
  Played unknown;
  for (TrackNo track = 0; track < counted.tracks().size(); ++track) {
    const auto& played = counted.tracks()[track];
    if (played.plays == 0) continue;
    auto day = history.tracks->release_days[track];
    auto& sum = day == history::kNoDay ? unknown : known[year_of(day) / 10 * 10];
    sum.add(played);
  }
  std::vector<DecadePlays> found;
  for (const auto& [decade, played] : known) found.push_back({decade, played});
  if (unknown.plays > 0) found.push_back({std::nullopt, unknown});
  return found;
}

}  // namespace mtm::questions
