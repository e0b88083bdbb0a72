#include "music/diversity.hpp"

#include <catch2/catch.hpp>

using mtm::music::effective_number;

TEST_CASE("so many artists of equal shares are so many effective ones") {
  CHECK(effective_number({7}) == Approx(1));
  CHECK(effective_number({1, 1}) == Approx(2));
  CHECK(effective_number({5, 5, 5, 5}) == Approx(4));
  CHECK(effective_number(std::vector<std::int64_t>(50, 3)) == Approx(50));
}

TEST_CASE("unequal shares count less") {
  CHECK(effective_number({3, 1}) == Approx(1.754765));     // exp(-(.75 ln .75 + .25 ln .25))
  CHECK(effective_number({2, 1, 1}) == Approx(2.828427));  // exp(1.5 ln 2)
  CHECK(effective_number({991, 1, 1, 1, 1, 1, 1, 1, 1, 1}) < 1.1);
}

TEST_CASE("nobody is no artist, and who has no place is nobody") {
  CHECK(effective_number({}) == 0);
  CHECK(effective_number({0, 0}) == 0);
  CHECK(effective_number({4, 0, 4, -1}) == Approx(2));
}
