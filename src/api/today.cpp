#include "questions/today.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_streak.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "questions/gaps.hpp"
#include "questions/periods.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kLatestPlays = 10;

struct ShownSoFar {
  ShownPlayed now, then, then_in_all;
  std::vector<double> minutes, minutes_then;
  bool at_least;
};
BOOST_DESCRIBE_STRUCT(ShownSoFar, (), (now, then, then_in_all, minutes, minutes_then, at_least))

struct LatestPlay {
  std::optional<WallTime> began_at, ended_at;
  std::optional<std::int64_t> ms_played;
  ShownTrack track;
};
BOOST_DESCRIBE_STRUCT(LatestPlay, (), (began_at, ended_at, ms_played, track))

struct TodayAnswer {
  std::string date;
  std::int64_t counted_from;
  ShownSoFar day, week;
  std::optional<ShownStreak> streak;
  std::vector<LatestPlay> latest;
};
BOOST_DESCRIBE_STRUCT(TodayAnswer, (), (date, counted_from, day, week, streak, latest))

template <class Parts>
ShownSoFar shown_so_far(const questions::SoFar& so_far, const Parts& parts, const Parts& parts_then, bool at_least) {
  ShownSoFar answer{shown(so_far.now), shown(so_far.then), shown(so_far.then_in_all), {}, {}, at_least};
  for (const auto& part : parts) answer.minutes.push_back(shown_minutes(part.ms_played));
  for (const auto& part : parts_then) answer.minutes_then.push_back(shown_minutes(part.ms_played));
  return answer;
}

std::string today_answer(const history::History& history, std::int64_t counted_from, history::Moment now) {
  history::PlayFilter filter{static_cast<std::int32_t>(counted_from * 1'000)};
  auto today = questions::today(history, filter, now, kLatestPlays);
  auto day = history.zone->day(now), monday = questions::period_begin(day, questions::Unit::week);
  TodayAnswer answer{date_text(day),
                     counted_from,
                     shown_so_far(today.day, today.hours, today.hours_then, questions::at_least(history, {day, day})),
                     shown_so_far(today.week, today.days, today.days_then, questions::at_least(history, {monday, day})),
                     shown(today.streak),
                     {}};
  for (auto latest : today.latest) {
    const auto& plays = *history.plays;
    LatestPlay play{shown(latest.began), shown(plays.ended[latest.play]), std::nullopt,
                    shown(*history.tracks, plays.tracks[latest.play])};
    if (plays.ms_played[latest.play] >= 0) play.ms_played = plays.ms_played[latest.play];
    answer.latest.push_back(std::move(play));
  }
  return to_json(answer).text;
}

}  // namespace

// GET /api/v1/today?counted_from=30
Task<Response> todays_listening(const Request& request, Services& services) {
  auto counted_from = asked_counted_from(request);
  auto history = co_await history_of(request, services);
  auto now = std::chrono::microseconds(wall_now().time_since_epoch()).count();
  auto work = [history, counted_from, now] { return today_answer(*history, counted_from, now); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace mtm::api
