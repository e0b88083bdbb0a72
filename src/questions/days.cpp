#include "questions/days.hpp"

#include <algorithm>

namespace mtm::questions {

using history::History;
using history::Moment;
using history::TrackNo;

namespace {

// All days are more than moments can tell.
Moment begin_of(const History& history, history::Day day) {
  return day == Days().first ? history::kNever + 1 : history.zone->begin_of(day);
}
Moment end_of(const History& history, history::Day day) {
  return day == Days().last ? std::numeric_limits<Moment>::max() : history.zone->begin_of(day + 1);
}

}  // namespace

Days days_of(int year) { return {first_day(year), first_day(year + 1) - 1}; }

Stretch stretch_of(const History& history, Days days) {
  auto begin = begin_of(history, days.first), end = end_of(history, days.last);
  const auto& ended = history.plays->ended;
  auto place_of = [&](Moment moment) {
    return static_cast<std::size_t>(std::lower_bound(ended.begin(), ended.end(), moment) - ended.begin());
  };
  return {begin, end, place_of(begin), place_of(end)};
}

std::vector<bool> heard_on(const History& history, Days days) {
  auto stretch = stretch_of(history, days);
  std::vector<bool> heard(history.tracks->size());
  for (auto play = stretch.first_play; play < stretch.end_of_plays; ++play) heard[history.plays->tracks[play]] = true;
  for (TrackNo track = 0; track < heard.size(); ++track)
    if (stretch.has(history.meetings->saved[track])) heard[track] = true;
  const auto& snapshots = *history.snapshots;
  for (const auto& list : snapshots.lists) {
    if (!days.have(list.day)) continue;
    for (auto place = list.begin; place < list.end; ++place) heard[snapshots.tracks[place]] = true;
  }
  return heard;
}

}  // namespace mtm::questions
