#include "api/year_playlist.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "http/problem.hpp"
#include "music/years.hpp"
#include "store/years.hpp"

namespace mtm::api {

namespace {

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

music::TrackFacts facts_of(store::YearFacts&& row) {
  music::TrackFacts facts;
  facts.track_id = row.id.number;
  facts.name = std::move(row.name);
  facts.plays = row.plays;
  facts.best_rank = row.best_rank;
  facts.first_seen = row.first_seen;
  if (row.saved) {
    std::string_view month(*row.saved);
    facts.saved = std::chrono::year(number(month.substr(0, 4))) /
                  std::chrono::month(static_cast<unsigned>(number(month.substr(5, 2))));
  }
  return facts;
}

std::string release_reason(const store::Track& track) {
  return track.release_date ? fmt::format("released {}", *track.release_date) : std::string();
}

Task<YearPlaylist> loved(db::Database& database, Id user, YearRequest asked) {
  auto rows = co_await store::year_facts(database, user, asked.year);
  std::vector<music::TrackFacts> facts;
  for (auto& row : rows) facts.push_back(facts_of(std::move(row)));
  auto best = music::most_loved(std::chrono::year(asked.year), facts, static_cast<std::size_t>(asked.limit));
  std::vector<Id> ids;
  for (const auto& track : best) ids.push_back(Id{track.track_id});
  auto tracks = co_await store::tracks(database, ids);
  YearPlaylist playlist;
  playlist.candidates = static_cast<std::int64_t>(facts.size());
  for (std::size_t i = 0; i < best.size(); ++i)
    if (tracks[i]) playlist.tracks.push_back({std::move(*tracks[i]), std::move(best[i].reason), best[i].score});
  co_return playlist;
}

Task<YearPlaylist> released(db::Database& database, Id user, YearRequest asked) {
  auto years = co_await store::years(database, user, music::Choice::released);
  auto tracks = co_await store::released_in(database, user, asked.year, asked.limit);
  YearPlaylist playlist;
  for (const auto& year : years)
    if (year.year == asked.year) playlist.candidates = year.tracks;
  for (auto& track : tracks) {
    auto reason = release_reason(track);
    playlist.tracks.push_back({std::move(track), std::move(reason), std::nullopt});
  }
  co_return playlist;
}

}  // namespace

music::Choice choice_of(const http::Request& request) {
  auto text = request.text("choice");
  if (!text) return music::Choice::loved;
  auto choice = music::choice_from(*text);
  if (!choice) throw http::Problem(http::Status::unprocessable, "'choice' must be loved or released.");
  return *choice;
}

Task<YearPlaylist> build_year(db::Database& database, Id user, YearRequest asked) {
  if (asked.choice == music::Choice::loved) return loved(database, user, asked);
  return released(database, user, asked);
}

}  // namespace mtm::api
