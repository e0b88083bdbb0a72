#include "questions/skips.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;
using music::Ending;

namespace {

/// Counts all plays, however short.
SkipsQuestion of_all(std::int64_t floor = 1) {
  SkipsQuestion question;
  question.counting.filter.counted_from = 0;
  question.floor = floor;
  return question;
}

void play(Rows& rows, std::int64_t track, Ending ending, std::int32_t ms_played = 1'000) {
  auto& row = rows.plays.emplace_back();
  row.track_id = track;
  row.at = moment("2026-01-01T10:00:00Z") + static_cast<history::Moment>(rows.plays.size()) * 1'000'000;
  row.ms_played = ms_played;
  row.details.ending = ending;
}

using Rates = std::vector<std::pair<std::int64_t, Endings>>;

Rates listed(const history::History& history, const std::vector<EndingsOf>& list) {
  Rates rates;
  for (const auto& entry : list) rates.emplace_back(history.tracks->ids[entry.top_track], entry.endings);
  return rates;
}

Rows random_endings(std::mt19937& random) {
  auto rows = random_rows(random, 60);
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  static const std::vector<std::string> albums{"A", "B", "C"};
  for (auto& row : rows.tracks) {
    if (below(4) > 0) row.album = albums[static_cast<std::size_t>(below(3))];
    if (below(4) > 0) row.duration_ms = below(300'000);
    if (below(3) == 0) row.isrc = "DEAAA2600001";
  }
  for (auto& play : rows.plays) {
    play.ms_played = below(5) == 0 ? -1 : below(300'000);
    play.details.ending = static_cast<Ending>(below(5));
    play.details.in_private = below(4) == 0;
  }
  return rows;
}

}  // namespace

TEST_CASE("plays are finished, skipped, interrupted or say nothing") {
  Rows rows;
  rows.track(1);
  play(rows, 1, Ending::finished);
  play(rows, 1, Ending::finished);
  play(rows, 1, Ending::skipped);
  play(rows, 1, Ending::other);
  play(rows, 1, Ending::unknown);
  auto all = skips(*rows.history(), of_all()).all;
  CHECK(all == Endings{2, 1, 1, 1});
  CHECK(all.known() == 4);
}

TEST_CASE("a play that the person stopped is a skip before the middle of its track") {
  Rows rows;
  rows.track(1).duration_ms = 200'001;
  rows.track(2);  // of unknown length
  play(rows, 1, Ending::stopped, 100'000);
  play(rows, 1, Ending::stopped, 100'001);
  play(rows, 1, Ending::stopped, -1);
  play(rows, 2, Ending::stopped, 1);
  auto history = rows.history();
  CHECK(skips(*history, of_all()).all == Endings{0, 1, 3, 0});
}

TEST_CASE("lists have what was played often enough and begin with the highest rate") {
  Rows rows;
  for (std::int64_t id = 1; id <= 4; ++id) rows.track(id);
  for (int i = 0; i < 2; ++i) play(rows, 1, Ending::skipped);
  for (int i = 0; i < 2; ++i) play(rows, 1, Ending::finished);
  for (int i = 0; i < 3; ++i) play(rows, 2, Ending::skipped);
  play(rows, 2, Ending::finished);
  for (int i = 0; i < 4; ++i) play(rows, 3, Ending::unknown);  // says nothing of skips
  for (int i = 0; i < 3; ++i) play(rows, 3, Ending::finished);
  for (int i = 0; i < 3; ++i) play(rows, 4, Ending::skipped);
  auto history = rows.history();
  auto found = skips(*history, of_all(4));
  CHECK(listed(*history, found.skipped_tracks) == Rates{{2, {1, 3, 0, 0}}, {1, {2, 2, 0, 0}}});
  CHECK(listed(*history, found.finished_tracks) == Rates{{1, {2, 2, 0, 0}}, {2, {1, 3, 0, 0}}});
  auto few = skips(*history, of_all(3));
  CHECK(listed(*history, few.skipped_tracks) == Rates{{4, {0, 3, 0, 0}}, {2, {1, 3, 0, 0}}, {1, {2, 2, 0, 0}}});
  CHECK(listed(*history, few.finished_tracks) == Rates{{3, {3, 0, 0, 4}}, {1, {2, 2, 0, 0}}, {2, {1, 3, 0, 0}}});
  auto question = of_all(3);
  question.limit = 1;
  CHECK(skips(*history, question).skipped_tracks.size() == 1);
}

TEST_CASE("of equal rates those with more plays come first, then those of the smaller id") {
  Rows rows;
  for (std::int64_t id : {3, 2, 1}) rows.track(id);
  for (std::int64_t id : {1, 2, 3}) play(rows, id, Ending::skipped);
  play(rows, 3, Ending::skipped);
  auto history = rows.history();
  CHECK(listed(*history, skips(*history, of_all()).skipped_tracks) ==
        Rates{{3, {0, 2, 0, 0}}, {1, {0, 1, 0, 0}}, {2, {0, 1, 0, 0}}});
}

TEST_CASE("a recording is listed once, by the track that was played most, and an album by all of its tracks") {
  Rows rows;
  for (std::int64_t id : {1, 2, 3}) {
    auto& row = rows.track(id);
    row.album = id < 3 ? "One" : "Two";
    if (id < 3) row.isrc = "DEAAA2600001";
  }
  play(rows, 1, Ending::finished);
  play(rows, 2, Ending::finished);
  play(rows, 2, Ending::skipped);
  play(rows, 3, Ending::finished);
  auto history = rows.history();
  auto found = skips(*history, of_all());
  CHECK(listed(*history, found.finished_tracks) == Rates{{3, {1, 0, 0, 0}}, {2, {2, 1, 0, 0}}});
  CHECK(listed(*history, found.finished_albums) == Rates{{3, {1, 0, 0, 0}}, {2, {2, 1, 0, 0}}});
  CHECK(history->tracks->text(history->tracks->album_names[found.finished_albums[0].number]) == "Two");
}

TEST_CASE("endings of all recordings add up to all plays that count, whatever is played") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_endings(random);
    auto history = rows.history();
    for (bool with_private : {true, false}) {
      auto question = of_all();
      question.limit = 1'000;
      question.counting.filter.with_private = with_private;
      question.counting.filter.counted_from = seed % 2 ? 0 : 30'000;
      auto found = skips(*history, question);
      std::int64_t plays = 0;
      for (const auto& row : rows.plays)
        plays += (with_private || !row.details.in_private) &&
                 (row.ms_played < 0 || row.ms_played >= question.counting.filter.counted_from);
      REQUIRE(found.all.known() + found.all.unknown == plays);
      std::int64_t skipped = 0, finished = 0;
      for (const auto& entry : found.skipped_tracks) skipped += entry.endings.skipped;
      for (const auto& entry : found.finished_tracks) finished += entry.endings.finished;
      REQUIRE(skipped == found.all.skipped);
      REQUIRE(finished == found.all.finished);
    }
  }
}
