// The days that a question is about.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "history/history.hpp"

namespace mtm::questions {

/// Both are included; all days when nothing is said.
struct Days {
  history::Day first = std::numeric_limits<history::Day>::min();
  history::Day last = std::numeric_limits<history::Day>::max();

  bool have(history::Day day) const { return first <= day && day <= last; }
};

Days days_of(int year);

/// Where days are in the columns of a history.
struct Stretch {
  history::Moment begin, end;            // the first moment of the days where the person lives, and the one after
  std::size_t first_play, end_of_plays;  // in the columns of Plays

  bool has(history::Moment moment) const { return begin <= moment && moment < end; }
};

Stretch stretch_of(const history::History& history, Days days);

/// By the track's number, 1: it was played, saved or in a top list on these days.
std::vector<std::uint8_t> heard_on(const history::History& history, Days days);

/// The same of one year of listening after the other, where the person lives.
class HeardByYear {
 public:
  HeardByYear(const history::History& history, int first_year, int last_year);

  /// Of a year from the first to the last; until another one is asked for.
  const std::vector<std::uint8_t>& heard_in(int year);

 private:
  const history::History& history_;
  int first_year_;
  std::vector<history::TrackNo> saved_;    // those of the first year, then those of the second
  std::vector<std::size_t> saved_begins_;  // of each year, and the end
  std::vector<std::uint8_t> heard_;
};

}  // namespace mtm::questions
