#include "api/play_id.hpp"

#include <catch2/catch.hpp>

using namespace mtm;

TEST_CASE("a play's name says which row of a source tells of it, and is read back as it was written") {
  struct Case {
    history::RowName row;
    const char* id;
  };
  for (const auto& [row, id] :
       {Case{{7, 1'764'519'994'000'000, 215'000}, "7-1764519994000000-215000"},
        Case{{7, 1'764'519'994'000'000, -1}, "7-1764519994000000"},
        Case{{7, 1'764'519'994'000'000, 0}, "7-1764519994000000-0"},
        Case{{7, 1'764'519'994'000'000, -1, true}, "7-s1764519994000000"}, Case{{1, -5, 0}, "1--5-0"},
        Case{{9'000'000'000'000'000'001, 0, -1}, "9000000000000000001-0"}}) {
    CAPTURE(id);
    CHECK(api::play_id(row) == id);
    CHECK(api::read_play_id(id) == row);
  }
}

TEST_CASE("what is no name of a play names none") {
  for (const char* id :
       {"", "7", "7-", "-7-5", "0-5", "7-5-", "7-5--1", "7-5-3-", "7-5-3x", "x-5", "7-x", " 7-5", "7-05", "7-ss5",
        "s7-5", "+7-5", "99999999999999999999-5", "7-99999999999999999999", "7-5-4294967296"}) {
    CAPTURE(id);
    CHECK_FALSE(api::read_play_id(id));
  }
}
