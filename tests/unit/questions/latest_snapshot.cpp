#include "questions/latest_snapshot.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <tuple>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::TimeRange;

namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::size_t kAll = 1'000'000;

template <class Found>
Ids ids(const history::History& history, const Found& found) {
  Ids ids;
  for (const auto& track : found.tracks) ids.push_back(history.tracks->ids[track.track]);
  return ids;
}

test::Rows eleven_tracks() {
  test::Rows rows;
  for (std::int64_t id = 11; id > 0; --id) rows.track(id);
  return rows;
}

}  // namespace

TEST_CASE("a discovery is in the latest lists and in none before, those of the short-term list first") {
  auto rows = eleven_tracks();
  auto latest = test::day("2026-11-29");
  rows.snapshot(latest - 9, {3}, TimeRange::long_term);
  rows.snapshot(latest - 7, {1, 2});
  rows.snapshot(latest, {1, 9, 3, 5});
  rows.snapshot(latest, {8, 5, 7, 2}, TimeRange::medium_term);
  rows.snapshot(latest, {6, 7}, TimeRange::long_term);
  auto history = rows.history();
  auto found = recent_discoveries(*history, kAll);
  CHECK(found.day == latest);
  CHECK(ids(*history, found) == Ids{9, 5, 6, 8, 7});
  CHECK(found.tracks[1].rank == 2);  // in the medium-term list it stands higher
  CHECK(found.candidates == 5);
  auto two = recent_discoveries(*history, 2);
  CHECK(ids(*history, two) == Ids{9, 5});
  CHECK(two.candidates == 5);
}

TEST_CASE("without lists there are neither discoveries nor a rotation") {
  auto history = eleven_tracks().history();
  CHECK(recent_discoveries(*history, kAll).tracks.empty());
  CHECK(latest_rotation(*history, {}, kAll).tracks.empty());
}

TEST_CASE("the rotation is the latest short-term list of the days, compared with the one before it") {
  auto rows = eleven_tracks();
  auto latest = test::day("2026-11-29");
  rows.snapshot(latest - 9, {4, 2, 1});
  rows.snapshot(latest - 7, {1, 2, 3});
  rows.snapshot(latest - 5, {9}, TimeRange::medium_term);
  auto history = rows.history();
  auto found = latest_rotation(*history, {}, kAll);
  CHECK(found.day == latest - 7);
  CHECK_FALSE(found.first_snapshot);
  CHECK(ids(*history, found) == Ids{1, 2, 3});
  CHECK(found.tracks[0].before == 3);
  CHECK(found.tracks[1].before == 2);
  CHECK(found.tracks[2].before == std::nullopt);
  CHECK(found.candidates == 3);
  auto two = latest_rotation(*history, {}, 2);
  CHECK(ids(*history, two) == Ids{1, 2});
  CHECK(two.candidates == 3);

  auto earlier = latest_rotation(*history, Days{latest - 20, latest - 8}, kAll);
  CHECK(ids(*history, earlier) == Ids{4, 2, 1});
  CHECK(earlier.first_snapshot);
  auto compared = latest_rotation(*history, Days{latest - 7, latest}, kAll);
  CHECK(compared.tracks[0].before == 3);  // with a list that lies before the days
  CHECK(latest_rotation(*history, Days{latest - 6, latest}, kAll).tracks.empty());
}

TEST_CASE("a recording is discovered once, and is in the rotation once, by its track of the best rank") {
  auto rows = eleven_tracks();
  auto isrc = [&](std::initializer_list<std::int64_t> ids, std::string_view isrc) {
    for (auto& row : rows.tracks)
      if (std::find(ids.begin(), ids.end(), row.id) != ids.end()) row.isrc = isrc;
  };
  isrc({1, 2, 3}, "USRC17607839");
  isrc({4, 5}, "DEA123456789");
  isrc({7, 8}, "GBAAA1234567");
  auto latest = test::day("2026-11-29");
  rows.snapshot(latest - 7, {8, 3, 9});
  rows.snapshot(latest, {5, 7, 4, 2, 6, 1});
  rows.snapshot(latest, {11, 4, 7}, TimeRange::long_term);
  auto history = rows.history();
  auto fresh = recent_discoveries(*history, kAll);
  CHECK(ids(*history, fresh) == Ids{5, 6, 11});
  CHECK(fresh.candidates == 3);
  CHECK(fresh.tracks[0].rank == 1);
  auto rotation = latest_rotation(*history, {}, kAll);
  CHECK(ids(*history, rotation) == Ids{5, 7, 2, 6});
  CHECK(rotation.candidates == 4);
  CHECK(rotation.tracks[0].before == std::nullopt);
  CHECK(rotation.tracks[1].before == 1);
  CHECK(rotation.tracks[2].before == 2);
}

TEST_CASE("discoveries are exactly those that the definition names, in one order, whatever the history") {
  auto seed = GENERATE(range(1u, 40u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto last = rows.snapshots.back().day;
  rows.snapshot(last, {7, 3}, static_cast<TimeRange>((static_cast<int>(rows.snapshots.back().range) + 1) % 3));
  for (std::int64_t id = 1000; id < 1010; ++id) rows.track(id);
  rows.snapshot(last + 1, {1003, 5, 1001, 1002}, TimeRange::long_term);
  rows.snapshot(last + 1, {1002, 1000, 1001}, TimeRange::short_term);
  if (seed % 2 == 0) rows.snapshot(last + 1, {1009, 1003, 6, 1001}, TimeRange::medium_term);
  auto history = rows.history();

  std::set<std::int64_t> before;
  std::map<std::int64_t, std::pair<int, int>> latest;  // (rank in the short-term list, best rank)
  for (const auto& place : rows.snapshots) {
    if (place.day <= last) {
      before.insert(place.track_id);
      continue;
    }
    auto& [lately, best] = latest.try_emplace(place.track_id, 999, 999).first->second;
    best = std::min<int>(best, place.rank);
    if (place.range == TimeRange::short_term) lately = place.rank;
  }
  std::set<std::tuple<int, int, std::int64_t>> expected;
  for (const auto& [id, ranks] : latest)
    if (before.count(id) == 0) expected.emplace(ranks.first, ranks.second, id);
  Ids in_order;
  for (const auto& [lately, best, id] : expected) in_order.push_back(id);
  auto found = recent_discoveries(*history, kAll);
  CHECK(ids(*history, found) == in_order);
  CHECK(found.candidates == static_cast<std::int64_t>(in_order.size()));
}
