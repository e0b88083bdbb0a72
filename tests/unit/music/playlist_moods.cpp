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

TEST_CASE("a mood says in words what it takes and what a track brings") {
  CHECK(definition_of(PlaylistMood::workout) ==
        "energy 75% or more, 140 beats a minute or more, valence 50% or more, danceability 60% or more");
  CHECK(definition_of(PlaylistMood::focus) ==
        "energy 40% or less, 90 to 110 beats a minute, instrumentalness 50% or more, speechiness 10% or less");
  CHECK(definition_of(PlaylistMood::chill) ==
        "energy 50% or less, valence 40% to 70%, 80 to 110 beats a minute, acousticness 30% or more");
  CHECK(definition_of(PlaylistMood::party) ==
        "energy 70% or more, valence 70% or more, danceability 70% or more, 118 to 135 beats a minute");
  CHECK(definition_of(PlaylistMood::melancholic) ==
        "energy 50% or less, valence 30% or less, acousticness 40% or more");
  AudioFeatures track;
  track.energy = 0.824;
  track.tempo = 147.6;
  track.valence = 0.5;
  track.danceability = 0.609;
  CHECK(mood_reason(PlaylistMood::workout, track) == "energy 82%, 148 beats a minute, valence 50%, danceability 61%");
}

TEST_CASE("what a track brings is rounded from the decimal fraction that is shown of it") {
  AudioFeatures track;
  track.energy = 0.345F;  // 0.34499999880790710
  track.valence = 0.125F;
  track.acousticness = 0.665F;  // 0.66500002145767212
  CHECK(mood_reason(PlaylistMood::melancholic, track) == "energy 35%, valence 13%, acousticness 67%");
}

TEST_CASE("a mood is read from its own word only") {
  for (auto mood : kPlaylistMoods) CHECK(playlist_mood_from(to_text(mood)) == mood);
  for (auto text : {"", "Workout", "workout ", "happy"}) CHECK_FALSE(playlist_mood_from(text));
}
