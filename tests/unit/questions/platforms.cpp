#include "questions/platforms.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;
using music::Platform;
using music::YesNo;

namespace {

history::PlayDetails& play(Rows& rows, std::int32_t ms_played) {
  auto& row = rows.plays.emplace_back();
  row.track_id = 1;
  row.at = moment("2026-01-01T10:00:00Z") + static_cast<history::Moment>(rows.plays.size()) * 600'000'000;
  row.ms_played = ms_played;
  return row.details;
}

Rows random_details(std::mt19937& random) {
  auto rows = random_rows(random, 30);
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  for (auto& row : rows.plays) {
    row.ms_played = below(5) == 0 ? -1 : below(300'000);
    row.details.in_private = below(4) == 0;
    row.details.shuffle = static_cast<YesNo>(below(3));
    row.details.offline = static_cast<YesNo>(below(3));
    row.details.platform = static_cast<Platform>(below(12));
    row.details.country = static_cast<std::uint16_t>(below(4));
  }
  return rows;
}

std::int64_t plays_of(const Played& played) { return played.plays; }

}  // namespace

TEST_CASE("platforms by plays or by minutes, unknown ones last") {
  Rows rows;
  rows.track(1);
  play(rows, 40'000).platform = Platform::android;
  play(rows, 40'000).platform = Platform::android;
  play(rows, 200'000).platform = Platform::web;
  for (int i = 0; i < 3; ++i) play(rows, 100'000);
  play(rows, 29'999).platform = Platform::tv;
  auto history = rows.history();
  auto named = [&](By by) {
    Counting counting;
    counting.by = by;
    std::vector<std::string> names;
    for (const auto& entry : platforms(*history, counting))
      names.push_back(std::string(name_of(entry.platform)) + " " + std::to_string(entry.played.plays));
    return names;
  };
  CHECK(named(By::plays) == std::vector<std::string>{"android 2", "web 1", "unknown 3"});
  CHECK(named(By::minutes) == std::vector<std::string>{"web 1", "android 2", "unknown 3"});
}

TEST_CASE("countries in the order of their plays, equal ones by their letters") {
  Rows rows;
  rows.track(1);
  for (const auto* country : {"US", "DE", "AT", "DE", "ZZ"}) play(rows, 60'000).country = music::country_of(country);
  std::vector<std::string> names;
  for (const auto& entry : countries(*rows.history(), {})) names.push_back(music::name_of_country(entry.country));
  CHECK(names == std::vector<std::string>{"DE", "AT", "US", ""});
}

TEST_CASE("what says nothing of shuffle or offline is neither yes nor no") {
  Rows rows;
  rows.track(1);
  play(rows, 60'000).shuffle = YesNo::yes;
  play(rows, 60'000).shuffle = YesNo::no;
  play(rows, 60'000).offline = YesNo::yes;
  play(rows, 60'000).in_private = true;
  auto modes = listening_modes(*rows.history(), {});
  CHECK(modes.shuffle.yes.plays == 1);
  CHECK(modes.shuffle.no.plays == 1);
  CHECK(modes.shuffle.unknown.plays == 2);
  CHECK(modes.offline.yes.plays == 1);
  CHECK(modes.in_private.plays == 1);
  CHECK(modes.all.ms_played == 240'000);
}

TEST_CASE("platforms, countries and modes add up to the plays that count, whatever is played") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_details(random);
    auto history = rows.history();
    for (bool with_private : {true, false}) {
      Counting counting;
      counting.filter.with_private = with_private;
      counting.days = {day("2023-01-01"), day("2025-06-30")};
      Played expected;
      std::map<Platform, std::int64_t> by_platform;
      for (const auto& row : rows.plays) {
        auto began = row.at - std::max(row.ms_played, 0) * history::Moment(1'000);
        if (!counting.days.have(history->zone->day(began))) continue;
        if ((row.ms_played >= 0 && row.ms_played < 30'000) || (row.details.in_private && !with_private)) continue;
        expected.add({1, row.ms_played < 0, std::max(row.ms_played, 0), began});
        ++by_platform[row.details.platform];
      }
      Played of_platforms, of_countries;
      for (const auto& entry : platforms(*history, counting)) {
        REQUIRE(by_platform[entry.platform] == plays_of(entry.played));
        of_platforms.add(entry.played);
      }
      for (const auto& entry : countries(*history, counting)) of_countries.add(entry.played);
      auto modes = listening_modes(*history, counting);
      for (const auto& answers : {modes.shuffle, modes.offline})
        REQUIRE(plays_of(answers.yes) + plays_of(answers.no) + plays_of(answers.unknown) == plays_of(expected));
      for (const auto& played : {of_platforms, of_countries, modes.all}) {
        REQUIRE(plays_of(played) == plays_of(expected));
        REQUIRE(played.ms_played == expected.ms_played);
        REQUIRE(played.without_length == expected.without_length);
      }
      if (!with_private) REQUIRE(plays_of(modes.in_private) == 0);
    }
  }
}
