#include "questions/top_lists.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::Day;
using history::TimeRange;
using test::day;

namespace {

constexpr std::size_t kAll = 1'000'000;
constexpr auto kShort = TimeRange::short_term;

using Ids = std::vector<std::int64_t>;

test::Rows rows_with_tracks(int tracks) {
  test::Rows rows;
  for (int id = 1; id <= tracks; ++id) rows.track(id);
  return rows;
}

Days random_days(std::mt19937& random) {
  std::uniform_int_distribution<Day> any(first_day(2024) - 50, first_day(2024) + 900);
  auto a = any(random), b = any(random);
  return {std::min(a, b), std::max(a, b)};
}

/// The lists of one range as the rows have them: the tracks of each day.
std::map<Day, std::set<std::int64_t>> lists_of(const test::Rows& rows, TimeRange range) {
  std::map<Day, std::set<std::int64_t>> lists;
  for (const auto& place : rows.snapshots)
    if (place.range == range) lists[place.day].insert(place.track_id);
  return lists;
}

std::int64_t missing_in(const std::set<std::int64_t>& known, const std::set<std::int64_t>& tracks) {
  return std::count_if(tracks.begin(), tracks.end(), [&](auto track) { return !known.contains(track); });
}

}  // namespace

TEST_CASE("without a list there is nothing to say of lists") {
  auto history = rows_with_tracks(3).history();
  CHECK(top_lists(*history->snapshots, kShort).empty());
  CHECK(turnover(*history->snapshots, kShort, {}).empty());
  CHECK(diversity(*history, kShort, {}).empty());
  CHECK(faithful_artists(*history, kShort, {}, kAll).empty());
  CHECK(discoveries(*history, kShort, {}).empty());
}

TEST_CASE("the turnover of the first list is undefined") {
  auto rows = rows_with_tracks(3);
  rows.snapshot(day("2026-01-01"), {1, 2, 3});
  auto found = turnover(*rows.history()->snapshots, kShort, {});
  REQUIRE(found.size() == 1);
  CHECK(found[0].tracks == 3);
  CHECK(found[0].fresh == 0);
  CHECK_FALSE(found[0].before);
  CHECK_FALSE(found[0].share);
}

TEST_CASE("turnover is the share of the tracks that were not in the list before") {
  struct Case {
    Ids before, after;
    std::int64_t fresh;
    double share;
  };
  auto expected = GENERATE(values<Case>({
      {{1, 2, 3, 4}, {1, 2, 3, 4}, 0, 0.0},
      {{1, 2, 3, 4}, {4, 3, 2, 1}, 0, 0.0},  // another order is nothing new
      {{1, 2, 3, 4}, {5, 1, 6, 2}, 2, 0.5},
      {{1, 2, 3, 4}, {5, 6, 7, 8}, 4, 1.0},
      {{1, 2, 3, 4}, {1}, 0, 0.0},  // what went does not count
      {{1}, {1, 2, 3, 4}, 3, 0.75},
  }));
  auto rows = rows_with_tracks(8);
  rows.snapshot(day("2026-01-01"), expected.before);
  rows.snapshot(day("2026-02-01"), expected.after);
  rows.snapshot(day("2026-01-15"), {1}, TimeRange::long_term);  // of another range: no matter
  auto history = rows.history();
  for (Days days : {Days{}, Days{day("2026-02-01"), day("2026-02-01")}}) {
    auto found = turnover(*history->snapshots, kShort, days);
    CHECK(found.back().before == day("2026-01-01"));
    CHECK(found.back().fresh == expected.fresh);
    CHECK(found.back().share == expected.share);
  }
}

TEST_CASE("a track that comes back is new to its list, but no discovery") {
  auto rows = rows_with_tracks(2);
  rows.snapshot(day("2026-01-01"), {1}), rows.snapshot(day("2026-01-02"), {2}), rows.snapshot(day("2026-01-03"), {1});
  auto history = rows.history();
  CHECK(turnover(*history->snapshots, kShort, {}).back().fresh == 1);
  CHECK(discoveries(*history, kShort, {}).back().fresh == 0);
}

