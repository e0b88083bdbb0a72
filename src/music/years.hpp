// "What I loved then": which tracks mattered in a year, from what is known of that year, and why.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm::music {

/// What a person's library says of one track; the month is that of the person's own time zone. Its name lives
/// elsewhere.
struct TrackFacts {
  std::int64_t track_id = 0;
  std::string_view name;
  std::int64_t plays = 0;                        // in the year asked for
  std::optional<std::chrono::year_month> saved;  // when it went into the Liked Songs, in whatever year
  std::optional<int> best_rank;                  // the best of 1 to 50 in a top list of the year asked for
  std::optional<std::chrono::sys_time<std::chrono::microseconds>> first_seen;  // when it first appeared in the library
};

struct LovedTrack {
  std::int64_t track_id = 0;
  double score = 0;
  std::string reason;  // "saved in May 2016, number 3 of your top tracks"
};

/// The best `limit` tracks of the year, best first. The score is the plays, 5 for having been saved in that year, and
/// up to 5 for the rank (5 for number 1, 0.1 for number 50); a track with nothing of these is not of that year. Of
/// equals, the one that appeared earlier comes first, then by name, then by id: the same facts give the same order in
/// any order.
std::vector<LovedTrack> most_loved(std::chrono::year year, const std::vector<TrackFacts>& facts, std::size_t limit);

}  // namespace mtm::music
