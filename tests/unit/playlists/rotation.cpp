#include "playlists/rotation.hpp"

#include <catch2/catch.hpp>

using namespace mtm::playlists;

TEST_CASE("a rank says which way it went since the snapshot before") {
  CHECK(rotation_reason(3, 9, false) == "number 3, up from 9");
  CHECK(rotation_reason(9, 3, false) == "number 9, down from 3");
  CHECK(rotation_reason(1, 1, false) == "number 1, as before");
  CHECK(rotation_reason(7, {}, false) == "number 7, new or back");
  CHECK(rotation_reason(7, {}, true) == "number 7");
}
