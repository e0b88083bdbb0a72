#include "questions/years.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "questions/days.hpp"
#include "questions/trip.hpp"
#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::TrackNo;
using test::day;
using test::moment;

namespace {

constexpr int kCurrentYear = 2026;
constexpr std::size_t kAll = 1'000'000;
constexpr std::int64_t kMicrosPerHour = 3'600'000'000;

using Ids = std::vector<std::int64_t>;

Ids ids(const history::History& history, const Trip& trip) {
  Ids found;
  for (const auto& chosen : trip.tracks) found.push_back(history.tracks->ids[chosen.track]);
  return found;
}

Trip loved_in(const history::History& history, int year) {
  return trip(history, {days_of(year), music::Choice::loved, music::Order::best, {}, kAll});
}

Trip released_in(const history::History& history, int year) {
  return trip(history, {days_of(year), music::Choice::released, music::Order::best, {}, kAll});
}

/// (year, tracks) of each.
std::vector<std::pair<int, std::int64_t>> pairs(const std::vector<YearCount>& years) {
  std::vector<std::pair<int, std::int64_t>> found;
  for (auto count : years) found.push_back({count.year, count.tracks});
  return found;
}

/// Random rows with what matters to years: many a time near the end of a year, releases, popularities, equal names.
test::Rows rows_of_years(std::mt19937& random) {
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  static constexpr std::string_view kNames[] = {"A", "B", "C"};
  auto around_new_year = [&] {
    auto midnight = std::int64_t(first_day(2000 + below(29))) * 24 * kMicrosPerHour;
    return midnight + (below(60) - 30) * kMicrosPerHour + below(3) - 1;
  };
  auto rows = test::random_rows(random, 60);
  for (auto& track : rows.tracks) {
    track.name = kNames[below(3)];
    track.popularity = static_cast<std::int8_t>(below(4) - 1);
    track.first_seen = around_new_year();
    if (below(3) == 0) track.saved = around_new_year();
    if (below(4) > 0) track.release_day = first_day(1890) + below(365 * 145);
  }
  for (auto& play : rows.plays)
    if (below(2) == 0) play.at = around_new_year();
  rows.snapshot(first_day(2010), {1, 2}), rows.snapshot(first_day(2011) - 1, {2, 3});
  return rows;
}

/// What the definition says, without any thought of speed: the ids of each year's tracks.
std::map<int, std::set<std::int64_t>> loved_by_year(const test::Rows& rows, const TimeZone& zone) {
  std::map<int, std::set<std::int64_t>> loved;
  for (const auto& track : rows.tracks)
    if (track.saved != history::kNever) loved[zone.year(track.saved)].insert(track.id);
  for (const auto& play : rows.plays) loved[zone.year(play.at)].insert(play.track_id);
  for (const auto& place : rows.snapshots) loved[year_of(place.day)].insert(place.track_id);
  return loved;
}

}  // namespace

TEST_CASE("a year's tracks are exactly those with a play, a save or a place in a list in it") {
  auto seed = GENERATE(range(1u, 30u));
  auto zone = GENERATE(as<std::string>(), "UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati");
  CAPTURE(seed, zone);
  std::mt19937 random(seed);
  auto rows = rows_of_years(random);
  auto history = rows.history(zone);
  auto expected = loved_by_year(rows, *history->zone);
  for (int year = 1998; year <= 2030; ++year) {
    CAPTURE(year);
    auto loved = loved_in(*history, year);
    auto found = ids(*history, loved);
    CHECK(std::set<std::int64_t>(found.begin(), found.end()) == expected[year]);
    CHECK(found.size() == expected[year].size());
    CHECK(loved.candidates == static_cast<std::int64_t>(expected[year].size()));
    auto of_it = heard_on(*history, days_of(year));
    CHECK(std::count(of_it.begin(), of_it.end(), 1) == loved.candidates);
  }
  std::vector<std::pair<int, std::int64_t>> counts;
  for (auto year = expected.rbegin(); year != expected.rend(); ++year)
    if (year->first >= 2002 && year->first <= kCurrentYear && !year->second.empty())
      counts.push_back({year->first, static_cast<std::int64_t>(year->second.size())});
  CHECK(pairs(years_loved(*history, kCurrentYear)) == counts);
}

