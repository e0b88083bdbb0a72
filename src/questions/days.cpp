#include "questions/days.hpp"

#include <algorithm>
#include <numeric>

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

/// Since ever each track that was played at all was played: it is known how often.
void mark_played(const History& history, Stretch stretch, std::vector<std::uint8_t>& heard) {
  const auto& plays = *history.plays;
  if (stretch.first_play == 0 && stretch.end_of_plays == plays.size()) {
    for (TrackNo track = 0; track < heard.size(); ++track)
      if (history.counts->plays[track] > 0) heard[track] = 1;
    return;
  }
  for (auto play = stretch.first_play; play < stretch.end_of_plays; ++play) heard[plays.tracks[play]] = 1;
}

void mark_listed(const history::Snapshots& snapshots, Days days, std::vector<std::uint8_t>& heard) {
  for (const auto& list : snapshots.lists) {
    if (!days.have(list.day)) continue;
    for (auto place = list.begin; place < list.end; ++place) heard[snapshots.tracks[place]] = 1;
  }
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

std::vector<std::uint8_t> heard_on(const History& history, Days days) {
  auto stretch = stretch_of(history, days);
  std::vector<std::uint8_t> heard(history.tracks->size());
  mark_played(history, stretch, heard);
  for (TrackNo track = 0; track < heard.size(); ++track)
    if (stretch.has(history.meetings->saved[track])) heard[track] = 1;
  mark_listed(*history.snapshots, days, heard);
  return heard;
}

HeardByYear::HeardByYear(const History& history, int first_year, int last_year)
    : history_(history), first_year_(first_year), heard_(history.tracks->size()) {
  last_year = std::max(last_year, first_year);  // or the machine's clock is wrong
  std::vector<Moment> begins;                   // of each year, and the end of the last one
  for (int year = first_year; year <= last_year + 1; ++year) begins.push_back(history.zone->begin_of(first_day(year)));
  const auto& saved = history.meetings->saved;
  std::vector<std::uint16_t> years(saved.size());  // from 1; 0: before the first or after the last
  saved_begins_.resize(begins.size());
  for (TrackNo track = 0; track < saved.size(); ++track) {
    if (saved[track] < begins.front() || saved[track] >= begins.back()) continue;
    auto year = std::upper_bound(begins.begin(), begins.end(), saved[track]) - begins.begin();
    years[track] = static_cast<std::uint16_t>(year);
    ++saved_begins_[static_cast<std::size_t>(year)];
  }
  std::partial_sum(saved_begins_.begin(), saved_begins_.end(), saved_begins_.begin());
  saved_.resize(saved_begins_.back());
  auto next = saved_begins_;
  for (TrackNo track = 0; track < saved.size(); ++track)
    if (years[track] > 0) saved_[next[years[track] - 1U]++] = track;
}

const std::vector<std::uint8_t>& HeardByYear::heard_in(int year) {
  auto days = days_of(year);
  std::fill(heard_.begin(), heard_.end(), std::uint8_t{0});
  mark_played(history_, stretch_of(history_, days), heard_);
  auto number = static_cast<std::size_t>(year - first_year_);
  for (auto saved = saved_begins_[number]; saved < saved_begins_[number + 1]; ++saved) heard_[saved_[saved]] = 1;
  mark_listed(*history_.snapshots, days, heard_);
  return heard_;
}

}  // namespace mtm::questions
