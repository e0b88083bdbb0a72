#include "music/isrc.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using namespace mtm::music;

TEST_CASE("an ISRC is the same however it is written") {
  for (const char* written : {"USRC17607839", "usrc17607839", "US-RC1-76-07839", "us-rc1-7607839", "UsRc17607839-"})
    CHECK(isrc_number(written) == isrc_number("USRC17607839"));
  CHECK(isrc_number("USRC17607839") != 0);
}

TEST_CASE("what is no ISRC has no number") {
  for (std::string text : {"", "-", "USRC1760783", "USRC176078390", "1SRC17607839", "U1RC17607839", "USRC1760783A",
                           "US RC17607839", "USRC17607839 ", "\xC3\x9CSRC1760783", "USR@17607839", "US[C17607839"}) {
    CAPTURE(text);
    CHECK(isrc_number(text) == 0);
  }
  CHECK(isrc_number(std::string(1'000'000, '-')) == 0);
}

TEST_CASE("different ISRCs have different numbers") {
  std::set<std::uint64_t> numbers;
  int codes = 0;
  for (const char* country : {"AA", "ZZ", "US", "DE"})
    for (const char* owner : {"000", "00A", "A00", "ZZZ", "999"})
      for (const char* rest : {"0000000", "9999999", "0000001", "1000000"}) {
        numbers.insert(isrc_number(std::string(country) + owner + rest));
        ++codes;
      }
  CHECK(static_cast<int>(numbers.size()) == codes);
}
