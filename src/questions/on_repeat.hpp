// What somebody could not stop playing.
#pragma once
#include <optional>

#include "questions/counting.hpp"

namespace mtm::questions {

struct OnRepeat {
  history::TrackNo track;  // the one of its recording that was played most on that day
  history::Day day;
  Played played;  // of the recording, on that day
};

/// The recording with most plays on a single day, which are two or more; of equals the first day, then the one of the
/// smaller id.
std::optional<OnRepeat> on_repeat(const history::History& history, const Counting& counting);

}  // namespace mtm::questions
