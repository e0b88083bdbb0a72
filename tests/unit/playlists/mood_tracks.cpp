#include "playlists/mood_tracks.hpp"

#include <catch2/catch.hpp>

using namespace mtm::playlists;
using mtm::music::AudioFeatures;
using mtm::music::PlaylistMood;

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
