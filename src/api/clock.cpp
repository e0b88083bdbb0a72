#include "questions/clock.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

namespace {

struct ClockDay {
  int weekday;  // from 1, Monday
  std::vector<std::int64_t> plays;
  std::vector<double> minutes;
};
BOOST_DESCRIBE_STRUCT(ClockDay, (), (weekday, plays, minutes))

struct ClockAnswer : AskedCounting {
  ShownPlayed played;
  bool at_least;
  std::vector<ClockDay> days;
};
BOOST_DESCRIBE_STRUCT(ClockAnswer, (AskedCounting), (played, at_least, days))

std::string clock_answer(const history::History& history, const AskedCounting& asked,
                         const questions::Subject& subject) {
  auto counting = asked.counting();
  auto clock = questions::week_clock(history, counting, subject);
  questions::Played whole;
  ClockAnswer answer{asked, {}, questions::at_least(history, counting.days), {}};
  for (std::size_t hour = 0; hour < clock.size(); ++hour) {
    if (hour % 24 == 0) answer.days.push_back({static_cast<int>(hour / 24 + 1), {}, {}});
    whole.add(clock[hour]);
    answer.days.back().plays.push_back(clock[hour].plays);
    answer.days.back().minutes.push_back(shown_minutes(clock[hour].ms_played));
  }
  answer.played = shown(whole);
  return to_json(answer).text;
}

}  // namespace

// GET /api/v1/clock?range=12m&of=artist&id=3&counted_from=30
Task<Response> week_clock(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history);
  auto subject = asked_subject(request, *history);
  auto work = [history, asked, subject] { return clock_answer(*history, asked, subject); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace mtm::api
