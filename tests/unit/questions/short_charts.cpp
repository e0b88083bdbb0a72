#include "questions/short_charts.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("short charts begin as charts do, one after the other") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    give_isrcs(rows, random);
    auto history = rows.history("Europe/Berlin");
    for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
      ShortCharts charts(*history, of);
      for (int i = 0; i < 10; ++i) {
        auto counting = random_counting(random);
        auto most = static_cast<std::size_t>(random() % 6);
        auto found = charts.first(counting, most);
        auto whole = chart(*history, {of, counting, {}, 0, most}).entries;
        REQUIRE(found.size() == whole.size());
        for (std::size_t place = 0; place < found.size(); ++place) {
          REQUIRE(found[place].number == whole[place].number);
          REQUIRE(found[place].id == whole[place].id);
          REQUIRE(found[place].top_track == whole[place].top_track);
          REQUIRE(sums_of(found[place].played) == sums_of(whole[place].played));
          REQUIRE(found[place].played.first == whole[place].played.first);
        }
      }
    }
  }
}
