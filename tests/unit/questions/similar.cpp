#include "questions/similar.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <tuple>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::test;
using history::Feature;

namespace {

using Ids = std::vector<std::int64_t>;

void sounds(Rows& rows, std::int64_t id, float energy, float valence, float danceability) {
  auto& row = rows.track(id);
  feature(row, Feature::energy) = energy;
  feature(row, Feature::valence) = valence;
  feature(row, Feature::danceability) = danceability;
}

Ids similar_ids(const Rows& rows, std::int64_t itself, const music::Sound& sound, std::size_t most = 20) {
  auto history = rows.history();
  Ids ids;
  for (const auto& similar : questions::similar(*history->tracks, Id{itself}, sound, most))
    ids.push_back(history->tracks->ids[similar.track]);
  return ids;
}

/// By a plain look at every track.
Ids nearest(const Rows& rows, std::int64_t itself, const music::Sound& sound, std::size_t most) {
  std::vector<std::tuple<double, std::int64_t>> all;
  for (auto row : rows.tracks) {
    auto distance = std::abs(feature(row, Feature::energy) - sound.energy) +
                    std::abs(feature(row, Feature::valence) - sound.valence) +
                    std::abs(feature(row, Feature::danceability) - sound.danceability);
    if (row.id != itself && !std::isnan(distance)) all.emplace_back(std::rint(distance * 1e6), row.id);
  }
  std::sort(all.begin(), all.end());
  Ids ids;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i) ids.push_back(std::get<1>(all[i]));
  return ids;
}

}  // namespace

TEST_CASE("the nearest tracks come first, of equally near ones the smaller id, and the seed itself not at all") {
  Rows rows;
  sounds(rows, 9, 0.7F, 0.5F, 0.5F);
  sounds(rows, 5, 0.6F, 0.5F, 0.5F);
  sounds(rows, 3, 0.8F, 0.5F, 0.5F);  // as far from 9 as 5 is, on the other side
  sounds(rows, 4, 0.7F, 0.4F, 0.5F);  // and so is this
  sounds(rows, 8, 0.7F, 0.5F, 0.55F);
  sounds(rows, 7, 0.7F, NAN, 0.5F);
  rows.track(6);
  music::Sound seed{0.7, 0.5, 0.5};
  CHECK(similar_ids(rows, 9, seed) == Ids{8, 3, 4, 5});
  CHECK(similar_ids(rows, 9, seed, 2) == Ids{8, 3});
  CHECK(similar_ids(rows, 99, seed) == Ids{9, 8, 3, 4, 5});  // a seed that the library lacks
  auto history = rows.history();
  auto similar = questions::similar(*history->tracks, Id{99}, seed, 20);
  CHECK(similar.at(0).similarity == 1);
  CHECK(similar.at(1).similarity == Approx(1 - 0.05 / 3).margin(1e-6));
}

TEST_CASE("an empty library has nothing similar") { CHECK(similar_ids({}, 1, {0.5, 0.5, 0.5}).empty()); }

TEST_CASE("the nearest are those of a naive sort, whatever the library") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_rows(random, static_cast<int>(10 * seed));
    std::uniform_real_distribution<double> anywhere(0, 1);
    for (std::size_t most : {1, 5, 20, 100}) {
      CAPTURE(most);
      auto itself = static_cast<std::int64_t>(1 + seed);
      music::Sound sound{anywhere(random), anywhere(random), anywhere(random)};
      CHECK(similar_ids(rows, itself, sound, most) == nearest(rows, itself, sound, most));
      music::Sound coarse{0.5, 0.25, 0.75};  // with many at equal distances
      CHECK(similar_ids(rows, itself, coarse, most) == nearest(rows, itself, coarse, most));
    }
  }
}
