// What somebody listened to on this day in earlier years.
#pragma once
#include <vector>

#include "questions/counting.hpp"

namespace mtm::questions {

struct PlayedTrack {
  history::TrackNo track;
  Played played;  // of its whole recording
};

struct PastDay {
  int years_ago;
  Days days;  // one; of a leap year 29 February, too, where this year's 28th is the last
  Played played;
  std::vector<PlayedTrack> tracks;  // that were played most
};

/// The earlier years in which something was played, 1, 3, 5 and 10 years ago first, then the others from the latest on.
/// Of each at most so many tracks. The days of `counting` do not matter.
std::vector<PastDay> on_this_day(const history::History& history, const Counting& counting, history::Day today,
                                 std::size_t most_tracks);

}  // namespace mtm::questions
