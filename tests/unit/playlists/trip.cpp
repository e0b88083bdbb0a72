#include "playlists/trip.hpp"

#include <catch2/catch.hpp>
#include <regex>
#include <string>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::playlists;
using music::Choice;
using questions::Days;
using questions::TripFacts;
using questions::Unit;
using test::day;

namespace {

Days days(std::string_view from, std::string_view to) { return {day(from), day(to)}; }

}  // namespace

TEST_CASE("days have one id and one name, whichever way they were asked for") {
  struct Row {
    Days days;
    const char* id;
    const char* words;
  };
  const Row rows[] = {
      {days("2016-01-01", "2016-12-31"), "playlist_2016_loved", "2016"},
      {days("2016-02-01", "2016-02-29"), "playlist_2016_02_loved", "February 2016"},
      {days("2016-05-16", "2016-05-22"), "playlist_2016_w20_loved", "16 – 22 May 2016"},
      {days("2015-12-28", "2016-01-03"), "playlist_2015_w53_loved", "28 December 2015 – 3 January 2016"},
      {days("2016-05-03", "2016-05-03"), "playlist_2016_05_03_loved", "3 May 2016"},
      {days("2016-05-03", "2016-06-09"), "playlist_2016_05_03_to_2016_06_09_loved", "3 May – 9 June 2016"},
      {{Days().first, day("2016-05-03")}, "playlist_until_2016_05_03_loved", "Until 3 May 2016"},
      {{}, "playlist_all_loved", "All time"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.id);
    CHECK(playlist_id(row.days, Choice::loved) == row.id);
    CHECK(std::regex_match(playlist_id(row.days, Choice::released), std::regex("[a-z0-9_]{1,100}")));
    CHECK(in_words(row.days) == row.words);
    CHECK(default_name(row.days, Choice::loved) == std::string(row.words) + ", what I loved then");
    CHECK(default_name(row.days, Choice::released) == std::string(row.words) + ", what came out then");
  }
}

TEST_CASE("a track says what it was on these days") {
  auto may = day("2019-05-03");
  struct Row {
    TripFacts facts;
    Unit parts;
    const char* reason;
  };
  const Row rows[] = {
      {{14, 14, may}, Unit::month, "14 plays in May 2019"},
      {{31, 14, may}, Unit::month, "31 plays, 14 of them in May 2019"},
      {{1, 1, may}, Unit::day, "1 play on 3 May 2019"},
      {{2, 2, may}, Unit::week, "2 plays in the week of 29 April 2019"},
      {{2, 1, may}, Unit::year, "2 plays, 1 of them in 2019"},
      {{0, 0, history::kNoDay, may}, Unit::month, "liked on 3 May 2019"},
      {{0, 0, history::kNoDay, history::kNoDay, 3}, Unit::month, "number 3 of your top tracks"},
      {{3, 2, may, may, 1},
       Unit::month,
       "3 plays, 2 of them in May 2019, liked on 3 May 2019, number 1 of your top tracks"},
  };
  for (const auto& row : rows) CHECK(trip_reason(row.facts, row.parts) == row.reason);
}

TEST_CASE("the rule says of what the days are made") {
  CHECK(
      rule_of(days("2016-01-01", "2016-12-31"), Choice::loved) ==
      "The best of each month in turn, by plays, likes and top lists; at most 2 tracks of an album and 3 of an artist "
      "while there are others.");
  CHECK_THAT(rule_of(days("2016-05-16", "2016-05-22"), Choice::loved), Catch::Contains("The best of each day in turn"));
  CHECK_THAT(rule_of(days("2016-05-03", "2016-05-03"), Choice::released),
             Catch::StartsWith("What you play most of the day's releases; at most"));
}

TEST_CASE("every track of a trip has its reason") {
  auto seed = GENERATE(range(1u, 10u));
  std::mt19937 random(seed);
  auto rows = test::random_rows(random);
  auto history = rows.history("Europe/Berlin");
  for (auto choice : {Choice::loved, Choice::released})
    for (auto of :
         {days("2024-01-01", "2024-12-31"), days("2023-06-05", "2023-06-11"), days("2010-01-01", "2026-12-31")}) {
      auto playlist = of_trip(*history, {of, choice});
      CHECK(playlist.scores.size() == playlist.tracks.size());
      for (const auto& chosen : playlist.tracks) CHECK_FALSE(chosen.reason.empty());
    }
}
