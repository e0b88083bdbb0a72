#include "questions/on_this_day.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

std::vector<int> years(const std::vector<PastDay>& past) {
  std::vector<int> years;
  for (const auto& day : past) years.push_back(day.years_ago);
  return years;
}

}  // namespace

TEST_CASE("on this day one, three, five and ten years ago come first, then the other years from the latest on") {
  Rows rows;
  rows.track(1);
  for (int year = 2010; year <= 2026; ++year)
    if (year != 2021) play(rows, 1, std::to_string(year) + "-11-30T12:00:00Z", 60'000);
  play(rows, 1, "2021-11-29T12:00:00Z", 60'000);
  auto history = rows.history();
  CHECK(years(on_this_day(*history, {}, day("2026-11-30"), 5)) ==
        std::vector<int>{1, 3, 10, 2, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16});
  CHECK(years(on_this_day(*history, {}, day("2026-11-29"), 5)) == std::vector<int>{5});
  CHECK(on_this_day(*history, {}, day("2026-10-29"), 5).empty());
  CHECK(on_this_day(*Rows().history(), {}, day("2026-10-29"), 5).empty());
}

TEST_CASE("29 February shows on 28 February of common years") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2024-02-28T12:00:00Z", 60'000);
  play(rows, 1, "2024-02-29T12:00:00Z", 60'000);
  play(rows, 1, "2023-02-28T12:00:00Z", 60'000);
  play(rows, 1, "2020-02-29T12:00:00Z", 60'000);
  auto history = rows.history();
  auto past = on_this_day(*history, {}, day("2026-02-28"), 5);
  CHECK(years(past) == std::vector<int>{3, 2, 6});
  CHECK(past[1].played.plays == 2);
  CHECK(past[1].days.last == day("2024-02-29"));
  CHECK(years(on_this_day(*history, {}, day("2028-02-28"), 5)) == std::vector<int>{5, 4});
  CHECK(years(on_this_day(*history, {}, day("2028-02-29"), 5)) == std::vector<int>{4, 8});
  CHECK(on_this_day(*history, {}, day("2026-03-01"), 5).empty());
}

TEST_CASE("of a past day the most played recordings stand first, with the plays of all their tracks") {
  Rows rows;
  for (std::int64_t id = 1; id <= 4; ++id) rows.track(id);
  rows.tracks[1].isrc = rows.tracks[3].isrc = "USRC17607839";
  play(rows, 1, "2025-11-30T08:00:00Z", 400'000);
  play(rows, 1, "2025-11-30T09:00:00Z", 400'000);
  for (const auto* ended : {"2025-11-30T10:00:00Z", "2025-11-30T11:00:00Z"}) play(rows, 4, ended, 60'000);
  play(rows, 2, "2025-11-30T12:00:00Z", 60'000);
  play(rows, 3, "2025-11-30T13:00:00Z", 20'000);
  play(rows, 3, "2025-12-01T00:00:30Z", 60'000);  // began on the day
  auto history = rows.history();
  auto ids = [&](Counting counting, std::size_t most) {
    std::vector<std::int64_t> ids;
    for (const auto& past : on_this_day(*history, counting, day("2026-11-30"), most))
      for (const auto& track : past.tracks) ids.push_back(history->tracks->ids[track.track]);
    return ids;
  };
  CHECK(ids({}, 5) == std::vector<std::int64_t>{4, 1, 3});
  CHECK(ids({{}, {}, By::minutes}, 2) == std::vector<std::int64_t>{1, 4});
  auto past = on_this_day(*history, {}, day("2026-11-30"), 5);
  CHECK(past[0].tracks[0].played.plays == 3);
  CHECK(past[0].played.plays == 6);
}
