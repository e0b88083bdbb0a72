#include "questions/years.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "questions/days.hpp"
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

Ids ids(const history::History& history, const YearPlaylist& playlist) {
  Ids found;
  for (const auto& chosen : playlist.tracks) found.push_back(history.tracks->ids[chosen.track]);
  return found;
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
    auto loved = loved_in(*history, year, kAll);
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

TEST_CASE("each play of a year counts once in the scores of that year") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = rows_of_years(random);
  for (auto& track : rows.tracks) track.saved = history::kNever;
  rows.snapshots.clear();
  auto history = rows.history("Europe/Berlin");
  double plays = 0;
  for (int year = 1998; year <= 2030; ++year)
    for (const auto& chosen : loved_in(*history, year, kAll).tracks) plays += chosen.score.value();
  CHECK(plays == static_cast<double>(rows.plays.size()));
}

TEST_CASE("the order of a year is the same in whatever order its rows came, and a limit cuts its end") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = rows_of_years(random);
  auto history = rows.history();
  auto shuffled = rows;
  std::shuffle(shuffled.tracks.begin(), shuffled.tracks.end(), random);
  std::shuffle(shuffled.plays.begin(), shuffled.plays.end(), random);
  auto other = shuffled.history();
  for (int year : {1995, 2004, 2010, 2024, 2025}) {
    for (auto playlist : {loved_in, released_in}) {
      auto all = ids(*history, playlist(*history, year, kAll));
      CHECK(ids(*other, playlist(*other, year, kAll)) == all);
      auto few = playlist(*history, year, 5);
      CHECK(few.candidates >= static_cast<std::int64_t>(all.size()));
      all.resize(std::min<std::size_t>(all.size(), 5));
      CHECK(ids(*history, few) == all);
    }
  }
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
    auto released = released_in(*history, count.year, kAll);
    CHECK(released.candidates == count.tracks);
    CHECK(static_cast<std::int64_t>(released.tracks.size()) == count.tracks);
  }
}

TEST_CASE("a year begins and ends where the person lives") {
  test::Rows rows;
  for (int id : {1, 2, 3}) rows.track(id);
  rows.play(1, "2016-12-31T22:59:59Z");
  rows.play(2, "2016-12-31T23:00:00Z");  // 2017 in Berlin
  rows.tracks[2].saved = moment("2016-01-01T10:00:00Z");
  struct Case {
    const char* zone;
    Ids in_2015, in_2016, in_2017;
  };
  for (const auto& expected :
       {Case{"UTC", {}, {3, 1, 2}, {}}, Case{"Europe/Berlin", {}, {3, 1}, {2}},
        Case{"Pacific/Kiritimati", {}, {3}, {1, 2}}, Case{"Pacific/Pago_Pago", {3}, {1, 2}, {}}}) {
    CAPTURE(expected.zone);
    auto history = rows.history(expected.zone);
    CHECK(ids(*history, loved_in(*history, 2015, kAll)) == expected.in_2015);
    CHECK(ids(*history, loved_in(*history, 2016, kAll)) == expected.in_2016);
    CHECK(ids(*history, loved_in(*history, 2017, kAll)) == expected.in_2017);
  }
}

TEST_CASE("a loved track says what it did in that year alone") {
  test::Rows rows;
  rows.track(1).saved = moment("2016-05-31T23:30:00Z");
  rows.play(1, "2015-07-01T00:00:00Z"), rows.play(1, "2016-07-01T00:00:00Z"), rows.play(1, "2016-07-02T00:00:00Z");
  rows.snapshot(day("2015-07-01"), {1});
  rows.track(2), rows.track(3);
  rows.snapshot(day("2016-07-01"), {2, 3, 1});
  rows.snapshot(day("2016-08-01"), {3, 1}, history::TimeRange::long_term);
  auto history = rows.history("Europe/Berlin");
  auto year = loved_in(*history, 2016, kAll);
  REQUIRE(ids(*history, year) == Ids{1, 2, 3});
  CHECK(year.tracks[0].reason == "saved in June 2016, played 2 times, number 2 of your top tracks");
  CHECK(year.tracks[0].score == 11.9);
  CHECK(year.tracks[1].reason == "number 1 of your top tracks");
  CHECK(loved_in(*history, 2015, kAll).tracks.at(0).reason == "played once, number 1 of your top tracks");
}

TEST_CASE("what came out in a year stands in the order of plays, popularity, acquaintance and name") {
  test::Rows rows;
  auto add = [&](std::int64_t id, std::string_view name, int popularity, std::string_view met) {
    auto& track = rows.track(id);
    track.name = name;
    track.popularity = static_cast<std::int8_t>(popularity);
    track.first_seen = moment(met);
    track.release_day = day("2016-05-01");
    track.release_precision = history::Precision::month;
  };
  add(9, "B", 0, "2020-01-01T00:00:00Z");
  add(8, "A", 0, "2020-01-01T00:00:00Z");
  add(7, "A", 0, "2020-01-01T00:00:00Z");
  add(6, "C", 0, "2019-01-01T00:00:00Z");
  add(5, "A", -1, "2018-01-01T00:00:00Z");
  add(4, "Z", 1, "2021-01-01T00:00:00Z");
  add(3, "Z", -1, "2021-01-01T00:00:00Z");
  rows.play(3, "2022-01-01T00:00:00Z");
  rows.track(2).release_day = day("2017-01-01");
  rows.track(1);
  auto history = rows.history();
  auto year = released_in(*history, 2016, kAll);
  CHECK(ids(*history, year) == Ids{3, 4, 6, 7, 8, 9, 5});
  CHECK(year.tracks[0].reason == "released 2016-05");
  CHECK_FALSE(year.tracks[0].score);
  CHECK(released_in(*history, 2017, kAll).tracks.at(0).reason == "released 2017-01-01");
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
  auto loved = loved_in(*history, 2016, kAll);
  CHECK(ids(*history, loved) == Ids{3, 2});
  CHECK(loved.candidates == 2);
  CHECK(loved.tracks[0].score == 6);  // a play of one id, the like of the other
  CHECK(ids(*history, loved_in(*history, 2015, kAll)).empty());
  CHECK(ids(*history, released_in(*history, 2016, kAll)) == Ids{2, 3});
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
    auto playlist = loved_in(*history, count.year, kAll);
    std::set<TrackNo> recordings;
    for (const auto& chosen : playlist.tracks) CHECK(recordings.insert((*history->recordings)[chosen.track]).second);
    CHECK(playlist.candidates == count.tracks);
    CHECK(static_cast<std::int64_t>(recordings.size()) == count.tracks);
  }
  for (auto count : years_released(*history, kCurrentYear)) {
    auto playlist = released_in(*history, count.year, kAll);
    std::set<TrackNo> recordings;
    for (const auto& chosen : playlist.tracks) CHECK(recordings.insert((*history->recordings)[chosen.track]).second);
    CHECK(playlist.candidates == count.tracks);
    CHECK(static_cast<std::int64_t>(recordings.size()) == count.tracks);
  }
}
