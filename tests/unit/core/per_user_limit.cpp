#include "core/per_user_limit.hpp"

#include <catch2/catch.hpp>

using namespace mtm;

TEST_CASE("a user has one at a time, whatever others have") {
  PerUserLimit uploads;
  auto mine = uploads.take(Id{1});
  REQUIRE(mine);
  CHECK_FALSE(uploads.take(Id{1}));
  CHECK(uploads.take(Id{2}));
  mine.reset();
  CHECK(uploads.take(Id{1}));
}

TEST_CASE("a turn that was ended early takes nothing from the next one") {
  PerUserLimit exports;
  auto first = exports.take(Id{1});
  first->end();
  auto second = exports.take(Id{1});
  REQUIRE(second);
  first.reset();
  CHECK_FALSE(exports.take(Id{1}));
}

TEST_CASE("a user has as many at a time as everybody may have") {
  PerUserLimit streams(2);
  auto first = streams.take(Id{1}), second = streams.take(Id{1});
  REQUIRE((first && second));
  CHECK_FALSE(streams.take(Id{1}));
  CHECK(streams.take(Id{2}));
  first->end();
  first.reset();
  auto third = streams.take(Id{1});
  CHECK(third);
  CHECK_FALSE(streams.take(Id{1}));
}
