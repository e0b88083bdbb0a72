#include <fmt/format.h>

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_track.hpp"
#include "http/events.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "music/features.hpp"
#include "playlists/year.hpp"

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

struct Start {
  int year;
  std::string choice;
  std::int64_t limit, count, candidates, with_features;
  std::string name, playlist_id;
};
BOOST_DESCRIBE_STRUCT(Start, (), (year, choice, limit, count, candidates, with_features, name, playlist_id))

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

/// A playlist on its way; its tracks' texts are those of the history.
struct Journey {
  history::HistoryPtr history;
  playlists::Year asked;
  int limit;
  questions::YearPlaylist playlist;
};

Task<> send_playlist(http::Events& events, std::shared_ptr<const Journey> journey) {
  const auto& [history, asked, limit, playlist] = *journey;
  music::FeatureAverages averages;
  for (const auto& chosen : playlist.tracks) averages.add(known_features(shown(*history->tracks, chosen.track)));
  auto count = static_cast<std::int64_t>(playlist.tracks.size());
  Start start{asked.year,
              std::string(music::to_text(asked.choice)),
              limit,
              count,
              playlist.candidates,
              averages.with_features(),
              playlists::default_name(asked),
              playlists::playlist_id(asked)};
  std::string text = to_json(start).text;
  co_await events.send("start", text);
  int position = 0;
  for (const auto& chosen : playlist.tracks) {
    ArrivingTrack track{shown(*history->tracks, chosen.track), ++position, chosen.reason, chosen.score};
    text = to_json(track).text;
    co_await events.send("track", text);
  }
  Done done{count, averages.with_features(), averages.without_features(), std::nullopt};
  if (auto mean = averages.averages())
    done.averages = PlaylistAverages{mean->energy, mean->valence, mean->danceability, mean->acousticness};
  text = to_json(done).text;
  co_await events.send("done", text);
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

// GET /api/v1/time-machine?year=2016&choice=loved&limit=50
Task<Response> time_machine(const Request& request, Services& services) {
  playlists::Year asked{static_cast<int>(request.number("year", 1900, 2100)), choice_of(request)};
  auto limit = static_cast<int>(request.number("limit", 50, 10, 100));
  // Built before the stream begins, so that what is wrong is an answer with a status and not a broken stream.
  auto history = co_await history_of(request, services);
  auto question = [history, asked, limit] {
    return playlists::of_year(*history, asked, static_cast<std::size_t>(limit));
  };
  auto playlist = co_await answered(history, services, std::move(question));
  if (playlist.tracks.empty())
    throw Problem(Status::not_found, fmt::format("There is nothing of {} in your library.", asked.year));
  std::shared_ptr<const Journey> journey(new Journey{history, asked, limit, std::move(playlist)});
  co_return http::event_stream([journey](http::Events& events) { return send_playlist(events, journey); });
}

}  // namespace mtm::api
