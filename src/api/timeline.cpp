#include "questions/timeline.hpp"

#include <fmt/format.h>

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/named_unit.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using questions::Unit;

namespace {

struct TimelineBucket : ShownPlayed {
  std::string period, from, to;
  bool gap;
};
BOOST_DESCRIBE_STRUCT(TimelineBucket, (ShownPlayed), (period, from, to, gap))

struct TimelineAnswer : AskedCounting {
  Unit unit;
  ShownPlayed played;
  bool at_least;
  std::vector<TimelineBucket> buckets;
};
BOOST_DESCRIBE_STRUCT(TimelineAnswer, (AskedCounting), (unit, played, at_least, buckets))

struct CalendarDay : ShownPlayed {
  std::string day;
  bool gap;
};
BOOST_DESCRIBE_STRUCT(CalendarDay, (ShownPlayed), (day, gap))

struct CalendarAnswer : AskedCounting {
  ShownPlayed played;
  bool at_least;
  std::optional<CalendarDay> biggest;
  std::vector<CalendarDay> days;
};
BOOST_DESCRIBE_STRUCT(CalendarAnswer, (AskedCounting), (played, at_least, biggest, days))

struct TimelineAsked {
  AskedCounting counting;
  Unit unit;
  questions::Subject subject;
};

questions::Timeline timeline_of(const history::History& history, const TimelineAsked& asked) {
  auto timeline = questions::timeline(history, {asked.unit, asked.counting.counting(), asked.subject});
  if (!timeline)
    throw Problem(
        Status::unprocessable,
        fmt::format("That is more than {} at once: ask for fewer days or for a longer unit.", questions::kMostBuckets));
  return std::move(*timeline);
}

std::string timeline_answer(const history::History& history, const TimelineAsked& asked) {
  auto timeline = timeline_of(history, asked);
  TimelineAnswer answer{asked.counting, asked.unit, shown(timeline.played), timeline.at_least, {}};
  for (const auto& bucket : timeline.buckets)
    answer.buckets.push_back({shown(bucket.played), questions::period_text(bucket.days.first, asked.unit),
                              date_text(bucket.days.first), date_text(bucket.days.last), bucket.gap});
  return to_json(answer).text;
}

std::string calendar_answer(const history::History& history, const TimelineAsked& asked) {
  auto timeline = timeline_of(history, asked);
  CalendarAnswer answer{asked.counting, shown(timeline.played), timeline.at_least, {}, {}};
  auto shown_day = [](const questions::Bucket& day) {
    return CalendarDay{shown(day.played), date_text(day.days.first), day.gap};
  };
  for (const auto& day : timeline.buckets)
    if (day.played.plays > 0 || day.gap) answer.days.push_back(shown_day(day));
  if (const auto* biggest = questions::biggest(timeline, asked.counting.counting().by))
    answer.biggest = shown_day(*biggest);
  return to_json(answer).text;
}

Task<Response> answer_timeline(const Request& request, Services& services, Unit unit,
                               std::string (*answer_of)(const history::History&, const TimelineAsked&)) {
  auto history = co_await history_of(request, services);
  TimelineAsked asked{asked_counting(request, *history), unit, asked_subject(request, *history)};
  auto work = [history, asked, answer_of] { return answer_of(*history, asked); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace

// GET /api/v1/timeline?unit=month&of=artist&id=3&range=12m&counted_from=30
Task<Response> timeline(const Request& request, Services& services) {
  auto unit = Unit::month;
  auto name = request.text("unit");
  if (name && !boost::describe::enum_from_string(name->c_str(), unit))
    throw Problem(Status::unprocessable, "'unit' must be day, week, month or year.");
  return answer_timeline(request, services, unit, timeline_answer);
}

// GET /api/v1/calendar?period=2026&of=artist&id=3&by=plays&counted_from=30
Task<Response> calendar(const Request& request, Services& services) {
  return answer_timeline(request, services, Unit::day, calendar_answer);
}

}  // namespace mtm::api
