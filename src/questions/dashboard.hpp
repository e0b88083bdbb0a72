// A library at a glance.
#pragma once
#include <string>
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

/// The tracks that Spotify calls most popular; of equals, those that the catalogue has had longest.
std::vector<history::TrackNo> most_popular(const history::Tracks& tracks, std::size_t most);

struct LovedTrack {
  history::TrackNo track;
  std::uint32_t plays;
  int best_rank;  // in any top list; 0: it was in none
};

/// The tracks with most plays and the best places in top lists, by the same score as a year's (music/years.hpp); of
/// equals, those that were met first. Tracks without either are left out. Each recording stands once, by the one of its
/// tracks that was played most.
std::vector<LovedTrack> most_loved(const history::History& history, std::size_t most);

struct MonthCount {
  int month;  // since 1970-01
  std::int64_t tracks;
};

/// How many tracks were met first in each month of the person's calendar, oldest first; months without any are left
/// out.
std::vector<MonthCount> first_appearances(const history::History& history);

}  // namespace mtm::questions
