// The days that a question is about.
#pragma once
#include <limits>

#include "history/history.hpp"

namespace mtm::questions {

/// Both are included; all days when nothing is said.
struct Days {
  history::Day first = std::numeric_limits<history::Day>::min();
  history::Day last = std::numeric_limits<history::Day>::max();

  bool have(history::Day day) const { return first <= day && day <= last; }
};

}  // namespace mtm::questions
