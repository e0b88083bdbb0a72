// How taste moved: what the top lists and the library say over time.
#include <algorithm>

#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"
#include "music/diversity.hpp"
#include "music/turnover.hpp"
#include "questions/dashboard.hpp"
#include "store/top_lists.hpp"

namespace mtm::music {
BOOST_DESCRIBE_STRUCT(Turnover, (), (date, before, tracks, fresh, share))
}

namespace mtm::api {

namespace {

constexpr int kFaithfulAtMost = 20;

struct TurnoverAnswer {
  AskedRange range;
  std::string time_range;
  std::optional<music::Turnover> latest;
  std::vector<music::Turnover> snapshots;
};
BOOST_DESCRIBE_STRUCT(TurnoverAnswer, (), (range, time_range, latest, snapshots))

struct MonthDiversity {
  std::string month;
  std::int64_t artists = 0;
  double effective_artists = 0;
};
BOOST_DESCRIBE_STRUCT(MonthDiversity, (), (month, artists, effective_artists))

struct DiversityAnswer {
  AskedRange range;
  std::string time_range;
  std::vector<MonthDiversity> months;
};
BOOST_DESCRIBE_STRUCT(DiversityAnswer, (), (range, time_range, months))

struct ArtistsAnswer {
  AskedRange range;
  std::string time_range;
  std::int64_t snapshots;
  std::vector<store::FaithfulArtist> artists;
};
BOOST_DESCRIBE_STRUCT(ArtistsAnswer, (), (range, time_range, snapshots, artists))

struct GrowthMonth {
  std::string month;
  std::int64_t tracks, total;
};
BOOST_DESCRIBE_STRUCT(GrowthMonth, (), (month, tracks, total))

struct GrowthAnswer {
  AskedRange range;
  std::string time_range;
  std::int64_t before;  // tracks that had appeared before the first of the months
  std::vector<GrowthMonth> months;
  std::vector<store::DayCount> snapshots;
};
BOOST_DESCRIBE_STRUCT(GrowthAnswer, (), (range, time_range, before, months, snapshots))

std::vector<music::TopList> lists_of(const std::vector<store::ListedTrack>& tracks) {
  std::vector<music::TopList> lists;
  for (const auto& track : tracks) {
    if (lists.empty() || lists.back().date != track.date) lists.push_back({track.date, {}});
    lists.back().tracks.push_back(track.track_id);
  }
  return lists;
}

std::vector<MonthDiversity> diversity_of(const std::vector<store::ArtistMonth>& rows) {
  std::vector<MonthDiversity> months;
  std::vector<std::int64_t> places;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    places.push_back(rows[i].places);
    bool last = i + 1 == rows.size() || rows[i + 1].month != rows[i].month;
    if (!last) continue;
    months.push_back({rows[i].month, static_cast<std::int64_t>(places.size()), music::effective_number(places)});
    places.clear();
  }
  return months;
}

}  // namespace

// GET /api/v1/analytics/turnover?range=12m&time_range=short_term
Task<Response> turnover(const Request& request, Services& services) {
  auto list = asked_list(request);
  auto range = co_await asked_range(request, services);
  auto tracks =
      co_await store::ranked_tracks(services.database, Id{request.caller.user_id}, list, range.begin(), range.to);
  auto snapshots = music::turnover(lists_of(tracks));
  // The last one before the range is there to compare the first one with.
  if (range.from)
    std::erase_if(snapshots, [&](const music::Turnover& snapshot) { return snapshot.date < *range.from; });
  TurnoverAnswer answer{std::move(range), list, std::nullopt, std::move(snapshots)};
  if (!answer.snapshots.empty()) answer.latest = answer.snapshots.back();
  co_return http::json(answer);
}

// GET /api/v1/analytics/diversity?range=12m&time_range=short_term
Task<Response> diversity(const Request& request, Services& services) {
  auto list = asked_list(request);
  auto range = co_await asked_range(request, services);
  auto rows =
      co_await store::artist_months(services.database, Id{request.caller.user_id}, list, range.begin(), range.to);
  DiversityAnswer answer{std::move(range), list, diversity_of(rows)};
  co_return http::json(answer);
}

// GET /api/v1/analytics/artists?range=12m&time_range=short_term
Task<Response> faithful_artists(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto list = asked_list(request);
  auto range = co_await asked_range(request, services);
  auto artists =
      co_await store::faithful_artists(services.database, user, list, range.begin(), range.to, kFaithfulAtMost);
  auto days = co_await store::discoveries(services.database, user, list, range.begin(), range.to);
  ArtistsAnswer answer{std::move(range), list, static_cast<std::int64_t>(days.size()), std::move(artists)};
  co_return http::json(answer);
}

// GET /api/v1/analytics/growth?range=12m&time_range=short_term
Task<Response> growth(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto list = asked_list(request);
  auto range = co_await asked_range(request, services);
  auto history = co_await history_of(request, services);
  auto question = [history] { return questions::first_appearances(*history); };
  auto months = co_await answered(history, services, std::move(question));
  auto snapshots = co_await store::discoveries(services.database, user, list, range.begin(), range.to);
  GrowthAnswer answer{std::move(range), list, 0, {}, std::move(snapshots)};
  auto first = answer.range.from ? answer.range.from->substr(0, 7) : std::string();
  auto last = answer.range.to.substr(0, 7);
  std::int64_t total = 0;
  for (const auto& month : months) {
    total += month.tracks;
    auto name = month_text(month.month);
    if (name < first)
      answer.before = total;
    else if (name <= last)
      answer.months.push_back({name, month.tracks, total});
  }
  co_return http::json(answer);
}

}  // namespace mtm::api
