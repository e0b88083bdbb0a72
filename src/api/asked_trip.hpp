// How a trip of the time machine is asked for: `year`, `period`, `range`, or `from` and `to` days, and what to bring
// back.
#pragma once
#include <string>

#include "api/asked_range.hpp"
#include "http/json_body.hpp"
#include "questions/trip.hpp"

namespace mtm::api {

struct AskedTrip {
  AskedRange range;
  questions::TripQuestion question;
};

/// `choice`: loved when nothing is said, or released; `order`: best when nothing is said, or happened; `limit` 10 to
/// 100 (50). Throws Problem(422).
AskedTrip asked_trip(const http::Request& request, const history::History& history);

/// The same fields of a body, as a query of which asked_trip() reads the rest; `choice` must be said. Throws
/// Problem(422).
std::string trip_query(http::JsonBody& body);

/// The trip that such a query asks for.
AskedTrip kept_trip(std::string_view query, const history::History& history);

}  // namespace mtm::api
