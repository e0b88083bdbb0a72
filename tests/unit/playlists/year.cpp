#include "playlists/year.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <string>

using namespace mtm::playlists;
using mtm::music::Choice;

TEST_CASE("the playlist of a year has one id and a name that says what it holds") {
  CHECK(playlist_id({2016, Choice::loved}) == "playlist_2016_loved");
  CHECK(playlist_id({1969, Choice::released}) == "playlist_1969_released");
  CHECK(default_name({2016, Choice::loved}) == "2016, what I loved then");
  CHECK(default_name({1969, Choice::released}) == "1969, what came out then");
}

TEST_CASE("whatever the year, the id is one that a playlist may have") {
  for (int year : {-2147483647 - 1, -1, 0, 1, 2016, 2147483647}) {
    CAPTURE(year);
    CHECK(std::regex_match(playlist_id({year, Choice::loved}), std::regex("[a-z0-9_]{1,100}")));
  }
}
