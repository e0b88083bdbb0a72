#include "sandbox/top_lists.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "sandbox/random.hpp"

namespace mtm::sandbox {
namespace {

using std::chrono::sys_seconds;

/// What differs between the lists, by TimeRange.
struct Shape {
  double reach_in_days;  // after so many a like has lost two thirds of its weight
  std::size_t length;
};
constexpr Shape kShapes[] = {{28, 74}, {182, 160}, {365, 240}};

/// So many weeks a song that was never saved stays in the lists; every week some of them are others.
constexpr std::size_t kFashion = 6;

struct Score {
  double score;
  std::uint32_t what;  // a track or an artist
};

void best_first(std::vector<Score>& scores) {
  std::sort(scores.begin(), scores.end(), [](const Score& left, const Score& right) {
    return left.score != right.score ? left.score > right.score : left.what < right.what;
  });
}

}  // namespace

double season_at(sys_seconds time) {
  double years = static_cast<double>(time.time_since_epoch().count()) / kSecondsOfYear;
  return years - std::floor(years);
}

TopLists::TopLists(const Catalogue& catalogue, const Person& person, sys_seconds now)
    : catalogue_(catalogue), person_(person), now_(now), taste_(person.seed, catalogue, person.years) {
  for (const Like& like : person.likes) liked_.insert(like.track);
}

sys_seconds TopLists::out(std::uint32_t track) const {
  return catalogue_.album_of(catalogue_.tracks[track]).released.first_day();
}

double TopLists::fits(std::uint32_t track, sys_seconds then) const {
  auto begin = now_ - std::chrono::seconds(static_cast<std::int64_t>(person_.years * kSecondsOfYear));
  double years = static_cast<double>((then - begin).count()) / kSecondsOfYear;
  return taste_.fits(catalogue_.tracks[track], years, season_at(then));
}

// How much a track is played, however old the like is; the three lists agree on it.
double TopLists::habit(std::uint32_t track) const {
  return 0.25 + 0.75 * Random(mix(mix(person_.seed, "habit"), track)).unit();
}

// A top list is recent likes first, some old loves, and some that were never saved.
TopLists::Top TopLists::at(TimeRange range, sys_seconds then) const {
  auto [reach_in_days, length] = kShapes[static_cast<std::size_t>(range)];
  auto seed = mix(mix(person_.seed, "top"), static_cast<std::uint64_t>(range));
  Random random(seed);
  std::vector<Score> scores;
  for (const Like& like : person_.likes) {
    double luck = random.within(0.8, 1);  // drawn for later likes too: a track's luck is the same in every week
    if (like.added_at > then) continue;
    double age = static_cast<double>((then - like.added_at).count()) / 86'400;
    double freshness = std::exp(-age / reach_in_days) + 0.05;
    scores.push_back({freshness * (0.2 + fits(like.track, then)) * habit(like.track) * luck, like.track});
  }
  auto weeks_ago = static_cast<std::size_t>((now_ - then) / std::chrono::weeks(1));
  for (std::size_t stranger = 0; stranger < length / 6; ++stranger) {
    auto fashions_ago = (weeks_ago + kFashion - 1 - stranger % kFashion) / kFashion;
    Random former(mix(mix(seed, fashions_ago), stranger));
    Random& draw = fashions_ago == 0 ? random : former;
    auto track = static_cast<std::uint32_t>(draw.below(catalogue_.tracks.size()));
    double luck = draw.within(0.02, 0.4);
    if (!liked_.contains(track) && out(track) < then) scores.push_back({luck, track});
  }
  best_first(scores);
  Top top;
  std::unordered_map<std::uint32_t, double> artists;
  std::unordered_set<std::uint32_t> seen;
  for (auto [score, track] : scores) {
    artists[catalogue_.tracks[track].artists.front()] += score;
    if (top.tracks.size() < length && seen.insert(track).second) top.tracks.push_back(track);
  }
  std::vector<Score> ranked;
  for (auto [artist, score] : artists) ranked.push_back({score, artist});
  best_first(ranked);
  for (auto [score, artist] : ranked) {
    if (top.artists.size() < length / 2) top.artists.push_back(artist);
  }
  return top;
}

}  // namespace mtm::sandbox
