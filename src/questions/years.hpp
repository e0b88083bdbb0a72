// Years: in which a person listened, and of which the music is.
#pragma once
#include <cstdint>
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

}  // namespace mtm::questions
