#include "core/unexpected_words.hpp"

#include <catch2/catch.hpp>

using namespace mtm;

TEST_CASE("of words that a program does not take only options are shown") {
  CHECK_THAT(unexpected_words({"hush", "--usr", "--label=hush", "-h", "--"}),
             Catch::Contains(" --usr.") && !Catch::Contains("hush"));
  CHECK_THAT(unexpected_words({"hush"}), Catch::Contains("more words") && !Catch::Contains("hush"));
}
