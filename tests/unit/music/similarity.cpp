#include "music/similarity.hpp"

#include <catch2/catch.hpp>

using mtm::music::similarity;
using mtm::music::Sound;

TEST_CASE("similarity is one less a third of all differences, both ways round") {
  struct Case {
    Sound one, other;
    double expected;
  };
  for (const auto& [one, other, expected] : {
           Case{{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}, 1.0},
           Case{{0, 0, 0}, {1, 1, 1}, 0.0},
           Case{{1, 0, 1}, {0, 1, 0}, 0.0},
           Case{{0.8, 0.5, 0.5}, {0.5, 0.5, 0.5}, 0.9},
           Case{{0.5, 0.8, 0.5}, {0.5, 0.5, 0.5}, 0.9},
           Case{{0.5, 0.5, 0.8}, {0.5, 0.5, 0.5}, 0.9},
           Case{{0.6, 0.4, 0.9}, {0.3, 0.7, 0.6}, 0.7},
           Case{{0.123, 0.456, 0.789}, {0.321, 0.654, 0.987}, 0.802},
       }) {
    CHECK(similarity(one, other) == expected);
    CHECK(similarity(other, one) == expected);
  }
}

TEST_CASE("what is equally far away on either side is equally similar") {
  CHECK(similarity({0.5, 0.5, 0.5}, {0.4, 0.5, 0.5}) == similarity({0.5, 0.5, 0.5}, {0.6, 0.5, 0.5}));
  CHECK(similarity({0.3, 0.5, 0.5}, {0.1, 0.5, 0.5}) == similarity({0.3, 0.5, 0.5}, {0.3, 0.4, 0.6}));
}
