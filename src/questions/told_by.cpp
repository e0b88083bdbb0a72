#include "questions/told_by.hpp"

#include <algorithm>

#include "history/reconciliation.hpp"

namespace mtm::questions {

std::vector<ToldBy> told_by(const history::History& history, const Subject& subject) {
  SubjectTracks own(history, subject);
  std::vector<ToldBy> sources;
  for (auto id : history.sources) sources.push_back({id});
  auto add = [&](std::uint32_t source, history::Moment at) {
    auto& told = sources[source];
    told.first = told.rows == 0 ? at : std::min(told.first, at);
    told.last = told.rows == 0 ? at : std::max(told.last, at);
    ++told.rows;
  };
  const auto& plays = *history.plays;
  if (history.sightings && !history.sightings->parts.empty()) {
    for (const auto& part : history.sightings->parts)
      for (std::size_t i = 0; i < part->size(); ++i)
        if (own.have(part->tracks[i])) add(part->sources[i], part->at[i]);
  } else if (history.sightings) {  // the plays are all that the one source told
    for (std::size_t i = 0; i < plays.size(); ++i)
      if (own.have(plays.tracks[i])) add(history.sightings->alike.source, plays.ended[i]);
  }
  std::erase_if(sources, [](const ToldBy& told) { return told.rows == 0; });
  std::sort(sources.begin(), sources.end(), [](const ToldBy& a, const ToldBy& b) { return a.source < b.source; });
  return sources;
}

}  // namespace mtm::questions
