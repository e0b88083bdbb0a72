#include "questions/on_this_day.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "music/ranges.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kTracksOfYear = 5;

struct TrackThen : ShownPlayed, ShownTrack {};
BOOST_DESCRIBE_STRUCT(TrackThen, (ShownPlayed, ShownTrack), ())

struct YearAgo {
  int years_ago;
  std::string from, to;
  ShownPlayed played;
  bool at_least;
  std::vector<TrackThen> tracks;
};
BOOST_DESCRIBE_STRUCT(YearAgo, (), (years_ago, from, to, played, at_least, tracks))

struct OnThisDayAnswer {
  std::string day, by;
  std::int64_t counted_from;
  std::vector<YearAgo> years;
};
BOOST_DESCRIBE_STRUCT(OnThisDayAnswer, (), (day, by, counted_from, years))

std::string on_this_day_answer(const history::History& history, const AskedCounting& asked, history::Day today) {
  OnThisDayAnswer answer{date_text(today), asked.by, asked.counted_from, {}};
  for (const auto& past : questions::on_this_day(history, asked.counting(), today, kTracksOfYear)) {
    YearAgo year{past.years_ago,
                 date_text(past.days.first),
                 date_text(past.days.last),
                 shown(past.played),
                 questions::at_least(history, past.days),
                 {}};
    for (const auto& track : past.tracks)
      year.tracks.push_back({shown(track.played), shown(*history.tracks, track.track)});
    answer.years.push_back(std::move(year));
  }
  return to_json(answer).text;
}

}  // namespace

// GET /api/v1/on-this-day?day=2026-11-30&by=plays&counted_from=30
Task<Response> on_this_day(const Request& request, Services& services) {
  auto text = request.text("day");
  std::optional<music::Day> asked_day;
  if (text) asked_day = music::day_from(*text);
  if (text && !asked_day)
    throw http::Problem(http::Status::unprocessable, "'day' must be a day from 1900 to 2100, such as 2026-05-31.");
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history);
  auto day = asked_day ? day_of(*asked_day) : api::today(*history);
  auto work = [history, asked, day] { return on_this_day_answer(*history, asked, day); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace mtm::api
