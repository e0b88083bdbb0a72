#include "questions/mine.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::TimeRange;
using test::day;
using test::moment;

TEST_CASE("a track that is not in the library is nothing to anybody") {
  test::Rows rows;
  rows.track(7);
  CHECK_FALSE(mine(*rows.history(), Id{6}));
  CHECK_FALSE(mine(*rows.history(), Id{8}));
  CHECK_FALSE(mine(*test::Rows().history(), Id{7}));
}

TEST_CASE("what a track is to somebody who only met it") {
  test::Rows rows;
  rows.track(7).first_seen = moment("2020-05-04T12:30:00Z");
  auto found = mine(*rows.history(), Id{7});
  REQUIRE(found);
  CHECK(found->first_seen == moment("2020-05-04T12:30:00Z"));
  CHECK(found->saved == history::kNever);
  CHECK(found->unsaved == history::kNever);
  CHECK(found->plays == 0);
  CHECK(found->last_played == history::kNever);
  CHECK_FALSE(found->best_rank);
}

TEST_CASE("plays are counted, and the last of them is known") {
  test::Rows rows;
  rows.track(7), rows.track(8);
  rows.play(7, "2022-01-02T00:00:00Z"), rows.play(7, "2022-01-01T00:00:00Z"), rows.play(8, "2022-01-03T00:00:00Z");
  auto found = mine(*rows.history(), Id{7});
  CHECK(found->plays == 2);
  CHECK(found->last_played == moment("2022-01-02T00:00:00Z"));
}

TEST_CASE("the best rank is the highest place, then the latest day, then the shorter range") {
  test::Rows rows;
  rows.track(1), rows.track(2), rows.track(3);
  rows.snapshot(day("2026-01-01"), {2, 1}, TimeRange::long_term);
  rows.snapshot(day("2026-01-03"), {3, 1}, TimeRange::long_term);
  rows.snapshot(day("2026-01-03"), {2, 1}, TimeRange::medium_term);
  rows.snapshot(day("2026-01-02"), {2, 1});
  rows.snapshot(day("2026-01-04"), {2, 3, 1});
  auto history = rows.history();
  auto best = mine(*history, Id{1})->best_rank;
  REQUIRE(best);
  CHECK(best->rank == 2);
  CHECK(best->day == day("2026-01-03"));
  CHECK(best->range == TimeRange::medium_term);
  CHECK(mine(*history, Id{2})->best_rank->day == day("2026-01-04"));
}

TEST_CASE("plays of all tracks together are those of the history, and no place is better than the best") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto history = rows.history();
  std::size_t plays = 0;
  for (const auto& track : rows.tracks) plays += mine(*history, Id{track.id})->plays;
  CHECK(plays == rows.plays.size());
  for (const auto& place : rows.snapshots) {
    auto best = mine(*history, Id{place.track_id})->best_rank;
    REQUIRE(best);
    CHECK(best->rank <= place.rank);
    if (best->rank == place.rank) CHECK(best->day >= place.day);
  }
}

TEST_CASE("what a track is to me it is with all tracks of its recording, but it is saved under its own id") {
  test::Rows rows;
  for (std::int64_t id = 1; id <= 3; ++id) rows.track(id);
  rows.tracks[0].isrc = rows.tracks[1].isrc = "USRC17607839";
  rows.tracks[1].first_seen = moment("2019-01-01T00:00:00Z");
  rows.tracks[1].saved = moment("2019-02-01T00:00:00Z");
  rows.play(1, "2026-01-01T00:00:00Z");
  rows.play(2, "2026-01-02T00:00:00Z");
  rows.play(3, "2026-01-03T00:00:00Z");
  rows.snapshot(day("2026-01-03"), {3, 2});
  auto history = rows.history();
  auto first = *mine(*history, Id{1});
  CHECK(first.plays == 2);
  CHECK(first.last_played == moment("2026-01-02T00:00:00Z"));
  CHECK(first.first_seen == moment("2019-01-01T00:00:00Z"));
  CHECK(first.saved == history::kNever);
  CHECK(first.best_rank->rank == 2);
  CHECK(mine(*history, Id{2})->saved == rows.tracks[1].saved);
  CHECK(mine(*history, Id{3})->plays == 1);
}
