#include "api/asked_counting.hpp"

#include <cmath>

#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using questions::By;
using questions::ChartOf;

namespace {

constexpr std::int64_t kLongestSeconds = 3'600, kMostOnPage = 200, kLastPlace = 10'000'000;

}  // namespace

questions::Counting AskedCounting::counting() const {
  history::PlayFilter filter{static_cast<std::int32_t>(counted_from * 1'000), private_sessions == "in"};
  return {range.days(), filter, by == "minutes" ? By::minutes : By::plays};
}

AskedCounting asked_counting(const http::Request& request, const history::History& history, const char* otherwise,
                             std::int64_t counted_from) {
  AskedCounting asked{asked_range(request, history, otherwise), request.text("by").value_or("plays"),
                      asked_counted_from(request, counted_from), request.text("private").value_or("in")};
  if (asked.by != "plays" && asked.by != "minutes")
    throw Problem(Status::unprocessable, "'by' must be plays or minutes.");
  asked_with_private(request);
  return asked;
}

bool asked_with_private(const http::Request& request) {
  auto said = request.text("private").value_or("in");
  if (said != "in" && said != "out") throw Problem(Status::unprocessable, "'private' must be in or out.");
  return said == "in";
}

std::int64_t asked_counted_from(const http::Request& request, std::int64_t otherwise) {
  return request.number("counted_from", otherwise, 0, kLongestSeconds);
}

AskedPage asked_page(const http::Request& request, std::int64_t limit) {
  return {request.number("offset", 0, 0, kLastPlace), request.number("limit", limit, 1, kMostOnPage)};
}

questions::Subject asked_subject(const http::Request& request, const history::History& history) {
  auto of = request.text("of"), id = request.text("id");
  if (!of && !id) return {};
  ChartOf kind{};
  if (of == "artist")
    kind = ChartOf::artists;
  else if (of == "album")
    kind = ChartOf::albums;
  else if (of == "track")
    kind = ChartOf::tracks;
  else
    throw Problem(Status::unprocessable, "'of' must be artist, album or track, and 'id' say which.");
  auto number = request.number("id", 1, std::numeric_limits<std::int64_t>::max());
  auto subject = questions::subject_of(history, kind, Id{number});
  if (!subject) throw Problem(Status::not_found, "There is no such " + *of + " in your library.");
  return *subject;
}

ShownPlayed shown(const history::Played& played) {
  return {played.plays, shown_minutes(played.ms_played), played.without_length};
}

double shown_minutes(std::int64_t ms) { return std::round(static_cast<double>(ms) / 600) / 100; }

}  // namespace mtm::api
