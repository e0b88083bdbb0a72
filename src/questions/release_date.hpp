// When a track came out, as far as anybody knows.
#pragma once
#include <optional>
#include <string>

#include "history/history.hpp"

namespace mtm::questions {

/// "2016", "2016-05" or "2016-05-04": what is known of the date.
std::optional<std::string> release_date(const history::Tracks& tracks, history::TrackNo track);

}  // namespace mtm::questions
