#include "music/play_details.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace mtm::music;

TEST_CASE("how a play ended follows from its reason, and a skip from either field") {
  struct Case {
    const char* reason;
    bool skipped;
    Ending ending;
  };
  const Case cases[] = {
      {"trackdone", false, Ending::finished},
      {"trackdone", true, Ending::skipped},
      {"fwdbtn", false, Ending::skipped},
      {"backbtn", false, Ending::skipped},
      {"endplay", false, Ending::stopped},
      {"endplay", true, Ending::skipped},
      {"logout", false, Ending::other},
      {"remote", false, Ending::other},
      {"unexpected-exit-while-paused", false, Ending::other},
      {"switched-to-video", false, Ending::other},
      {"unknown", false, Ending::other},
      {"", true, Ending::skipped},
      {"", false, Ending::unknown},
  };
  for (const auto& known : cases) {
    CAPTURE(known.reason, known.skipped);
    CHECK(ending_of(known.reason, known.skipped) == known.ending);
  }
}

TEST_CASE("a country is two letters, or unknown") {
  for (const auto* name : {"DE", "US", "XK", "AA", "ZY"}) CHECK(name_of_country(country_of(name)) == name);
  for (const auto* name : {"", "D", "ZZ", "de", "D1", "DEU", "\xC3\x9C"}) {
    CAPTURE(name);
    CHECK(country_of(name) == 0);
  }
  CHECK(name_of_country(0).empty());
}

TEST_CASE("each detail is the one of the best source that knows it, and a play is private when any says so") {
  PlayDetails file, scrobble;
  file.shuffle = YesNo::no;
  file.country = country_of("DE");
  scrobble.in_private = true;
  scrobble.shuffle = YesNo::yes;
  scrobble.offline = YesNo::yes;
  scrobble.ending = Ending::skipped;
  scrobble.platform = Platform::android;
  scrobble.country = country_of("US");
  GatheredDetails gathered;
  gathered.give(scrobble, 2);
  gathered.give(file, 0);
  auto expected = scrobble;
  expected.shuffle = YesNo::no;
  expected.country = country_of("DE");
  CHECK(gathered.all() == expected);
}

TEST_CASE("the order in which sources give details does not matter") {
  std::mt19937 random(1);
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  for (int round = 0; round < 2'000; ++round) {
    CAPTURE(round);
    std::vector<std::pair<PlayDetails, int>> given(static_cast<std::size_t>(1 + below(5)));
    for (auto& [details, rank] : given) {
      details.in_private = below(4) == 0;
      details.shuffle = static_cast<YesNo>(below(3));
      details.offline = static_cast<YesNo>(below(3));
      details.ending = static_cast<Ending>(below(5));
      details.platform = static_cast<Platform>(below(12));
      details.country = below(2) ? country_of("DE") : below(2) ? country_of("US") : 0;
      rank = below(3);
    }
    auto all = [](const auto& some) {
      GatheredDetails gathered;
      for (const auto& [details, rank] : some) gathered.give(details, rank);
      return gathered.all();
    };
    auto expected = all(given);
    std::shuffle(given.begin(), given.end(), random);
    REQUIRE(all(given) == expected);
  }
}

TEST_CASE("details are one number in the database, and 0 when nothing is known") {
  CHECK(PlayDetails().packed() == 0);
  std::mt19937 random(2);
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  for (int round = 0; round < 2'000; ++round) {
    PlayDetails details;
    details.in_private = below(2) == 0;
    details.shuffle = static_cast<YesNo>(below(3));
    details.offline = static_cast<YesNo>(below(3));
    details.ending = static_cast<Ending>(below(5));
    details.platform = static_cast<Platform>(below(12));
    details.country = static_cast<std::uint16_t>(below(kCountryEnd));
    REQUIRE(details.packed() >= 0);
    REQUIRE(PlayDetails::unpacked(details.packed()) == details);
  }
}
