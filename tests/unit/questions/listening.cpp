#include "questions/listening.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "questions/group_ids.hpp"
#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

/// Tracks 1 and 2 are by artist 1, on one album; 3 is by artist 2, on another; 4 by artist 2, on none.
Rows two_artists() {
  Rows rows;
  for (std::int64_t id = 1; id <= 4; ++id) {
    auto& row = rows.track(id);
    row.artist_id = id <= 2 ? 1 : 2;
    row.artist = id <= 2 ? "First" : "Second";
    if (id <= 3) row.album = id <= 2 ? "One" : "Two";
  }
  return rows;
}

ListeningQuestion about(const history::History& history, ChartOf of, std::int64_t id) {
  return {subject_of(history, of, Id{id}).value(), {}};
}

std::vector<std::int64_t> ids(const std::vector<ChartEntry>& entries) {
  std::vector<std::int64_t> ids;
  for (const auto& entry : entries) ids.push_back(entry.id);
  return ids;
}

std::vector<std::uint32_t> plays_of(const Timeline& months) {
  std::vector<std::uint32_t> plays;
  for (const auto& month : months.buckets) plays.push_back(month.played.plays);
  return plays;
}

}  // namespace

TEST_CASE("an artist's page counts the plays of its tracks, month by month") {
  auto rows = two_artists();
  play(rows, 1, "2026-01-10T10:00:00Z", 60'000);
  play(rows, 2, "2026-01-11T10:00:00Z", 60'000);
  play(rows, 2, "2026-03-01T10:00:00Z", -1);
  play(rows, 3, "2026-02-01T10:00:00Z", 60'000);
  play(rows, 1, "2026-04-01T10:00:00Z", 29'999);
  auto history = rows.history();
  auto found = listening(*history, about(*history, ChartOf::artists, 1)).value();
  CHECK(sums_of(found.played) == Sums{3, 120'000, 1});
  CHECK(sums_of(found.ever) == Sums{3, 120'000, 1});
  CHECK(found.ever.first == moment("2026-01-10T09:59:00Z"));
  CHECK(found.last == moment("2026-03-01T10:00:00Z"));
  CHECK(plays_of(found.months) == std::vector<std::uint32_t>{2, 0, 1, 0});
  CHECK(month_text(month_of(found.months.buckets[0].days.first)) == "2026-01");
  CHECK(found.rank.place == 1);
  CHECK(found.rank.of == 2);
  CHECK(ids(found.tracks) == std::vector<std::int64_t>{2, 1});
  CHECK(ids(found.albums) == std::vector<std::int64_t>{1});
  CHECK(found.known == 2);
  CHECK(found.heard == 2);
}

TEST_CASE("days cut what was played and its rank, but not the first and the last play") {
  auto rows = two_artists();
  play(rows, 1, "2026-01-10T10:00:00Z", 60'000);
  play(rows, 1, "2026-01-11T10:00:00Z", 60'000);
  play(rows, 3, "2026-03-01T10:00:00Z", 60'000);
  play(rows, 4, "2026-03-02T10:00:00Z", 60'000);
  play(rows, 2, "2026-03-03T10:00:00Z", 60'000);
  auto history = rows.history();
  auto question = about(*history, ChartOf::artists, 1);
  question.counting.days = {day("2026-02-01"), day("2026-04-30")};
  auto found = listening(*history, question).value();
  CHECK(found.played.plays == 1);
  CHECK(found.ever.plays == 3);
  CHECK(found.rank.place == 2);
  CHECK(found.rank_ever.place == 1);
  CHECK(found.ever.first == moment("2026-01-10T09:59:00Z"));
  CHECK(found.last == moment("2026-03-03T09:59:00Z"));
  CHECK(plays_of(found.months) == std::vector<std::uint32_t>{0, 1, 0});
  CHECK(ids(found.tracks) == std::vector<std::int64_t>{2});
  question.counting.days = {day("2026-04-01"), day("2026-04-30")};
  found = listening(*history, question).value();
  CHECK_FALSE(found.rank.place);
  CHECK(found.rank.of == 0);
  CHECK(found.tracks.empty());
  CHECK(plays_of(found.months) == std::vector<std::uint32_t>{0});
}

TEST_CASE("an album's page has all its tracks, the most played first and those without a play last") {
  auto rows = two_artists();
  play(rows, 2, "2026-01-10T10:00:00Z", 60'000);
  auto history = rows.history();
  for (std::int64_t any_track : {1, 2}) {
    auto found = listening(*history, about(*history, ChartOf::albums, any_track)).value();
    CHECK(ids(found.tracks) == std::vector<std::int64_t>{2, 1});
    CHECK(found.tracks[1].played.plays == 0);
    CHECK(found.known == 2);
    CHECK(found.heard == 1);
    CHECK(found.rank.place == 1);
    CHECK(found.albums.empty());
  }
  CHECK_FALSE(subject_of(*history, ChartOf::albums, Id{4}));
  CHECK_FALSE(subject_of(*history, ChartOf::albums, Id{5}));
}

TEST_CASE("a track's page counts the plays of its whole recording") {
  auto rows = two_artists();
  rows.tracks[1].isrc = rows.tracks[3].isrc = "USRC17607839";
  play(rows, 2, "2026-01-10T10:00:00Z", 60'000);
  play(rows, 4, "2026-02-10T10:00:00Z", 60'000);
  play(rows, 4, "2026-02-11T10:00:00Z", 60'000);
  play(rows, 3, "2026-02-12T10:00:00Z", 60'000);
  auto history = rows.history();
  for (std::int64_t version : {2, 4}) {
    auto found = listening(*history, about(*history, ChartOf::tracks, version)).value();
    CHECK(found.played.plays == 3);
    CHECK(found.rank.place == 1);
    CHECK(found.rank.of == 2);
    CHECK(plays_of(found.months) == std::vector<std::uint32_t>{1, 2});
    CHECK(found.known == 1);
  }
  // The page of an artist counts what is the artist's alone.
  CHECK(listening(*history, about(*history, ChartOf::artists, 1))->played.plays == 1);
}

TEST_CASE("an artist of whom nothing was played has no rank, no months and no first play") {
  auto rows = two_artists();
  play(rows, 1, "2026-01-10T10:00:00Z", 60'000);
  auto history = rows.history();
  auto found = listening(*history, about(*history, ChartOf::artists, 2)).value();
  CHECK(found.played.plays == 0);
  CHECK_FALSE(found.rank.place);
  CHECK(found.rank.of == 1);
  CHECK(found.months.buckets.empty());
  CHECK(found.last == history::kNever);
  CHECK(found.known == 2);
  CHECK(found.tracks.empty());
  CHECK_FALSE(subject_of(*history, ChartOf::artists, Id{3}));
}

TEST_CASE("a play belongs to the month in which it began, where the person lives") {
  auto rows = two_artists();
  play(rows, 1, "2026-01-31T23:02:00Z", 180'000);  // began at 23:59 in Berlin's January
  play(rows, 1, "2026-02-28T23:00:00Z", -1);       // midnight of Berlin's first of March
  auto history = rows.history("Europe/Berlin");
  auto found = listening(*history, about(*history, ChartOf::artists, 1)).value();
  REQUIRE(found.months.buckets.size() == 3);
  CHECK(month_text(month_of(found.months.buckets[0].days.first)) == "2026-01");
  CHECK(plays_of(found.months) == std::vector<std::uint32_t>{1, 0, 1});
}

TEST_CASE("the pages of all artists, albums or recordings agree with the chart and with their own lists") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    give_isrcs(rows, random);
    auto history = rows.history("America/New_York");
    ListeningQuestion question{{}, random_counting(random), 1'000};
    for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
      auto all = chart(*history, {of, question.counting, {}, 0, 1'000});
      std::vector<std::int64_t> made;
      const auto& ids = ids_of(*history->tracks, of, made);
      std::set<std::uint32_t> numbers;
      for (auto number : numbers_of(*history, of))
        if (number != history::kNone) numbers.insert(number);
      std::map<std::int64_t, std::size_t> ranks;
      for (std::size_t i = 0; i < all.entries.size(); ++i) ranks[all.entries[i].id] = i + 1;
      Sums sum, chart_sum;
      for (const auto& entry : all.entries) chart_sum.add(entry.played);
      for (auto number : numbers) {
        question.subject = Subject{of, number};
        auto found = listening(*history, question).value();
        sum.add(found.played);
        auto rank = ranks.find(ids[number]);
        REQUIRE(found.rank.place == (rank == ranks.end() ? std::nullopt : std::optional(rank->second)));
        REQUIRE(found.rank.of == all.size);
        Sums by_month, by_track;
        for (const auto& month : found.months.buckets) by_month.add(month.played);
        for (const auto& entry : found.tracks) by_track.add(entry.played);
        REQUIRE(by_month == sums_of(found.played));
        REQUIRE(by_track == sums_of(found.played));
        REQUIRE(found.ever.plays >= found.played.plays);
        REQUIRE((found.last == history::kNever) == (found.ever.plays == 0));
      }
      REQUIRE(sum == chart_sum);
      if (of != ChartOf::albums) REQUIRE(sum == sums_of(all.played));
    }
  }
}
