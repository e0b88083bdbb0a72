#include "questions/charts.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

/// Tracks 1 and 2 are by artist 1, on one album; 3 is by artist 2, on another; 4 by artist 2, on none.
Rows four_tracks() {
  Rows rows;
  for (std::int64_t id = 1; id <= 4; ++id) {
    auto& row = rows.track(id);
    row.artist_id = id <= 2 ? 1 : 2;
    row.artist = id <= 2 ? "First" : "Second";
    if (id <= 3) row.album = id <= 2 ? "One" : "Two";
  }
  return rows;
}

void play(Rows& rows, std::int64_t track, std::string_view ended, std::int32_t ms_played) {
  rows.plays.push_back({track, moment(ended), ms_played});
}

std::vector<std::int64_t> ids(const history::History& history, const ChartQuestion& question) {
  std::vector<std::int64_t> ids;
  for (const auto& entry : chart(history, question).entries)
    ids.push_back(question.of == ChartOf::artists ? history.tracks->artist_ids[entry.number]
                                                  : history.tracks->ids[entry.number]);
  return ids;
}

ChartQuestion tracks_by(ChartBy by, Days days = {}) { return {ChartOf::tracks, by, days, 30'000, 0, 50}; }

/// Plays of all lengths, some of them unknown.
Rows random_plays(std::mt19937& random) {
  auto rows = random_rows(random, 60);
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  static const std::vector<std::string> names{"A", "B", "C", "D", "E"};
  for (auto& row : rows.tracks)
    if (below(4) > 0) row.album = names[static_cast<std::size_t>(below(5))];
  for (auto& play : rows.plays) {
    play.ms_played = below(4) == 0 ? -1 : below(3) == 0 ? below(60'000) : below(4'000'000);
    if (below(200) == 0) play.ms_played = std::numeric_limits<std::int32_t>::max() - below(1'000);
  }
  return rows;
}

struct Sums {
  std::int64_t plays = 0, ms_played = 0, without_length = 0;
  bool operator==(const Sums&) const = default;
};

Sums sums_of(const Played& played) { return {played.plays, played.ms_played, played.without_length}; }

Sums sums_of(const std::vector<ChartEntry>& entries) {
  Sums sums;
  for (const auto& entry : entries) {
    sums.plays += entry.played.plays;
    sums.ms_played += entry.played.ms_played;
    sums.without_length += entry.played.without_length;
  }
  return sums;
}

}  // namespace

TEST_CASE("a chart by plays and one by minutes") {
  auto rows = four_tracks();
  play(rows, 1, "2026-01-01T10:00:00Z", 60'000);
  play(rows, 1, "2026-01-01T11:00:00Z", 60'000);
  play(rows, 3, "2026-01-01T12:00:00Z", 300'000);
  play(rows, 4, "2026-01-01T13:00:00Z", 29'999);
  play(rows, 2, "2026-01-01T14:00:00Z", -1);
  auto history = rows.history();
  CHECK(ids(*history, tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{1, 3, 2});
  CHECK(ids(*history, tracks_by(ChartBy::minutes)) == std::vector<std::int64_t>{3, 1, 2});
  auto artists = chart(*history, {ChartOf::artists, ChartBy::plays, {}, 30'000, 0, 50});
  REQUIRE(artists.size == 2);
  CHECK(artists.entries[0].played.plays == 3);
  CHECK(artists.entries[0].played.without_length == 1);
  CHECK(artists.entries[0].played.ms_played == 120'000);
  CHECK(artists.entries[0].played.first == moment("2026-01-01T09:59:00Z"));
  CHECK(history->tracks->ids[artists.entries[0].top_track] == 1);
  auto everything = chart(*history, {ChartOf::albums, ChartBy::plays, {}, 0, 0, 50});
  CHECK(everything.size == 2);
  CHECK(everything.played.plays == 5);
}

TEST_CASE("of equals those come first that have more of the other, were played first, have the smaller id") {
  auto rows = four_tracks();
  play(rows, 4, "2026-01-02T10:00:00Z", 60'000);
  play(rows, 3, "2026-01-02T10:00:00Z", 60'000);
  play(rows, 2, "2026-01-01T10:00:00Z", 60'000);
  play(rows, 1, "2026-01-03T10:00:00Z", 70'000);
  CHECK(ids(*rows.history(), tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{1, 2, 3, 4});
  play(rows, 4, "2026-01-04T10:00:00Z", 70'000);
  play(rows, 4, "2026-01-04T11:00:00Z", -1);
  CHECK(ids(*rows.history(), tracks_by(ChartBy::minutes)) == std::vector<std::int64_t>{4, 1, 2, 3});
}

TEST_CASE("a play belongs to the day on which it began, where the person lives") {
  auto rows = four_tracks();
  play(rows, 1, "2026-01-01T23:03:00Z", 180'000 + 1);  // began in Berlin's first day, by a millisecond
  play(rows, 2, "2026-01-01T23:03:00Z", 180'000);
  play(rows, 3, "2026-01-01T23:00:00Z", -1);
  play(rows, 4, "2026-01-26T20:00:00Z", std::numeric_limits<std::int32_t>::max());  // of 24 days
  auto history = rows.history("Europe/Berlin");
  auto on = [&](std::string_view date) {
    auto found = ids(*history, tracks_by(ChartBy::plays, {day(date), day(date)}));
    return std::set<std::int64_t>(found.begin(), found.end());
  };
  CHECK(on("2026-01-01") == std::set<std::int64_t>{1});
  CHECK(on("2026-01-02") == std::set<std::int64_t>{2, 3, 4});
  CHECK(on("2026-01-26").empty());
}

TEST_CASE("charts of artists, albums and tracks agree with each other and with the plays") {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    auto history = rows.history("America/New_York");
    auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
    Days days;
    if (below(3) > 0) {
      days.first = first_day(2022) + below(1'800);
      days.last = days.first + below(700);
    } else if (below(2) == 0) {
      days.last = first_day(2022) + below(1'800);
    }
    auto counted_from = below(2) * 30'000;
    std::map<std::int64_t, Sums> tracks;
    std::map<std::int64_t, history::Moment> firsts;
    Sums all, with_album;
    std::map<std::int64_t, const history::TrackRow*> by_id;
    for (const auto& row : rows.tracks) by_id[row.id] = &row;
    for (const auto& play : rows.plays) {
      auto length = std::max(play.ms_played, 0);
      auto began = play.at - length * history::Moment(1'000);
      if (!days.have(history->zone->day(began)) || (play.ms_played >= 0 && play.ms_played < counted_from)) continue;
      auto first = firsts.try_emplace(play.track_id, began).first;
      first->second = std::min(first->second, began);
      std::vector<Sums*> counted{&tracks[play.track_id], &all};
      if (by_id[play.track_id]->album) counted.push_back(&with_album);
      for (auto* sums : counted) {
        ++sums->plays;
        sums->ms_played += length;
        sums->without_length += play.ms_played < 0;
      }
    }
    for (auto by : {ChartBy::plays, ChartBy::minutes}) {
      auto of = [&](ChartOf what) { return chart(*history, {what, by, days, counted_from, 0, 1'000}); };
      auto songs = of(ChartOf::tracks), artists = of(ChartOf::artists), albums = of(ChartOf::albums);
      REQUIRE(songs.size == tracks.size());
      for (const auto& entry : songs.entries) {
        REQUIRE(sums_of(entry.played) == tracks[history->tracks->ids[entry.number]]);
        REQUIRE(entry.played.first == firsts[history->tracks->ids[entry.number]]);
      }
      for (const auto* some : {&songs, &artists, &albums}) REQUIRE(sums_of(some->played) == all);
      REQUIRE(sums_of(songs.entries) == all);
      REQUIRE(sums_of(artists.entries) == all);
      REQUIRE(sums_of(albums.entries) == with_album);
      for (std::size_t i = 1; i < songs.size; ++i) {
        auto metric = [&](std::size_t of) {
          const auto& played = songs.entries[of].played;
          return by == ChartBy::plays ? std::int64_t(played.plays) : played.ms_played;
        };
        REQUIRE(metric(i - 1) >= metric(i));
      }
      // Pages are pieces of the whole.
      ChartQuestion page{ChartOf::tracks,
                         by,
                         days,
                         counted_from,
                         static_cast<std::size_t>(below(80)),
                         static_cast<std::size_t>(1 + below(20))};
      auto piece = chart(*history, page);
      REQUIRE(piece.size == songs.size);
      auto rest = songs.size > page.offset ? songs.size - page.offset : 0;
      REQUIRE(piece.entries.size() == std::min(page.limit, rest));
      for (std::size_t i = 0; i < piece.entries.size(); ++i)
        REQUIRE(piece.entries[i].number == songs.entries[page.offset + i].number);
    }
  }
}

TEST_CASE("a chart of all time has the plays and tracks that came after it was asked for first") {
  auto rows = four_tracks();
  play(rows, 1, "2026-01-01T10:00:00Z", 60'000);
  play(rows, 1, "2026-01-01T11:00:00Z", 60'000);
  play(rows, 2, "2026-01-01T12:00:00Z", 60'000);
  auto known = rows.history();
  CHECK(ids(*known, tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{1, 2});
  history::Builder played(known);
  for (int hour = 1; hour <= 2; ++hour)
    played.add({2, moment("2026-01-02T00:00:00Z") + hour * history::Moment(3'600'000'000), 60'000});
  auto next = played.finish(Id{1}, 2, 0, known->zone);
  CHECK(ids(*next, tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{2, 1});
  history::Builder grown(next);
  rows.tracks.clear();
  grown.add(rows.track(5));
  auto last = grown.finish(Id{1}, 3, 0, known->zone);
  CHECK(ids(*last, tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{2, 1});
  CHECK(ids(*known, tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("a history without plays has empty charts") {
  for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
    auto empty = chart(*four_tracks().history(), {of, ChartBy::plays, {}, 30'000, 7, 50});
    CHECK(empty.size == 0);
    CHECK(empty.entries.empty());
    CHECK(empty.played.plays == 0);
  }
}

TEST_CASE("a recording stands once in a chart of tracks, by its most played track, with the plays of all") {
  auto rows = four_tracks();
  rows.tracks[1].isrc = rows.tracks[3].isrc = "USRC17607839";
  play(rows, 2, "2026-03-01T10:00:00Z", 60'000);
  play(rows, 4, "2026-03-02T10:00:00Z", 60'000);
  play(rows, 4, "2026-03-03T10:00:00Z", 40'000);
  play(rows, 1, "2026-03-03T11:00:00Z", 300'000);
  play(rows, 1, "2026-03-03T12:00:00Z", 300'000);
  auto history = rows.history();
  auto found = chart(*history, tracks_by(ChartBy::plays));
  CHECK(ids(*history, tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{4, 1});
  CHECK(found.size == 2);
  CHECK(found.entries[0].played.plays == 3);
  CHECK(found.entries[0].played.ms_played == 160'000);
  CHECK(found.entries[0].played.first == moment("2026-03-01T09:59:00Z"));
  CHECK(found.played.plays == 5);
  CHECK(ids(*history, tracks_by(ChartBy::minutes)) == std::vector<std::int64_t>{1, 4});
  rows.decisions.push_back({4, 2, false, 1});
  CHECK(ids(*rows.history(), tracks_by(ChartBy::plays)) == std::vector<std::int64_t>{1, 4, 2});
}

TEST_CASE("the plays of all recordings are all plays") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = random_plays(random);
  static const std::vector<std::string> isrcs{"USRC17607839", "DEA123456789", "GBAAA1234567", ""};
  for (auto& row : rows.tracks) row.isrc = isrcs[random() % 4];
  auto history = rows.history();
  auto question = tracks_by(ChartBy::plays);
  question.limit = 1'000;
  auto found = chart(*history, question);
  Played sum;
  std::set<history::TrackNo> recordings;
  for (const auto& entry : found.entries) {
    sum.plays += entry.played.plays;
    sum.ms_played += entry.played.ms_played;
    CHECK(recordings.insert((*history->recordings)[entry.number]).second);
  }
  CHECK(found.entries.size() == found.size);
  CHECK(sum.plays == found.played.plays);
  CHECK(sum.ms_played == found.played.ms_played);
}
