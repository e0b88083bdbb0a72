// How one's music sounds: moods of the library, their way through the years, the fingerprint of a range.
#include "questions/moods.hpp"

#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"

namespace mtm::api {

namespace {

constexpr std::size_t kPointsAtMost = 400;  // more than a map can show apart

struct MoodCount {
  std::string_view mood;
  bool energetic, glad;
  std::int64_t tracks;
  std::optional<double> danceability, acousticness;
};
BOOST_DESCRIBE_STRUCT(MoodCount, (), (mood, energetic, glad, tracks, danceability, acousticness))

struct MoodPoint {
  Id id;
  std::string_view name, artist;
  float energy, valence;
};
BOOST_DESCRIBE_STRUCT(MoodPoint, (), (id, name, artist, energy, valence))

struct MoodsAnswer {
  std::int64_t tracks, with_features;
  std::vector<MoodCount> moods;
  std::vector<MoodPoint> points;
};
BOOST_DESCRIBE_STRUCT(MoodsAnswer, (), (tracks, with_features, moods, points))

struct MoodYearsAnswer {
  std::vector<questions::MoodYear> years;
};
BOOST_DESCRIBE_STRUCT(MoodYearsAnswer, (), (years))

struct FingerprintAnswer {
  AskedRange range;
  questions::Fingerprint fingerprint;
};
BOOST_DESCRIBE_STRUCT(FingerprintAnswer, (), (range, fingerprint))

MoodsAnswer moods_of(const history::Tracks& tracks) {
  using history::Feature;
  using music::Mood;
  MoodsAnswer answer{static_cast<std::int64_t>(tracks.size()), 0, {}, {}};
  auto counts = questions::moods(tracks);
  for (auto mood : music::kMoods) {
    const auto& count = counts[static_cast<std::size_t>(mood)];
    bool energetic = mood == Mood::happy || mood == Mood::angry, glad = mood == Mood::happy || mood == Mood::calm;
    answer.moods.push_back({music::label(mood), energetic, glad, count.tracks, count.danceability, count.acousticness});
    answer.with_features += count.tracks;
  }
  for (auto track : questions::mood_points(tracks, kPointsAtMost))
    answer.points.push_back({Id{tracks.ids[track]}, tracks.name(track), tracks.artist(track),
                             tracks.feature(Feature::energy, track), tracks.feature(Feature::valence, track)});
  return answer;
}

}  // namespace

// GET /api/v1/analytics/moods
Task<Response> moods(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto question = [history] { return moods_of(*history->tracks); };
  auto answer = co_await answered(history, services, std::move(question));
  co_return http::json(answer);
}

// GET /api/v1/analytics/mood-years
Task<Response> mood_years(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto question = [history, current_year = year_of(today(*history))] {
    return questions::mood_years(*history, current_year);
  };
  auto years = co_await answered(history, services, std::move(question));
  MoodYearsAnswer answer{std::move(years)};
  co_return http::json(answer);
}

// GET /api/v1/analytics/fingerprint?range=12m
Task<Response> fingerprint(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto range = asked_range(request, *history);
  auto question = [history, days = range.days()] { return questions::fingerprint(*history, days); };
  auto found = co_await answered(history, services, std::move(question));
  FingerprintAnswer answer{std::move(range), found};
  co_return http::json(answer);
}

}  // namespace mtm::api
