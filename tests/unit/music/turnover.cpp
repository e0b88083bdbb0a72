#include "music/turnover.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

TEST_CASE("without a snapshot there is no turnover") { CHECK(turnover({}).empty()); }

TEST_CASE("the turnover of the first snapshot is undefined") {
  auto found = turnover({{"2026-01-01", {1, 2, 3}}});
  REQUIRE(found.size() == 1);
  CHECK(found[0].tracks == 3);
  CHECK(found[0].fresh == 0);
  CHECK_FALSE(found[0].before);
  CHECK_FALSE(found[0].share);
}

TEST_CASE("turnover is the share of the tracks that were not in the snapshot before") {
  struct Case {
    std::vector<std::int64_t> before, after;
    std::int64_t fresh;
    std::optional<double> share;
  };
  auto expected = GENERATE(values<Case>({
      {{1, 2, 3, 4}, {1, 2, 3, 4}, 0, 0.0},
      {{1, 2, 3, 4}, {4, 3, 2, 1}, 0, 0.0},  // another order is nothing new
      {{1, 2, 3, 4}, {5, 1, 6, 2}, 2, 0.5},
      {{1, 2, 3, 4}, {5, 6, 7, 8}, 4, 1.0},
      {{1, 2, 3, 4}, {1}, 0, 0.0},  // what went does not count
      {{1}, {1, 2, 3, 4}, 3, 0.75},
      {{}, {1, 2}, 2, 1.0},
      {{1, 2}, {}, 0, std::nullopt},  // nothing has no share
  }));
  auto found = turnover({{"2026-01-01", expected.before}, {"2026-02-01", expected.after}});
  REQUIRE(found.size() == 2);
  CHECK(found[1].before == "2026-01-01");
  CHECK(found[1].fresh == expected.fresh);
  CHECK(found[1].share == expected.share);
}

TEST_CASE("a track that comes back counts as new, for it was not in the one before") {
  auto found = turnover({{"a", {1}}, {"b", {2}}, {"c", {1}}});
  CHECK(found[2].fresh == 1);
  CHECK(found[2].before == "b");
}
