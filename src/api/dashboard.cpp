#include "store/dashboard.hpp"

#include "api/handlers.hpp"
#include "http/json.hpp"
#include "music/energy.hpp"

namespace mtm::api {

namespace {

struct Averages {
  double energy, valence, danceability;
};
BOOST_DESCRIBE_STRUCT(Averages, (), (energy, valence, danceability))

struct Top {
  std::string by;
  std::vector<store::TopTrack> tracks;
};
BOOST_DESCRIBE_STRUCT(Top, (), (by, tracks))

struct Dashboard {
  std::int64_t tracks, artists, playlists, with_features;
  std::optional<Averages> averages;
  Top top;
  std::vector<store::MonthCount> first_appearances;
};
BOOST_DESCRIBE_STRUCT(Dashboard, (), (tracks, artists, playlists, with_features, averages, top, first_appearances))

struct Distribution {
  std::vector<std::string> labels;
  std::vector<std::int64_t> data;
};
BOOST_DESCRIBE_STRUCT(Distribution, (), (labels, data))

}  // namespace

// GET /api/v1/dashboard
Task<Response> dashboard(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto figures = co_await store::library_figures(services.database, user);
  Dashboard answer{figures.tracks, figures.artists, figures.playlists, figures.with_features, std::nullopt, {}, {}};
  if (figures.energy && figures.valence && figures.danceability)
    answer.averages = Averages{*figures.energy, *figures.valence, *figures.danceability};
  answer.top.by = figures.any_popularity ? "popularity" : "loved";
  if (figures.any_popularity)
    answer.top.tracks = co_await store::most_popular(services.database, user);
  else
    answer.top.tracks = co_await store::most_loved(services.database, user);
  answer.first_appearances = co_await store::first_appearances(services.database, user);
  co_return http::json(answer);
}

// GET /api/v1/energy-distribution
Task<Response> energy_distribution(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto levels = co_await services.energy_reads.join(user);
  Distribution answer{{music::kEnergyLabels.begin(), music::kEnergyLabels.end()},
                      {levels.high, levels.medium, levels.low}};
  co_return http::json(answer);
}

}  // namespace mtm::api
