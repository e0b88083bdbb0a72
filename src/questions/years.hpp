// Years: what a person loved in them, and what came out in them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

/// Last.fm began in 2002 and Spotify later. A time before that, or after the current year, is an error of its source:
/// it is kept as a fact, but its year is not offered.
inline constexpr int kFirstYearOfListening = 2002;

struct YearCount {
  int year;
  std::int64_t tracks;
};

/// How many recordings are of each year of listening (HeardByYear), newest first; years without any are left out.
std::vector<YearCount> years_loved(const history::History& history, int current_year);

/// How many recordings came out in each year from 1900 to the current one, newest first; years without any are left
/// out. One that came out again in another year is of both.
std::vector<YearCount> years_released(const history::History& history, int current_year);

struct YearTrack {
  history::TrackNo track;
  std::string reason;           // "saved in May 2016, number 3 of your top tracks", "released 2016-05-04"
  std::optional<double> score;  // of what was loved
};

struct YearPlaylist {
  std::int64_t candidates = 0;  // that there are without the limit
  std::vector<YearTrack> tracks;
};

/// What was loved most in that year, best first: the ranking is that of music::most_loved(). Here and below each
/// recording stands once, by the one of its tracks that was played most.
YearPlaylist loved_in(const history::History& history, int year, std::size_t most);

/// What came out in that year: the most played first; of equals the most popular, then those that were met first, then
/// by name and id.
YearPlaylist released_in(const history::History& history, int year, std::size_t most);

}  // namespace mtm::questions