TEST_CASE("what came out is counted in one year, and found in it") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = rows_of_years(random);
  auto history = rows.history();
  std::map<int, std::int64_t, std::greater<>> expected;
  for (const auto& track : rows.tracks)
    if (track.release_day >= first_day(1900) && track.release_day < first_day(kCurrentYear + 1))
      ++expected[year_of(track.release_day)];
  auto years = years_released(*history, kCurrentYear);
  CHECK(pairs(years) == std::vector<std::pair<int, std::int64_t>>(expected.begin(), expected.end()));
  for (auto count : years) {
    auto released = released_in(*history, count.year);
    CHECK(released.candidates == count.tracks);
    CHECK(static_cast<std::int64_t>(released.tracks.size()) == count.tracks);
  }
}

TEST_CASE("years before there was Spotify, and years to come, are not offered") {
  test::Rows rows;
  for (int year : {1899, 1900, 1970, 2001, 2002, 2026, 2027}) {
    auto& track = rows.track(year);
    track.release_day = first_day(year);
    track.saved = std::int64_t(first_day(year)) * 24 * kMicrosPerHour;
    rows.plays.push_back({year, track.saved, -1});
    rows.snapshot(first_day(year), {year});
  }
  auto history = rows.history();
  using Years = std::vector<std::pair<int, std::int64_t>>;
  CHECK(pairs(years_loved(*history, 2026)) == Years{{2026, 1}, {2002, 1}});
  CHECK(pairs(years_released(*history, 2026)) == Years{{2026, 1}, {2002, 1}, {2001, 1}, {1970, 1}, {1900, 1}});
  CHECK(years_loved(*test::Rows().history(), 2026).empty());
}

TEST_CASE("a recording of several ids stands in a year once, with what all of them were") {
  test::Rows rows;
  for (std::int64_t id = 1; id <= 3; ++id) rows.track(id).release_day = day("2016-05-04");
  rows.tracks[0].isrc = rows.tracks[2].isrc = "USRC17607839";
  rows.tracks[0].saved = moment("2016-03-01T00:00:00Z");
  rows.play(3, "2016-04-01T00:00:00Z");
  rows.play(2, "2016-04-02T00:00:00Z");
  rows.play(2, "2016-04-03T00:00:00Z");
  auto history = rows.history();
  auto loved = loved_in(*history, 2016);
  CHECK(ids(*history, loved) == Ids{3, 2});
  CHECK(loved.candidates == 2);
  CHECK(loved.tracks[0].score == 6);  // a play of one id, the like of the other
  CHECK(ids(*history, loved_in(*history, 2015)).empty());
  CHECK(ids(*history, released_in(*history, 2016)) == Ids{2, 3});
  CHECK(pairs(years_loved(*history, 2026)) == std::vector<std::pair<int, std::int64_t>>{{2016, 2}});
  CHECK(pairs(years_released(*history, 2026)) == std::vector<std::pair<int, std::int64_t>>{{2016, 2}});
}

TEST_CASE("years have as many recordings as they are said to have") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = rows_of_years(random);
  static const std::vector<std::string> isrcs{"USRC17607839", "DEA123456789", "GBAAA1234567", "", ""};
  for (auto& row : rows.tracks) row.isrc = isrcs[random() % 5];
  auto history = rows.history();
  for (auto count : years_loved(*history, kCurrentYear)) {
    auto playlist = loved_in(*history, count.year);
    std::set<TrackNo> recordings;
    for (const auto& chosen : playlist.tracks) CHECK(recordings.insert((*history->recordings)[chosen.track]).second);
    CHECK(playlist.candidates == count.tracks);
    CHECK(static_cast<std::int64_t>(recordings.size()) == count.tracks);
  }
  for (auto count : years_released(*history, kCurrentYear)) {
    auto playlist = released_in(*history, count.year);
    std::set<TrackNo> recordings;
    for (const auto& chosen : playlist.tracks) CHECK(recordings.insert((*history->recordings)[chosen.track]).second);
    CHECK(playlist.candidates == count.tracks);
    CHECK(static_cast<std::int64_t>(recordings.size()) == count.tracks);
  }
}
