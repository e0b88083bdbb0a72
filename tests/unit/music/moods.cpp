#include "music/moods.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

TEST_CASE("a mood is a quadrant of energy and valence, the middle is energetic and glad") {
  struct Case {
    double energy, valence;
    std::string_view label;
  };
  auto expected = GENERATE(values<Case>({
      {0.9, 0.9, "Happy & Energetic"},
      {0.5, 0.5, "Happy & Energetic"},
      {1, 1, "Happy & Energetic"},
      {0.9, 0.1, "Angry & Intense"},
      {0.5, 0.4999, "Angry & Intense"},
      {1, 0, "Angry & Intense"},
      {0.1, 0.9, "Calm & Peaceful"},
      {0.4999, 0.5, "Calm & Peaceful"},
      {0, 1, "Calm & Peaceful"},
      {0.1, 0.1, "Sad & Melancholic"},
      {0.4999, 0.4999, "Sad & Melancholic"},
      {0, 0, "Sad & Melancholic"},
  }));
  CAPTURE(expected.energy, expected.valence);
  CHECK(label(mood_of(expected.energy, expected.valence)) == expected.label);
}