TEST_CASE("turnover, discoveries and lists of random days agree with the rows") {
  auto seed = GENERATE(range(1u, 60u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto history = rows.history();
  for (auto range : {kShort, TimeRange::medium_term, TimeRange::long_term}) {
    auto days = random_days(random);
    CAPTURE(static_cast<int>(range), days.first, days.last);
    auto turned = turnover(*history->snapshots, range, days);
    auto discovered = discoveries(*history, range, days);
    auto lists = top_lists(*history->snapshots, range, days);
    REQUIRE(turned.size() == lists.size());
    REQUIRE(discovered.size() == lists.size());
    std::size_t i = 0;
    std::optional<Day> before;
    std::set<std::int64_t> last, known;
    for (const auto& [date, tracks] : lists_of(rows, range)) {
      if (days.have(date)) {
        REQUIRE(i < lists.size());
        auto size = static_cast<std::int64_t>(tracks.size());
        CHECK(lists[i].day == date);
        CHECK(turned[i].day == date);
        CHECK(turned[i].tracks == size);
        CHECK(turned[i].before == before);
        CHECK(turned[i].fresh == (before ? missing_in(last, tracks) : 0));
        CHECK(turned[i].share.has_value() == before.has_value());
        CHECK(turned[i].share.value_or(0) >= 0);
        CHECK(turned[i].share.value_or(0) <= 1);
        CHECK(discovered[i].day == date);
        CHECK(discovered[i].tracks == size);
        CHECK(discovered[i].fresh == missing_in(known, tracks));
        if (before) CHECK(discovered[i].fresh <= turned[i].fresh);
        ++i;
      }
      before = date;
      last = tracks;
      known.insert(tracks.begin(), tracks.end());
    }
    CHECK(i == lists.size());
  }
}

TEST_CASE("what all lists discovered is what they have, each track once") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  std::set<std::int64_t> all;
  for (const auto& [date, tracks] : lists_of(rows, kShort)) all.insert(tracks.begin(), tracks.end());
  std::int64_t fresh = 0;
  for (auto list : discoveries(*rows.history(), kShort, {})) fresh += list.fresh;
  CHECK(fresh == static_cast<std::int64_t>(all.size()));
}

TEST_CASE("diversity is of the places in all lists of a month") {
  test::Rows rows;
  for (int id = 1; id <= 4; ++id) rows.track(id).artist_id = id % 2 + 1;
  rows.snapshot(day("2026-01-01"), {1, 3}), rows.snapshot(day("2026-01-31"), {1, 2});
  rows.snapshot(day("2026-02-01"), {1, 2});
  auto history = rows.history();
  auto months = diversity(*history, kShort, {});
  REQUIRE(months.size() == 2);
  CHECK(month_text(months[0].month) == "2026-01");
  CHECK(months[0].artists == 2);
  CHECK(months[0].effective_artists == Approx(1.754765));
  CHECK(month_text(months[1].month) == "2026-02");
  CHECK(months[1].effective_artists == Approx(2));
  CHECK(diversity(*history, kShort, {day("2026-01-31"), day("2026-01-31")}).at(0).effective_artists == Approx(2));
}

TEST_CASE("a month has at least one artist in effect, and no more than it has") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto history = test::random_rows(random, 60).history();
  auto days = random_days(random);
  int last = 0;
  for (auto month : diversity(*history, kShort, days)) {
    CHECK(month.month > last);
    CHECK(month.artists <= 7);
    CHECK(month.effective_artists >= Approx(1));
    CHECK(month.effective_artists <= Approx(static_cast<double>(month.artists)));
    last = month.month;
  }
}

TEST_CASE("faithful artists are counted by days, not by places") {
  test::Rows rows;
  for (int id = 1; id <= 6; ++id) rows.track(id).artist_id = (id - 1) % 3 + 1;
  rows.tracks[0].artist = rows.tracks[3].artist = "B";
  rows.tracks[1].artist = rows.tracks[4].artist = "A";
  rows.tracks[2].artist = rows.tracks[5].artist = "A";
  rows.snapshot(day("2026-01-01"), {1, 4, 2}), rows.snapshot(day("2026-01-02"), {2, 3});
  rows.snapshot(day("2026-01-03"), {2, 3, 1});
  auto history = rows.history();
  auto found = faithful_artists(*history, kShort, {}, kAll);
  REQUIRE(found.size() == 3);
  auto id = [&](const FaithfulArtist& of) { return history->tracks->artist_ids[of.artist]; };
  CHECK(id(found[0]) == 2);
  CHECK(found[0].days == 3);
  CHECK(found[0].tracks == 1);
  CHECK(found[0].first_day == day("2026-01-01"));
  CHECK(found[0].last_day == day("2026-01-03"));
  CHECK(id(found[1]) == 1);  // two days as well as artist 3, but two tracks
  CHECK(found[1].days == 2);
  CHECK(found[1].tracks == 2);
  CHECK(faithful_artists(*history, kShort, {}, 1).size() == 1);
  auto second = faithful_artists(*history, kShort, {day("2026-01-02"), day("2026-01-02")}, kAll);
  REQUIRE(second.size() == 2);
  CHECK(id(second[0]) == 2);  // of one name, by id
  CHECK(id(second[1]) == 3);
  CHECK(second[0].days == 1);
}

TEST_CASE("the days and tracks of artists agree with the rows, in whatever order they came") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = test::random_rows(random, 60);
  auto days = random_days(random);
  struct Expected {
    std::set<Day> days;
    std::set<std::int64_t> tracks;
  };
  std::map<std::int64_t, Expected> expected;
  for (const auto& [date, tracks] : lists_of(rows, kShort)) {
    if (!days.have(date)) continue;
    for (auto track : tracks) expected[track % 7 + 1].days.insert(date), expected[track % 7 + 1].tracks.insert(track);
  }
  auto ids = [&](const test::Rows& of) {
    auto history = of.history();
    Ids found;
    for (const auto& artist : faithful_artists(*history, kShort, days, kAll)) {
      auto id = history->tracks->artist_ids[artist.artist];
      found.push_back(id);
      REQUIRE(expected.contains(id));
      CHECK(artist.days == static_cast<std::int64_t>(expected[id].days.size()));
      CHECK(artist.tracks == static_cast<std::int64_t>(expected[id].tracks.size()));
      CHECK(artist.first_day == *expected[id].days.begin());
      CHECK(artist.last_day == *expected[id].days.rbegin());
    }
    return found;
  };
  auto found = ids(rows);
  CHECK(found.size() == expected.size());
  std::shuffle(rows.tracks.begin(), rows.tracks.end(), random);
  std::shuffle(rows.snapshots.begin(), rows.snapshots.end(), random);
  CHECK(ids(rows) == found);
}
