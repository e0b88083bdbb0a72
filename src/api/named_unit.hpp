// Periods of the calendar by their names, as requests ask for them and answers say them.
#pragma once
#include <boost/describe.hpp>

#include "questions/periods.hpp"

namespace mtm::questions {
BOOST_DESCRIBE_ENUM(Unit, day, week, month, year)
}  // namespace mtm::questions
