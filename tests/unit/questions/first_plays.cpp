#include "questions/first_plays.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

TEST_CASE("discoveries are what was played for the first time on these days, latest first") {
  Rows rows;
  for (std::int64_t id = 1; id <= 4; ++id) rows.track(id).artist_id = id <= 2 ? 1 : 2;
  rows.tracks[0].isrc = rows.tracks[2].isrc = "USRC17607839";  // 1 and 3 are one recording
  play(rows, 1, "2025-05-01T10:00:00Z", 60'000);
  play(rows, 2, "2026-01-01T10:00:00Z", 10'000);  // does not count
  play(rows, 2, "2026-03-01T10:00:00Z", 60'000);
  play(rows, 3, "2026-04-01T10:00:00Z", 60'000);
  play(rows, 4, "2026-05-01T10:00:00Z", 60'000);
  play(rows, 2, "2027-05-01T10:00:00Z", 60'000);
  auto history = rows.history();
  Counting year{days_of(2026)};
  auto ids_of = [&](const FirstPlays& found) {
    std::vector<std::int64_t> ids;
    for (const auto& entry : found.entries) ids.push_back(history->tracks->ids[entry.first_track]);
    return ids;
  };
  auto tracks = first_plays(*history, {ChartOf::tracks, year});
  CHECK(ids_of(tracks) == std::vector<std::int64_t>{4, 2});
  CHECK(tracks.entries[1].played.plays == 2);
  CHECK(tracks.entries[1].played.first == moment("2026-03-01T09:59:00Z"));
  auto artists = first_plays(*history, {ChartOf::artists, year});
  CHECK(ids_of(artists) == std::vector<std::int64_t>{3});
  CHECK(artists.entries[0].played.plays == 2);
  CHECK(history->tracks->artist_ids[artists.entries[0].number] == 2);
  CHECK(first_plays(*history, {ChartOf::albums, year}).size == 0);
  auto second = first_plays(*history, {ChartOf::tracks, year, 1, 1});
  CHECK(second.size == 2);
  CHECK(ids_of(second) == std::vector<std::int64_t>{2});
  CHECK(first_plays(*history, {ChartOf::tracks, year, 7, 1}).entries.empty());
}

TEST_CASE("in all years together everything that was played is discovered once") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    give_isrcs(rows, random);
    auto history = rows.history("Asia/Tokyo");
    Counting counting;
    counting.filter.counted_from = random() % 2 ? 0 : 30'000;
    for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
      auto whole = chart(*history, {of, counting, {}, 0, 1'000});
      std::size_t size = 0;
      Sums sums, charted;
      for (int year = 2021; year < 2028; ++year) {
        auto of_year = counting;
        of_year.days = days_of(year);
        auto found = first_plays(*history, {of, of_year, 0, 1'000});
        size += found.size;
        for (std::size_t i = 0; i < found.entries.size(); ++i) {
          const auto& entry = found.entries[i];
          REQUIRE(stretch_of(*history, of_year.days).has(entry.played.first));
          if (i > 0) REQUIRE(entry.played.first <= found.entries[i - 1].played.first);
          sums.add(entry.played);
        }
      }
      for (const auto& entry : whole.entries) charted.add(entry.played);
      REQUIRE(size == whole.size);
      REQUIRE(sums == charted);
    }
  }
}
