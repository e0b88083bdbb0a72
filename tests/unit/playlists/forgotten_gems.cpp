#include "playlists/forgotten_gems.hpp"

#include <catch2/catch.hpp>

using namespace mtm::playlists;
using mtm::music::GemFacts;
using namespace std::chrono;

namespace {

constexpr sys_days on(int y, unsigned m, unsigned d) { return year(y) / month(m) / d; }

}  // namespace

TEST_CASE("a gem says how often and until when, with the year where the month alone would mislead") {
  auto today = on(2026, 11, 21);
  struct Row {
    GemFacts facts;
    const char* reason;
  };
  const Row rows[] = {
      {{6, on(2026, 3, 14), 0, {}}, "in your top 50 six times until March, not since"},
      {{1, on(2026, 1, 1), 0, {}}, "in your top 50 once until January, not since"},
      {{2, on(2025, 12, 31), 0, {}}, "in your top 50 twice until December 2025, not since"},
      {{12, on(2026, 8, 23), 0, {}}, "in your top 50 twelve times until August, not since"},
      {{13, on(2026, 8, 23), 0, {}}, "in your top 50 13 times until August, not since"},
      {{0, {}, 5, on(2026, 8, 23)}, "played five times until August, not since"},
      {{3, on(2026, 5, 2), 40, on(2026, 7, 1)}, "in your top 50 three times and played 40 times until July, not since"},
      {{3, on(2026, 7, 2), 1, on(2026, 5, 1)}, "in your top 50 three times and played once until July, not since"},
  };
  for (const auto& row : rows) CHECK(gem_reason(row.facts, today) == row.reason);
}

TEST_CASE("a gem that was only liked says when, and when it was last played") {
  auto today = on(2026, 11, 21), liked = on(2016, 5, 3);
  CHECK(gem_reason({0, {}, 0, on(2024, 3, 9), liked}, today) == "liked on 3 May 2016, last played in March 2024");
  CHECK(gem_reason({0, {}, 0, {}, liked}, today) == "liked on 3 May 2016, no play known since");
  CHECK(gem_reason({0, {}, 0, on(2016, 5, 2), liked}, today) == "liked on 3 May 2016, no play known since");
}

TEST_CASE("no gems: with an empty library, and with nothing forgotten there is something to do") {
  CHECK_THAT(why_no_gems({}, false), Catch::StartsWith("Take a snapshot first"));
  CHECK_THAT(why_no_gems({}, true), Catch::StartsWith("Nothing is forgotten"));
}
