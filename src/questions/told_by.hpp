// Which sources told of a subject's plays.
#pragma once
#include <vector>

#include "questions/subject.hpp"

namespace mtm::questions {

struct ToldBy {
  std::int64_t source;                                // its id
  std::size_t rows = 0;                               // of plays that several told each has its own
  history::Moment first = history::kNever, last = 0;  // of its rows, as it tells them: when a play ended, or began
};

/// By the id of the source.
std::vector<ToldBy> told_by(const history::History& history, const Subject& subject);

}  // namespace mtm::questions
