#include <fmt/format.h>

#include "api/asked_counting.hpp"
#include "api/asked_trip.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/list_file.hpp"
#include "api/shown_track.hpp"
#include "http/events.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "music/features.hpp"
#include "playlists/trip.hpp"
#include "questions/busy_periods.hpp"
#include "questions/years.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct YearCount {
  int year;
  std::int64_t tracks;
};
BOOST_DESCRIBE_STRUCT(YearCount, (), (year, tracks))

struct Years {
  std::string choice;
  std::vector<YearCount> years;
};
BOOST_DESCRIBE_STRUCT(Years, (), (choice, years))

struct OpeningPeriod {
  std::string period;
  bool ten_years_ago;  // it is the week ten years before this one, not another near it
};
BOOST_DESCRIBE_STRUCT(OpeningPeriod, (), (period, ten_years_ago))

struct ShownPeriod : ShownPlayed {
  std::string period;
  std::int64_t likes, in_top_lists;
};
BOOST_DESCRIBE_STRUCT(ShownPeriod, (ShownPlayed), (period, likes, in_top_lists))

struct Periods {
  std::optional<int> year;
  std::optional<OpeningPeriod> opens_on;
  std::vector<ShownPeriod> periods;
};
BOOST_DESCRIBE_STRUCT(Periods, (), (year, opens_on, periods))

struct Start {
  std::optional<int> year;
  AskedRange range;
  std::string choice, order;
  std::int64_t limit, count, candidates, with_features;
  std::string words, rule, name, playlist_id;
};
BOOST_DESCRIBE_STRUCT(Start, (),
                      (year, range, choice, order, limit, count, candidates, with_features, words, rule, name,
                       playlist_id))

struct ArrivingTrack : ShownTrack {
  int position;
  std::string reason;
  std::optional<double> score;
};
BOOST_DESCRIBE_STRUCT(ArrivingTrack, (ShownTrack), (position, reason, score))

struct PlaylistAverages {
  double energy, valence, danceability, acousticness;
};
BOOST_DESCRIBE_STRUCT(PlaylistAverages, (), (energy, valence, danceability, acousticness))

struct Done {
  std::int64_t count, with_features, without_features;
  std::optional<PlaylistAverages> averages;
};
BOOST_DESCRIBE_STRUCT(Done, (), (count, with_features, without_features, averages))

/// What the averages need of a track; nothing when nobody knows its features.
std::optional<music::AudioFeatures> known_features(const ShownTrack& track) {
  if (!track.energy || !track.valence || !track.danceability || !track.acousticness) return std::nullopt;
  music::AudioFeatures features;
  features.energy = *track.energy;
  features.valence = *track.valence;
  features.danceability = *track.danceability;
  features.acousticness = *track.acousticness;
  return features;
}

/// The `choice` parameter, loved when absent.
music::Choice choice_of(const Request& request) {
  auto text = request.text("choice");
  if (!text) return music::Choice::loved;
  auto choice = music::choice_from(*text);
  if (!choice) throw Problem(Status::unprocessable, "'choice' must be loved or released.");
  return *choice;
}

std::vector<YearCount> years_of(const history::History& history, music::Choice choice) {
  auto current_year = year_of(today(history));
  auto counts = choice == music::Choice::loved ? questions::years_loved(history, current_year)
                                               : questions::years_released(history, current_year);
  std::vector<YearCount> years;
  for (auto count : counts) years.push_back({count.year, count.tracks});
  return years;
}

Periods periods_of(const history::History& history, std::optional<int> year) {
  auto today = api::today(history);
  Periods answer{year, std::nullopt, {}};
  questions::Days days{first_day(questions::kFirstYearOfListening), first_day(year_of(today) + 1) - 1};
  auto unit = questions::Unit::year;
  if (year) {
    unit = questions::Unit::month;
    days = questions::days_of(*year);
  } else if (auto week = questions::week_to_open_on(history, today)) {
    answer.opens_on = OpeningPeriod{questions::period_text(*week, questions::Unit::week),
                                    *week == questions::week_ten_years_before(today)};
  }
  for (const auto& busy : questions::busy_periods(history, unit, days))
    answer.periods.push_back({shown(busy.played), questions::period_text(busy.first, unit), busy.likes, busy.listed});
  return answer;
}

