// What somebody has listened to today and this week, beside the week before.
#pragma once
#include <array>
#include <vector>

#include "questions/counting.hpp"
#include "questions/streaks.hpp"

namespace mtm::questions {

/// Until now, and what it had come to a week before: at the same time, and in the end.
struct SoFar {
  Played now, then, then_in_all;
};

struct LatestPlay {
  std::size_t play;  // in the columns of Plays
  history::Moment began;
};

struct Today {
  SoFar day, week;
  std::array<Played, 24> hours, hours_then;  // of today, and of the same day of the week before
  std::array<Played, 7> days, days_then;     // of this week from Monday on, and of the one before
  Streak streak;                             // as Streaks::current
  std::vector<LatestPlay> latest;            // that began until now, the one that ended last first
};

Today today(const history::History& history, const history::PlayFilter& filter, history::Moment now,
            std::size_t latest);

}  // namespace mtm::questions
