#include "transfer/old_app/source.hpp"

#include <catch2/catch.hpp>

using namespace mtm::transfer;

TEST_CASE("an artist without an id gets one that is stable and none of Spotify's") {
  CHECK(made_up_artist_id("Beyoncé") == made_up_artist_id("Beyoncé"));
  CHECK(made_up_artist_id("Beyoncé") != made_up_artist_id("Beyonce"));
  CHECK(made_up_artist_id("").size() == 22);
  CHECK(made_up_artist_id("x")[0] == '_');
}
