// Whether plays may be missing.
#pragma once
#include <algorithm>

#include "questions/days.hpp"

namespace mtm::questions {

/// Whether a gap that is open reaches into the time from one moment until before another one.
inline bool touches_gap(const history::History& history, history::Moment from, history::Moment until) {
  return std::any_of(history.gaps->begin(), history.gaps->end(),
                     [&](const history::Gap& gap) { return gap.from < until && gap.until > from; });
}

/// Whether totals of these days are at least what was played.
inline bool at_least(const history::History& history, Days days) {
  auto stretch = stretch_of(history, days);
  return touches_gap(history, stretch.begin, stretch.end);
}

}  // namespace mtm::questions
