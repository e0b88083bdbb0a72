// What the latest of a person's top lists say: what is new in them, and what is in rotation now.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "questions/days.hpp"

namespace mtm::questions {

struct RecentDiscoveries {
  history::Day day = history::kNoDay;  // of the latest lists
  std::int64_t candidates = 0;         // without the limit
  struct Track {
    history::TrackNo track;
    int rank;  // the best in any of the latest lists
  };
  std::vector<Track> tracks;
};

/// Recordings of the latest lists, of all ranges, that are in none before them, each by its track of the best rank. By
/// their rank in the short-term list, then those that it lacks by their best rank in the others; of equals by id.
RecentDiscoveries recent_discoveries(const history::History& history, std::size_t most);

struct Rotation {
  history::Day day = history::kNoDay;  // of the list
  bool first_snapshot = false;         // there was none before
  std::int64_t candidates = 0;
  struct Track {
    history::TrackNo track;
    int rank;
    std::optional<int> before;  // its rank in the list before, if it was in it
  };
  std::vector<Track> tracks;
};

/// The latest short-term list of these days, best first, each recording once.
Rotation latest_rotation(const history::History& history, Days days, std::size_t most);

}  // namespace mtm::questions
