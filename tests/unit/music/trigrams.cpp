#include "music/trigrams.hpp"

#include <catch2/catch.hpp>

using mtm::music::Likeness;

TEST_CASE("words are as alike as pg_trgm says") {
  struct Case {
    const char *word, *other;
    double likeness;  // select similarity(word, other)
  };
  for (auto [word, other, likeness] : {Case{"nirvna", "nirvana", 5.0 / 10},
                                       {"nigth", "night", 3.0 / 9},
                                       {"metalica", "metallica", 8.0 / 11},
                                       {"love", "love", 1},
                                       {"grit", "gr", 2.0 / 6},
                                       {"aaaa", "aaa", 4.0 / 4},  // each trigram counts once
                                       {"zebra", "zen", 0},
                                       {"love", "hate", 0},
                                       {"группа", "група", 5.0 / 8},
                                       {"!!!", "!!!", 0},
                                       {"", "love", 0},
                                       {"love", "", 0}}) {
    CAPTURE(word, other);
    CHECK(Likeness(word).with(other) == Approx(likeness));
  }
}

TEST_CASE("words that have less than three tenths in common are not alike") {
  CHECK(Likeness("ab").with("abcdefg") == 0);                // 2 of 9
  CHECK(Likeness("abc").with("abcdef") == Approx(3.0 / 8));  // 3 of 8
  CHECK(Likeness("abc").with("abcdefgh") == Approx(0.3));    // 3 of 10
  CHECK(Likeness("abc").with("abcdefghi") == 0);             // 3 of 11
}
