#include "history/nearest_pairs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <random>
#include <tuple>

using namespace mtm::history;

namespace {

using Places = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Places sorted(const std::vector<Pair>& pairs) {
  Places places;
  for (auto pair : pairs) places.emplace_back(pair.anchor, pair.point);
  std::sort(places.begin(), places.end());
  return places;
}

/// By the words of the header: all pairs are looked at, again and again.
Places by_looking_at_all(const std::vector<Anchor>& anchors, const std::vector<Point>& points) {
  // Where each stands among all of them; points in front of anchors of the same place.
  auto place_of_anchor = [&](std::size_t i) {
    return i + static_cast<std::size_t>(std::count_if(points.begin(), points.end(),
                                                      [&](auto point) { return point.place <= anchors[i].place; }));
  };
  auto place_of_point = [&](std::size_t i) {
    return i + static_cast<std::size_t>(std::count_if(anchors.begin(), anchors.end(),
                                                      [&](auto anchor) { return anchor.place < points[i].place; }));
  };
  std::vector<bool> anchor_taken(anchors.size()), point_taken(points.size());
  Places places;
  for (;;) {
    std::optional<std::tuple<std::int64_t, std::size_t, std::size_t, bool, std::size_t>> best;
    for (std::size_t a = 0; a < anchors.size(); ++a) {
      for (std::size_t p = 0; p < points.size(); ++p) {
        if (anchor_taken[a] || point_taken[p]) continue;
        auto distance = points[p].place - anchors[a].place;
        if (distance < -anchors[a].before || distance > anchors[a].after) continue;
        auto of_anchor = place_of_anchor(a), of_point = place_of_point(p);
        bool behind = of_point > of_anchor;
        auto between = behind ? of_point - of_anchor : of_anchor - of_point;
        std::tuple pair(std::abs(distance), between, a, behind, p);
        if (!best || pair < *best) best = pair;
      }
    }
    if (!best) break;
    anchor_taken[std::get<2>(*best)] = point_taken[std::get<4>(*best)] = true;
    places.emplace_back(std::get<2>(*best), std::get<4>(*best));
  }
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

TEST_CASE("the nearest are paired first, whatever is left for the others") {
  std::vector<Anchor> anchors{{100, 50, 50, 0}, {140, 50, 50, 1}};
  NearestPairs pairs;
  CHECK(sorted(pairs.of(anchors, std::vector<Point>{{50, 0}, {150, 1}})) == Places{{0, 0}, {1, 1}});
  CHECK(sorted(pairs.of(anchors, std::vector<Point>{{49, 0}, {151, 1}})) == Places{{1, 1}});
  CHECK(sorted(pairs.of(anchors, std::vector<Point>{{138, 0}, {139, 1}})) == Places{{0, 0}, {1, 1}});
  CHECK(pairs.of(anchors, std::vector<Point>{{191, 0}}).empty());
  CHECK(pairs.of({}, std::vector<Point>{{1, 0}}).empty());
}

TEST_CASE("neighbours alone give the pairs that a look at all of them gives") {
  for (unsigned seed = 1; seed <= 3'000; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto drawn = [&](int below) { return std::uniform_int_distribution<int>(0, below - 1)(random); };
    int width = 2 + drawn(80);
    std::vector<Anchor> anchors;
    std::vector<Point> points;
    for (int i = drawn(12); i > 0; --i) anchors.push_back({drawn(width), drawn(25), drawn(25), 0});
    for (int i = drawn(12); i > 0; --i) points.push_back({drawn(width), 0});
    auto earlier = [](const auto& a, const auto& b) { return a.place < b.place; };
    std::sort(anchors.begin(), anchors.end(), earlier);
    std::sort(points.begin(), points.end(), earlier);
    NearestPairs pairs;
    REQUIRE(sorted(pairs.of(anchors, points)) == by_looking_at_all(anchors, points));
  }
}

TEST_CASE("a hundred thousand of each in one place are paired at once") {
  std::vector<Anchor> anchors(100'000, {0, 1'000, 1'000, 0});
  std::vector<Point> points(100'000, {1, 0});
  NearestPairs pairs;
  CHECK(pairs.of(anchors, points).size() == 100'000);
}
