#include "questions/holdings.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/made.hpp"

using namespace mtm;
using questions::holdings;

TEST_CASE("nothing is held of an empty history") {
  for (const auto& held : holdings(*test::Rows().history())) {
    CHECK(held.rows == 0);
    CHECK(held.bytes == 0);
  }
}

TEST_CASE("what is held are the rows of the history, table by table") {
  auto seed = GENERATE(range(1u, 10u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto held = holdings(*rows.history());
  REQUIRE(held.size() == 3);
  CHECK(held[0].table == "library");
  CHECK(held[0].rows == static_cast<std::int64_t>(rows.tracks.size()));
  CHECK(held[1].table == "plays");
  CHECK(held[1].rows == static_cast<std::int64_t>(rows.plays.size()));
  CHECK(held[2].table == "snapshots");
  CHECK(held[2].rows == static_cast<std::int64_t>(rows.snapshots.size()));
  for (const auto& of : held) CHECK(of.bytes >= of.rows * 60);
}
