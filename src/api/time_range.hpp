// Spotify's ranges of top lists by their names, as answers write them and requests ask for them.
#pragma once
#include <boost/describe.hpp>

#include "history/history.hpp"

namespace mtm::history {
BOOST_DESCRIBE_ENUM(TimeRange, short_term, medium_term, long_term)
}
