#include "music/features.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

TEST_CASE("averages are over the tracks that have features, and the others are counted") {
  FeatureAverages playlist;
  CHECK_FALSE(playlist.averages());
  playlist.add(std::nullopt);
  CHECK_FALSE(playlist.averages());
  playlist.add(AudioFeatures{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 100, -10});
  playlist.add(AudioFeatures{0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 140, -6});
  playlist.add(std::nullopt);
  CHECK(playlist.with_features() == 2);
  CHECK(playlist.without_features() == 2);
  auto mean = playlist.averages();
  REQUIRE(mean);
  CHECK(mean->danceability == Approx(0.2));
  CHECK(mean->energy == Approx(0.3));
  CHECK(mean->valence == Approx(0.4));
  CHECK(mean->acousticness == Approx(0.5));
  CHECK(mean->instrumentalness == Approx(0.6));
  CHECK(mean->liveness == Approx(0.7));
  CHECK(mean->speechiness == Approx(0.8));
  CHECK(mean->tempo == Approx(120));
  CHECK(mean->loudness == Approx(-8));
}
