#include "playlists/sources.hpp"

#include <catch2/catch.hpp>

using namespace mtm::playlists;
using namespace std::chrono;

TEST_CASE("a source's playlist is named after it and its month, and is the same all month long") {
  CHECK(default_name(title_of(Source::forgotten_gems), 2026y / 11) == "Forgotten Gems - November 2026");
  CHECK(default_name(title_of(Source::currently_obsessed), 2027y / 1) == "Currently Obsessed - January 2027");
  CHECK(playlist_id(Source::currently_obsessed, "", 2027y / 1) == "currently_obsessed_2027_01");
  CHECK(playlist_id(Source::mood, "chill", 2026y / 12) == "mood_chill_2026_12");
  CHECK(playlist_id(Source::similar, "9223372036854775807", 2026y / 12) == "similar_9223372036854775807_2026_12");
}

TEST_CASE("a source is read from its own word only") {
  for (auto source : {Source::forgotten_gems, Source::recent_discoveries, Source::current_rotation,
                      Source::currently_obsessed, Source::mood, Source::similar}) {
    CHECK(source_from(to_text(source)) == source);
    CHECK(to_text(source).size() <= 20);  // playlists.kind
  }
  for (auto text : {"", "year", "Forgotten Gems", "forgotten-gems"}) CHECK_FALSE(source_from(text));
}
