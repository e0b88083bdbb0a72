#include "questions/dashboard.hpp"

#include <fmt/format.h>

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "store/playlists.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kTopTracks = 10;

struct Averages {
  double energy, valence, danceability;
};
BOOST_DESCRIBE_STRUCT(Averages, (), (energy, valence, danceability))

struct TopTrack : ShownTrack {
  std::string why;  // "popularity 91", "12 plays, number 3 of your top tracks"
};
BOOST_DESCRIBE_STRUCT(TopTrack, (ShownTrack), (why))

struct Top {
  std::string by;
  std::vector<TopTrack> tracks;
};
BOOST_DESCRIBE_STRUCT(Top, (), (by, tracks))

struct MonthCount {
  std::string month;  // "2016-05"
  std::int64_t tracks;
};
BOOST_DESCRIBE_STRUCT(MonthCount, (), (month, tracks))

struct Dashboard {
  std::int64_t tracks, artists, playlists, with_features;
  std::optional<Averages> averages;
  Top top;
  std::vector<MonthCount> first_appearances;
};
BOOST_DESCRIBE_STRUCT(Dashboard, (), (tracks, artists, playlists, with_features, averages, top, first_appearances))

struct Distribution {
  std::vector<std::string> labels;
  std::vector<std::int64_t> data;
};
BOOST_DESCRIBE_STRUCT(Distribution, (), (labels, data))

std::string why_loved(const questions::LovedTrack& loved) {
  std::string why;
  if (loved.plays == 1) why = "1 play";
  if (loved.plays > 1) why = fmt::format("{} plays", loved.plays);
  if (loved.best_rank > 0)
    why += fmt::format("{}number {} of your top tracks", why.empty() ? "" : ", ", loved.best_rank);
  return why;
}

Top top_of(const history::History& history) {
  Top top;
  const auto& tracks = *history.tracks;
  if (history.totals->with_popularity > 0) {
    top.by = "popularity";
    for (auto track : questions::most_popular(tracks, kTopTracks))
      top.tracks.push_back({shown(tracks, track), fmt::format("popularity {}", tracks.popularities[track])});
  } else {
    top.by = "loved";
    for (const auto& loved : questions::most_loved(history, kTopTracks))
      top.tracks.push_back({shown(tracks, loved.track), why_loved(loved)});
  }
  return top;
}

Dashboard dashboard_of(const history::History& history) {
  const auto& totals = *history.totals;
  auto with_features = totals.high + totals.medium + totals.low;
  Dashboard dashboard{totals.tracks, totals.artists, 0, with_features, std::nullopt, top_of(history), {}};
  auto mean = [](double sum, std::int64_t count) { return sum / static_cast<double>(count); };
  if (with_features > 0 && totals.with_valence > 0 && totals.with_danceability > 0)
    dashboard.averages = Averages{mean(totals.energy, with_features), mean(totals.valence, totals.with_valence),
                                  mean(totals.danceability, totals.with_danceability)};
  for (auto month : questions::first_appearances(history))
    dashboard.first_appearances.push_back({month_text(month.month), month.tracks});
  return dashboard;
}

}  // namespace

// GET /api/v1/dashboard
Task<Response> dashboard(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto question = [history] { return dashboard_of(*history); };
  auto answer = co_await answered(history, services, std::move(question));
  answer.playlists = co_await store::count_playlists(services.database, history->user);
  co_return http::json(answer);
}

// GET /api/v1/energy-distribution
Task<Response> energy_distribution(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  const auto& totals = *history->totals;
  Distribution answer{{"High", "Medium", "Low"}, {totals.high, totals.medium, totals.low}};
  co_return http::json(answer);
}

}  // namespace mtm::api
