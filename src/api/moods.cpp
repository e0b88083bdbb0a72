// How one's music sounds: moods of the library, their way through the years, the fingerprint of a range.
#include "music/moods.hpp"
#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"
#include "store/moods.hpp"

namespace mtm::api {

namespace {

constexpr int kPointsAtMost = 400;  // more than a map can show apart

struct MoodCount {
  std::string mood;
  bool energetic, glad;
  std::int64_t tracks = 0;
  std::optional<double> danceability, acousticness;
};
BOOST_DESCRIBE_STRUCT(MoodCount, (), (mood, energetic, glad, tracks, danceability, acousticness))

struct MoodsAnswer {
  std::int64_t tracks, with_features;
  std::vector<MoodCount> moods;
  std::vector<store::MoodPoint> points;
};
BOOST_DESCRIBE_STRUCT(MoodsAnswer, (), (tracks, with_features, moods, points))

struct MoodYearsAnswer {
  std::vector<store::MoodYear> years;
};
BOOST_DESCRIBE_STRUCT(MoodYearsAnswer, (), (years))

struct FingerprintAnswer {
  AskedRange range;
  store::Fingerprint fingerprint;
};
BOOST_DESCRIBE_STRUCT(FingerprintAnswer, (), (range, fingerprint))

}  // namespace

// GET /api/v1/analytics/moods
Task<Response> moods(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto history = co_await history_of(request, services);
  auto quadrants = co_await store::quadrants(services.database, user);
  auto points = co_await store::mood_points(services.database, user, kPointsAtMost);
  MoodsAnswer answer{history->totals->tracks, 0, {}, std::move(points)};
  for (auto mood : music::kMoods) {
    MoodCount count{std::string(music::label(mood)),
                    mood == music::Mood::happy || mood == music::Mood::angry,
                    mood == music::Mood::happy || mood == music::Mood::calm,
                    0,
                    std::nullopt,
                    std::nullopt};
    for (const auto& quadrant : quadrants) {
      if (music::mood(quadrant.energetic, quadrant.glad) != mood) continue;
      count.tracks = quadrant.tracks;
      count.danceability = quadrant.danceability;
      count.acousticness = quadrant.acousticness;
    }
    answer.with_features += count.tracks;
    answer.moods.push_back(std::move(count));
  }
  co_return http::json(answer);
}

// GET /api/v1/analytics/mood-years
Task<Response> mood_years(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto years = co_await store::mood_years(services.database, user);
  MoodYearsAnswer answer{std::move(years)};
  co_return http::json(answer);
}

// GET /api/v1/analytics/fingerprint?range=12m
Task<Response> fingerprint(const Request& request, Services& services) {
  auto range = co_await asked_range(request, services);
  auto found = co_await store::fingerprint(services.database, Id{request.caller.user_id}, range.begin(), range.to);
  FingerprintAnswer answer{std::move(range), std::move(found)};
  co_return http::json(answer);
}

}  // namespace mtm::api