/// A playlist on its way; its tracks' texts are those of the history.
struct Journey {
  history::HistoryPtr history;
  AskedTrip asked;
  playlists::TripPlaylist playlist;
};

Start start_of(const Journey& journey, std::int64_t with_features) {
  const auto& [range, question] = journey.asked;
  return {playlists::whole_year(question.days),
          range,
          std::string(music::to_text(question.choice)),
          std::string(music::to_text(question.order)),
          static_cast<std::int64_t>(question.limit),
          static_cast<std::int64_t>(journey.playlist.tracks.size()),
          journey.playlist.candidates,
          with_features,
          playlists::in_words(question.days),
          playlists::rule_of(question.days, question.choice),
          playlists::default_name(question.days, question.choice),
          playlists::playlist_id(question.days, question.choice)};
}

Task<> send_playlist(http::Events& events, std::shared_ptr<const Journey> journey) {
  const auto& [history, asked, playlist] = *journey;
  music::FeatureAverages averages;
  for (const auto& chosen : playlist.tracks) averages.add(known_features(shown(*history->tracks, chosen.track)));
  auto start = start_of(*journey, averages.with_features());
  std::string text = to_json(start).text;
  co_await events.send("start", text);
  for (std::size_t place = 0; place < playlist.tracks.size(); ++place) {
    const auto& chosen = playlist.tracks[place];
    ArrivingTrack track{shown(*history->tracks, chosen.track), static_cast<int>(place) + 1, chosen.reason,
                        playlist.scores[place]};
    text = to_json(track).text;
    co_await events.send("track", text);
  }
  Done done{start.count, averages.with_features(), averages.without_features(), std::nullopt};
  if (auto mean = averages.averages())
    done.averages = PlaylistAverages{mean->energy, mean->valence, mean->danceability, mean->acousticness};
  text = to_json(done).text;
  co_await events.send("done", text);
}

ListFile file_of(const Journey& journey) {
  const auto& question = journey.asked.question;
  ListFile file{
      playlists::default_name(question.days, question.choice), playlists::rule_of(question.days, question.choice), {}};
  for (const auto& chosen : journey.playlist.tracks)
    file.tracks.push_back(listed(shown(*journey.history->tracks, chosen.track), chosen.reason));
  return file;
}

}  // namespace

// GET /api/v1/years?choice=loved
Task<Response> years(const Request& request, Services& services) {
  auto choice = choice_of(request);
  auto history = co_await history_of(request, services);
  auto question = [history, choice] { return years_of(*history, choice); };
  auto years = co_await answered(history, services, std::move(question));
  Years answer{std::string(music::to_text(choice)), std::move(years)};
  co_return http::json(answer);
}

// GET /api/v1/time-machine/periods?year=2016
Task<Response> time_machine_periods(const Request& request, Services& services) {
  std::optional<int> year;
  if (request.text("year")) year = static_cast<int>(request.number("year", 1900, 2100));
  auto history = co_await history_of(request, services);
  auto question = [history, year] { return periods_of(*history, year); };
  auto answer = co_await answered(history, services, std::move(question));
  co_return http::json(answer);
}

// GET /api/v1/time-machine?period=2016-W20&choice=loved&order=best&limit=50&format=csv, or year=2016, or from, to
Task<Response> time_machine(const Request& request, Services& services) {
  auto format = asked_format(request);
  // Built before the stream begins, so that what is wrong is an answer with a status and not a broken stream.
  auto history = co_await history_of(request, services);
  auto asked = asked_trip(request, *history);
  auto question = [history, trip = asked.question] { return playlists::of_trip(*history, trip); };
  auto playlist = co_await answered(history, services, std::move(question));
  if (playlist.tracks.empty())
    throw Problem(Status::not_found,
                  fmt::format("There is nothing of {} in your library.", playlists::in_words(asked.question.days)));
  std::shared_ptr<const Journey> journey(new Journey{history, std::move(asked), std::move(playlist)});
  if (format) co_return list_file(*format, file_of(*journey));
  co_return http::event_stream([journey](http::Events& events) { return send_playlist(events, journey); });
}

}  // namespace mtm::api
