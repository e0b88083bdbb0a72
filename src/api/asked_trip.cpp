#include "api/asked_trip.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

constexpr std::int64_t kFirstYear = 1900, kLastYear = 2100, kFewestTracks = 10, kMostTracks = 100, kUsualTracks = 50;

AskedRange range_of_trip(const http::Request& request, const history::History& history) {
  bool otherwise = request.text("period") || request.text("range") || request.text("from") || request.text("to");
  if (!request.text("year")) {
    if (!otherwise)
      throw Problem(Status::unprocessable,
                    "Say where to: a 'year', a 'period' such as 2016-W20, or days 'from' and 'to'.");
    return asked_range(request, history);
  }
  auto year = request.number("year", kFirstYear, kLastYear);
  if (otherwise) throw Problem(Status::unprocessable, "Ask by one of 'year', 'range', 'period', or 'from' and 'to'.");
  auto query = "period=" + std::to_string(year);
  http::Request by_period;
  by_period.query = query;
  return asked_range(by_period, history);
}

}  // namespace

AskedTrip asked_trip(const http::Request& request, const history::History& history) {
  AskedTrip asked{range_of_trip(request, history), {}};
  auto choice = music::choice_from(request.text("choice").value_or("loved"));
  if (!choice) throw Problem(Status::unprocessable, "'choice' must be loved or released.");
  auto order = music::order_from(request.text("order").value_or("best"));
  if (!order) throw Problem(Status::unprocessable, "'order' must be best or happened.");
  if (asked.range.preset != "all") asked.question.days = asked.range.days();  // all days need no end
  asked.question.choice = *choice;
  asked.question.order = *order;
  asked.question.limit = static_cast<std::size_t>(request.number("limit", kUsualTracks, kFewestTracks, kMostTracks));
  return asked;
}

std::string trip_query(http::JsonBody& body) {
  std::string query;
  auto add = [&query](std::string_view name, std::string_view value) {
    if (!query.empty()) query += '&';
    query += name;
    query += '=';
    query += boost::urls::encode(value, boost::urls::unreserved_chars);
  };
  add("choice", body.text("choice", 10));
  bool otherwise = false;
  for (const char* name : {"period", "range", "from", "to"}) {
    auto value = body.optional_text(name, 25);
    otherwise = otherwise || value;
    if (value) add(name, *value);
  }
  // Asked for where nothing else says when, and where it contradicts the others.
  auto year = otherwise ? body.number("year", kFirstYear, kLastYear, 0) : body.number("year", kFirstYear, kLastYear);
  if (year != 0) add("year", std::to_string(year));
  if (auto order = body.optional_text("order", 10)) add("order", *order);
  add("limit", std::to_string(body.number("limit", kFewestTracks, kMostTracks, kUsualTracks)));
  return query;
}

AskedTrip kept_trip(std::string_view query, const history::History& history) {
  http::Request request;
  request.query = query;
  return asked_trip(request, history);
}

}  // namespace mtm::api
