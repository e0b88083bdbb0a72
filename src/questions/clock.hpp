// At what hours of the week somebody listens.
#pragma once
#include <array>

#include "questions/counting.hpp"
#include "questions/subject.hpp"

namespace mtm::questions {

/// By the hour in which plays began by the clock where the person lives, from Monday's first on. An hour that a change
/// of the clock repeats has the plays of both, one that it skips has none.
using WeekClock = std::array<Played, 7 * 24>;

WeekClock week_clock(const history::History& history, const Counting& counting, const Subject& subject = {});

}  // namespace mtm::questions
