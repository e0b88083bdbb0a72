// Days in a row with at least one play.
#pragma once
#include <vector>

#include "questions/counting.hpp"
#include "questions/subject.hpp"

namespace mtm::questions {

struct Streak {
  history::Day first = history::kNoDay, last = history::kNoDay;

  std::int32_t days() const { return first == history::kNoDay ? 0 : last - first + 1; }
  bool operator==(const Streak&) const = default;
};

struct Streaks {
  std::int64_t days = 0;  // with a play, of the days asked about
  Streak current;         // ends today, or yesterday while today has no play yet; of no day when there is none
  Streak longest;         // of equals the latest
};

Streaks streaks(const history::History& history, const Counting& counting, history::Day today,
                const Subject& subject = {});

/// As Streaks::current, of all days. Looks back no further than it has to.
Streak current_streak(const history::History& history, const history::PlayFilter& filter, history::Day today);

struct ArtistStreak {
  std::uint32_t artist;  // its number
  Streak longest;
  bool lasts;  // the longest is the current one
};

/// The artists with the longest streaks, at most so many: of equals first the one whose streak ended latest, then that
/// of the smaller id.
std::vector<ArtistStreak> artist_streaks(const history::History& history, const Counting& counting, history::Day today,
                                         std::size_t most);

}  // namespace mtm::questions
