#include "questions/trip.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::TrackNo;
using music::Choice;
using music::Order;
using test::day;
using test::moment;

namespace {

constexpr std::size_t kAll = 1'000'000;
using Ids = std::vector<std::int64_t>;

Days days(std::string_view from, std::string_view to) { return {day(from), day(to)}; }

Ids ids(const history::History& history, const Trip& trip) {
  Ids found;
  for (const auto& chosen : trip.tracks) found.push_back(history.tracks->ids[chosen.track]);
  return found;
}

Trip loved(const history::History& history, Days days, std::size_t limit = kAll, Order order = Order::best) {
  return trip(history, {days, Choice::loved, order, {}, limit});
}

Trip released(const history::History& history, Days days, std::size_t limit = kAll, Order order = Order::best) {
  return trip(history, {days, Choice::released, order, {}, limit});
}

/// Random rows with what matters to trips: albums, artists of many tracks, lengths, releases, likes.
test::Rows rows_of_trips(std::mt19937& random) {
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  auto rows = test::random_rows(random, 120);
  static constexpr std::string_view kAlbums[] = {"", "One", "Two", "Three", "Four", "Five"};
  for (auto& track : rows.tracks) {
    track.artist_id = 1 + below(25);
    track.album = kAlbums[below(6)];
    track.popularity = static_cast<std::int8_t>(below(4) - 1);
    if (below(4) > 0) {
      track.release_day = day("2021-01-01") + below(365 * 4);
      track.release_precision = static_cast<history::Precision>(below(3));
      if (track.release_precision == history::Precision::year) track.release_day = first_day(2021 + below(4));
    }
  }
  for (auto& play : rows.plays) play.ms_played = below(3) == 0 ? -1 : below(300'000);
  return rows;
}

const std::vector<Days>& asked_days() {
  static const std::vector<Days> asked{days("2024-01-01", "2024-12-31"), days("2024-05-01", "2024-05-31"),
                                       days("2024-05-06", "2024-05-12"), days("2024-05-07", "2024-05-07"),
                                       days("2022-06-15", "2023-02-03"), Days{Days().first, day("2026-11-30")}};
  return asked;
}

/// What the definition says, without any thought of speed.
std::set<std::int64_t> loved_by_definition(const test::Rows& rows, const TimeZone& zone, Days days) {
  std::set<std::int64_t> loved;
  for (const auto& track : rows.tracks)
    if (track.saved != history::kNever && days.have(zone.day(track.saved))) loved.insert(track.id);
  for (const auto& play : rows.plays)
    if ((play.ms_played < 0 || play.ms_played >= 30'000) &&
        days.have(zone.day(play.at - std::max(play.ms_played, 0) * history::Moment(1'000))))
      loved.insert(play.track_id);
  for (const auto& place : rows.snapshots)
    if (days.have(place.day)) loved.insert(place.track_id);
  return loved;
}

}  // namespace

TEST_CASE("a trip's tracks are exactly those with a play, a like or a place in a list on its days") {
  auto seed = GENERATE(range(1u, 25u));
  auto zone = GENERATE(as<std::string>(), "UTC", "Europe/Berlin", "Pacific/Kiritimati");
  CAPTURE(seed, zone);
  std::mt19937 random(seed);
  auto rows = rows_of_trips(random);
  auto history = rows.history(zone);
  for (auto of : asked_days()) {
    CAPTURE(of.first, of.last);
    auto found = loved(*history, of);
    auto expected = loved_by_definition(rows, *history->zone, of);
    auto chosen = ids(*history, found);
    CHECK(std::set<std::int64_t>(chosen.begin(), chosen.end()) == expected);
    CHECK(chosen.size() == expected.size());
    CHECK(found.candidates == static_cast<std::int64_t>(expected.size()));
    for (const auto& track : found.tracks) {
      const auto& facts = track.facts;
      CHECK((facts.plays > 0 || facts.saved != history::kNoDay || facts.best_rank > 0));
      CHECK(facts.plays_then <= facts.plays);
      if (facts.plays > 0) CHECK(of.have(facts.part));
      if (facts.saved != history::kNoDay) CHECK(of.have(facts.saved));
      CHECK(track.score.value() > 0);
    }
  }
}

TEST_CASE("each play that counts is one of the plays of a trip's tracks, once") {
  auto seed = GENERATE(range(1u, 25u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = rows_of_trips(random);
  auto history = rows.history("Europe/Berlin");
  for (auto of : asked_days()) {
    std::int64_t plays = 0, counted = 0;
    for (const auto& track : loved(*history, of).tracks) plays += track.facts.plays;
    each_counted(*history, Counting{of, {}}, [&](std::size_t, const Played&) { ++counted; });
    CHECK(plays == counted);
  }
}

TEST_CASE("the order of rows does not matter to a trip, and its limits hold while there are others") {
  auto seed = GENERATE(range(1u, 40u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = rows_of_trips(random);
  auto history = rows.history();
  auto shuffled = rows;
  std::shuffle(shuffled.tracks.begin(), shuffled.tracks.end(), random);
  std::shuffle(shuffled.plays.begin(), shuffled.plays.end(), random);
  auto other = shuffled.history();
  const auto& tracks = *history->tracks;
  for (auto of : asked_days())
    for (auto choice : {Choice::loved, Choice::released})
      for (std::size_t limit : {0u, 1u, 10u, 50u}) {
        CAPTURE(of.first, of.last, limit);
        TripQuestion question{of, choice, Order::best, {}, limit};
        auto best = trip(*history, question);
        CHECK(ids(*other, trip(*other, question)) == ids(*history, best));
        CHECK(best.tracks.size() == std::min<std::size_t>(limit, static_cast<std::size_t>(best.candidates)));
        question.order = Order::happened;
        auto happened = ids(*history, trip(*history, question));
        CHECK(ids(*other, trip(*other, question)) == happened);
        auto chosen = ids(*history, best);
        CHECK(std::set<std::int64_t>(happened.begin(), happened.end()) ==
              std::set<std::int64_t>(chosen.begin(), chosen.end()));
        std::map<std::uint32_t, int> artists, albums;
        for (const auto& track : best.tracks) {
          ++artists[tracks.artists[track.track]];
          if (tracks.albums[track.track] != history::kNone) ++albums[tracks.albums[track.track]];
        }
        auto too_many = [](const auto& counts, int most) {
          return std::any_of(counts.begin(), counts.end(), [most](auto of) { return of.second > most; });
        };
        if (!too_many(artists, 3) && !too_many(albums, 2)) continue;
        question.limit = kAll;
        for (const auto& track : trip(*history, question).tracks) {
          auto id = tracks.ids[track.track];
          if (std::find(chosen.begin(), chosen.end(), id) != chosen.end()) continue;
          auto album = tracks.albums[track.track];
          CHECK((artists[tracks.artists[track.track]] >= 3 || (album != history::kNone && albums[album] >= 2)));
        }
      }
}

TEST_CASE("days are made of days, weeks, months or years, as there are many of them") {
  struct Row {
    Days of;
    Unit parts;
  };
  for (auto row :
       {Row{days("2024-05-07", "2024-05-07"), Unit::day}, Row{days("2024-05-06", "2024-05-19"), Unit::day},
        Row{days("2024-05-06", "2024-05-20"), Unit::week}, Row{days("2024-05-01", "2024-05-31"), Unit::week},
        Row{days("2024-07-01", "2024-09-30"), Unit::week}, Row{days("2024-07-01", "2024-10-01"), Unit::month},
        Row{days("2024-01-01", "2026-12-31"), Unit::month}, Row{days("2020-01-01", "2024-01-01"), Unit::year},
        Row{Days(), Unit::year}}) {
    CAPTURE(row.of.first, row.of.last);
    CHECK(parts_of(row.of) == row.parts);
  }
}

TEST_CASE("a year is spread over its months, and an album gives two of its tracks") {
  test::Rows rows;
  auto add = [&](std::int64_t id, std::int64_t artist, std::string_view album) {
    auto& row = rows.track(id);
    row.artist_id = artist;
    row.album = album;
  };
  // January: an album of ten, each played often. Then a track a month, played once.
  for (std::int64_t id = 1; id <= 10; ++id) {
    add(id, 1, "On repeat");
    for (int play = 0; play < 20; ++play)
      rows.play(id, "2019-01-15T12:00:00Z"), rows.plays.back().at += id * 100 + play;
  }
  for (std::int64_t month = 2; month <= 12; ++month) {
    add(100 + month, 100 + month, "Single");
    rows.plays.push_back({100 + month, moment("2019-01-10T12:00:00Z") + (month - 1) * 31 * 86'400'000'000, -1});
  }
  auto history = rows.history();
  auto year = days("2019-01-01", "2019-12-31");
  CHECK(ids(*history, loved(*history, year, 13)) == Ids{1, 2, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112});
  CHECK(ids(*history, loved(*history, year, 14)) ==
        Ids{1, 2, 3, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112});
  CHECK(ids(*history, loved(*history, year)).size() == 21);
}

TEST_CASE("a track says what it was on these days alone, and belongs to the part in which it was played most") {
  test::Rows rows;
  rows.track(1).saved = moment("2016-05-31T23:30:00Z");
  for (auto at : {"2015-07-01T00:00:00Z", "2016-03-01T12:00:00Z", "2016-07-01T12:00:00Z", "2016-07-02T12:00:00Z"})
    rows.play(1, at);
  rows.plays.push_back({1, moment("2016-07-03T12:00:00Z"), 29'999});  // does not count
  rows.snapshot(day("2015-07-01"), {1});
  rows.track(2).artist_id = 2;
  rows.track(3).artist_id = 3;
  rows.snapshot(day("2016-06-01"), {2, 3, 1});
  rows.snapshot(day("2016-08-01"), {3, 1}, history::TimeRange::long_term);
  auto history = rows.history("Europe/Berlin");
  auto year = days("2016-01-01", "2016-12-31");
  auto best = loved(*history, year);
  REQUIRE(ids(*history, best) == Ids{1, 2, 3});
  const auto& facts = best.tracks[0].facts;
  CHECK(facts.plays == 3);
  CHECK(facts.plays_then == 2);
  CHECK(facts.part == day("2016-07-01"));
  CHECK(facts.saved == day("2016-06-01"));
  CHECK(facts.best_rank == 2);
  CHECK(best.tracks[0].score == 12.9);
  CHECK(best.tracks[1].facts.best_rank == 1);
  CHECK(best.tracks[1].facts.plays == 0);
  CHECK(ids(*history, loved(*history, year, kAll, Order::happened)) == Ids{2, 1, 3});  // in June, July and August
  CHECK(ids(*history, loved(*history, days("2016-06-01", "2016-06-01"))) == Ids{1, 2, 3});
  CHECK(loved(*history, days("2016-07-03", "2016-07-09")).candidates == 0);
}

TEST_CASE("private plays are left out where it is asked for") {
  test::Rows rows;
  rows.track(1), rows.track(2).artist_id = 2;
  rows.play(1, "2016-07-01T12:00:00Z"), rows.play(2, "2016-07-01T13:00:00Z");
  rows.plays[0].details.in_private = true;
  auto history = rows.history();
  TripQuestion question{days("2016-07-01", "2016-07-31")};
  CHECK(ids(*history, trip(*history, question)) == Ids{1, 2});
  question.filter.with_private = false;
  CHECK(ids(*history, trip(*history, question)) == Ids{2});
}

TEST_CASE("what only private sessions know is not named among what came out, unless it is liked or was in a top list") {
  test::Rows rows;
  for (int id : {1, 2, 3, 4}) {
    auto& track = rows.track(id);
    track.artist_id = id;
    track.release_day = day("2019-05-01");
    track.release_precision = history::Precision::day;
  }
  for (int n : {0, 1, 2})
    rows.play(1, fmt::format("2020-07-01T1{}:00:00Z", n)), rows.plays.back().details.in_private = true;
  rows.play(2, "2020-07-01T15:00:00Z");
  rows.tracks[2].saved = moment("2020-01-01T10:00:00Z");
  auto history = rows.history();
  TripQuestion question{days("2019-01-01", "2019-12-31"), music::Choice::released};
  CHECK(trip(*history, question).candidates == 4);
  question.filter.with_private = false;
  CHECK(ids(*history, trip(*history, question)) == Ids{2, 3});
}

TEST_CASE("days begin and end where the person lives") {
  test::Rows rows;
  for (int id : {1, 2, 3}) rows.track(id).artist_id = id;
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
    CHECK(ids(*history, loved(*history, days_of(2015))) == expected.in_2015);
    CHECK(ids(*history, loved(*history, days_of(2016))) == expected.in_2016);
    CHECK(ids(*history, loved(*history, days_of(2017))) == expected.in_2017);
  }
}

TEST_CASE("what came out stands in the order of plays, popularity, acquaintance and name") {
  test::Rows rows;
  auto add = [&](std::int64_t id, std::string_view name, int popularity, std::string_view met) {
    auto& track = rows.track(id);
    track.name = name;
    track.artist_id = id;
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
  auto year = released(*history, days_of(2016));
  CHECK(ids(*history, year) == Ids{3, 4, 6, 7, 8, 9, 5});
  CHECK_FALSE(year.tracks[0].score);
  CHECK(ids(*history, released(*history, days_of(2017))) == Ids{2});
}

TEST_CASE("of a date that is only a year or a month the whole of it must be among the days") {
  test::Rows rows;
  auto add = [&](std::int64_t id, std::string_view date, history::Precision precision) {
    auto& track = rows.track(id);
    track.artist_id = id;
    track.release_day = day(date);
    track.release_precision = precision;
  };
  add(1, "2016-01-01", history::Precision::year);
  add(2, "2016-01-01", history::Precision::month);
  add(3, "2016-01-01", history::Precision::day);
  auto history = rows.history();
  auto found = [&](std::string_view from, std::string_view to) {
    return ids(*history, released(*history, days(from, to)));
  };
  CHECK(found("2016-01-01", "2016-12-31") == Ids{1, 2, 3});
  CHECK(found("2016-01-01", "2016-12-30") == Ids{2, 3});
  CHECK(found("2016-01-01", "2016-01-31") == Ids{2, 3});
  CHECK(found("2016-01-01", "2016-01-30") == Ids{3});
  CHECK(found("2016-01-02", "2016-12-31") == Ids{});
}
