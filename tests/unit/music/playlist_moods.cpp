#include "music/playlist_moods.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

namespace {

/// What just fits each mood: every feature stands at a border.
AudioFeatures at_the_border(PlaylistMood mood) {
  AudioFeatures track;
  for (const auto& demand : demands_of(mood)) track.*demand.member = demand.least ? *demand.least : *demand.most;
  return track;
}

}  // namespace

TEST_CASE("the borders of a mood belong to it, and a hair beyond any of them does not") {
  for (auto mood : kPlaylistMoods) {
    CAPTURE(title_of(mood));
    CHECK(fits(mood, at_the_border(mood)));
    for (const auto& demand : demands_of(mood)) {
      CAPTURE(demand.feature);
      auto track = at_the_border(mood);
      double hair = demand.feature == "tempo" ? 0.01 : 0.0001;
      if (demand.least) {
        track.*demand.member = *demand.least - hair;
        CHECK_FALSE(fits(mood, track));
      }
      if (demand.most) {
        track.*demand.member = *demand.most;
        CHECK(fits(mood, track));
        track.*demand.member = *demand.most + hair;
        CHECK_FALSE(fits(mood, track));
      }
    }
  }
}

TEST_CASE("a mood is read from its own word only") {
  for (auto mood : kPlaylistMoods) CHECK(playlist_mood_from(to_text(mood)) == mood);
  for (auto text : {"", "Workout", "workout ", "happy"}) CHECK_FALSE(playlist_mood_from(text));
}
