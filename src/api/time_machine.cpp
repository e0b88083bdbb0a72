#include <fmt/format.h>

#include "api/handlers.hpp"
#include "api/year_playlist.hpp"
#include "http/events.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "music/features.hpp"
#include "store/years.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct Years {
  std::string choice;
  std::vector<store::YearCount> years;
};
BOOST_DESCRIBE_STRUCT(Years, (), (choice, years))

struct Start {
  int year;
  std::string choice;
  std::int64_t limit, count, candidates, with_features;
  std::string name, playlist_id;
};
BOOST_DESCRIBE_STRUCT(Start, (), (year, choice, limit, count, candidates, with_features, name, playlist_id))

struct ArrivingTrack : store::Track {
  int position;
  std::string reason;
  std::optional<double> score;
};
BOOST_DESCRIBE_STRUCT(ArrivingTrack, (store::Track), (position, reason, score))

struct Averages {
  double energy, valence, danceability, acousticness;
};
BOOST_DESCRIBE_STRUCT(Averages, (), (energy, valence, danceability, acousticness))

struct Done {
  std::int64_t count, with_features, without_features;
  std::optional<Averages> averages;
};
BOOST_DESCRIBE_STRUCT(Done, (), (count, with_features, without_features, averages))

/// What the averages need of a track; nothing when nobody knows its features.
std::optional<music::AudioFeatures> known_features(const store::Track& track) {
  if (!track.energy || !track.valence || !track.danceability || !track.acousticness) return std::nullopt;
  music::AudioFeatures features;
  features.energy = *track.energy;
  features.valence = *track.valence;
  features.danceability = *track.danceability;
  features.acousticness = *track.acousticness;
  return features;
}

Task<> send_playlist(http::Events& events, YearRequest asked, YearPlaylist playlist) {
  music::FeatureAverages averages;
  for (const auto& chosen : playlist.tracks) averages.add(known_features(chosen.track));
  auto count = static_cast<std::int64_t>(playlist.tracks.size());
  Start start{asked.year,
              std::string(music::to_text(asked.choice)),
              asked.limit,
              count,
              playlist.candidates,
              averages.with_features(),
              music::default_name(asked.year, asked.choice),
              music::playlist_id(asked.year, asked.choice)};
  std::string text = to_json(start).text;
  co_await events.send("start", text);
  int position = 0;
  for (auto& chosen : playlist.tracks) {
    ArrivingTrack track{std::move(chosen.track), ++position, std::move(chosen.reason), chosen.score};
    text = to_json(track).text;
    co_await events.send("track", text);
  }
  Done done{count, averages.with_features(), averages.without_features(), std::nullopt};
  if (auto mean = averages.averages())
    done.averages = Averages{mean->energy, mean->valence, mean->danceability, mean->acousticness};
  text = to_json(done).text;
  co_await events.send("done", text);
}

}  // namespace

// GET /api/v1/years?choice=loved
Task<Response> years(const Request& request, Services& services) {
  auto choice = choice_of(request);
  auto years = co_await store::years(services.database, Id{request.caller.user_id}, choice);
  Years answer{std::string(music::to_text(choice)), std::move(years)};
  co_return http::json(answer);
}

// GET /api/v1/time-machine?year=2016&choice=loved&limit=50
Task<Response> time_machine(const Request& request, Services& services) {
  YearRequest asked{static_cast<int>(request.number("year", 1900, 2100)), choice_of(request),
                    static_cast<int>(request.number("limit", 50, 10, 100))};
  // Built before the stream begins, so that what is wrong is an answer with a status and not a broken stream.
  auto playlist = co_await build_year(services.database, Id{request.caller.user_id}, asked);
  if (playlist.tracks.empty())
    throw Problem(Status::not_found, fmt::format("There is nothing of {} in your library.", asked.year));
  auto shared = std::make_shared<YearPlaylist>(std::move(playlist));
  co_return http::event_stream(
      [asked, shared](http::Events& events) { return send_playlist(events, asked, std::move(*shared)); });
}

}  // namespace mtm::api
