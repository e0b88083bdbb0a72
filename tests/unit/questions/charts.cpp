#include "questions/charts.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "unit/questions/played_made.hpp"

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

std::vector<std::int64_t> ids(const history::History& history, const ChartQuestion& question) {
  std::vector<std::int64_t> ids;
  for (const auto& entry : chart(history, question).entries)
    ids.push_back(question.of == ChartOf::artists ? history.tracks->artist_ids[entry.number]
                                                  : history.tracks->ids[entry.number]);
  return ids;
}

ChartQuestion tracks_by(By by, Days days = {}) { return {ChartOf::tracks, {days, {}, by}}; }

Sums sums_of(const std::vector<ChartEntry>& entries) {
  Sums sums;
  for (const auto& entry : entries) sums.add(entry.played);
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
  CHECK(ids(*history, tracks_by(By::plays)) == std::vector<std::int64_t>{1, 3, 2});
  CHECK(ids(*history, tracks_by(By::minutes)) == std::vector<std::int64_t>{3, 1, 2});
  auto artists = chart(*history, {ChartOf::artists});
  REQUIRE(artists.size == 2);
  CHECK(artists.entries[0].played.plays == 3);
  CHECK(artists.entries[0].played.without_length == 1);
  CHECK(artists.entries[0].played.ms_played == 120'000);
  CHECK(artists.entries[0].played.first == moment("2026-01-01T09:59:00Z"));
  CHECK(history->tracks->ids[artists.entries[0].top_track] == 1);
  auto everything = chart(*history, {ChartOf::albums, {{}, {0}}});
  CHECK(everything.size == 2);
  CHECK(everything.played.plays == 5);
}

TEST_CASE("of equals those come first that have more of the other, were played first, have the smaller id") {
  auto rows = four_tracks();
  play(rows, 4, "2026-01-02T10:00:00Z", 60'000);
  play(rows, 3, "2026-01-02T10:00:00Z", 60'000);
  play(rows, 2, "2026-01-01T10:00:00Z", 60'000);
  play(rows, 1, "2026-01-03T10:00:00Z", 70'000);
  CHECK(ids(*rows.history(), tracks_by(By::plays)) == std::vector<std::int64_t>{1, 2, 3, 4});
  play(rows, 4, "2026-01-04T10:00:00Z", 70'000);
  play(rows, 4, "2026-01-04T11:00:00Z", -1);
  CHECK(ids(*rows.history(), tracks_by(By::minutes)) == std::vector<std::int64_t>{4, 1, 2, 3});
}

TEST_CASE("a play belongs to the day on which it began, where the person lives") {
  auto rows = four_tracks();
  play(rows, 1, "2026-01-01T23:03:00Z", 180'000 + 1);  // began in Berlin's first day, by a millisecond
  play(rows, 2, "2026-01-01T23:03:00Z", 180'000);
  play(rows, 3, "2026-01-01T23:00:00Z", -1);
  play(rows, 4, "2026-01-26T20:00:00Z", std::numeric_limits<std::int32_t>::max());  // of 24 days
  auto history = rows.history("Europe/Berlin");
  auto on = [&](std::string_view date) {
    auto found = ids(*history, tracks_by(By::plays, {day(date), day(date)}));
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
    auto counting = random_counting(random);
    std::map<std::int64_t, Sums> tracks;
    std::map<std::int64_t, history::Moment> firsts;
    Sums all, with_album;
    std::map<std::int64_t, const history::TrackRow*> by_id;
    for (const auto& row : rows.tracks) by_id[row.id] = &row;
    for (const auto& play : counted_rows(rows, *history, counting)) {
      auto first = firsts.try_emplace(play.row->track_id, play.began).first;
      first->second = std::min(first->second, play.began);
      tracks[play.row->track_id].add(*play.row);
      all.add(*play.row);
      if (by_id[play.row->track_id]->album) with_album.add(*play.row);
    }
    for (auto by : {By::plays, By::minutes}) {
      counting.by = by;
      auto of = [&](ChartOf what) { return chart(*history, {what, counting, {}, 0, 1'000}); };
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
          return by == By::plays ? std::int64_t(played.plays) : played.ms_played;
        };
        REQUIRE(metric(i - 1) >= metric(i));
      }
      // Pages are pieces of the whole.
      ChartQuestion page{
          ChartOf::tracks, counting, {}, static_cast<std::size_t>(below(80)), static_cast<std::size_t>(1 + below(20))};
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
  CHECK(ids(*known, tracks_by(By::plays)) == std::vector<std::int64_t>{1, 2});
  history::Builder played(known);
  for (int hour = 1; hour <= 2; ++hour)
    played.add(history::PlayRow{2, moment("2026-01-02T00:00:00Z") + hour * history::Moment(3'600'000'000), 60'000});
  auto next = played.finish(Id{1}, 2, 0, known->zone);
  CHECK(ids(*next, tracks_by(By::plays)) == std::vector<std::int64_t>{2, 1});
  history::Builder grown(next);
  rows.tracks.clear();
  grown.add(rows.track(5));
  auto last = grown.finish(Id{1}, 3, 0, known->zone);
  CHECK(ids(*last, tracks_by(By::plays)) == std::vector<std::int64_t>{2, 1});
  CHECK(ids(*known, tracks_by(By::plays)) == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("a history without plays has empty charts") {
  for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
    auto empty = chart(*four_tracks().history(), {of, {}, {}, 7, 50});
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
  auto found = chart(*history, tracks_by(By::plays));
  CHECK(ids(*history, tracks_by(By::plays)) == std::vector<std::int64_t>{4, 1});
  CHECK(found.size == 2);
  CHECK(found.entries[0].played.plays == 3);
  CHECK(found.entries[0].played.ms_played == 160'000);
  CHECK(found.entries[0].played.first == moment("2026-03-01T09:59:00Z"));
  CHECK(found.played.plays == 5);
  CHECK(ids(*history, tracks_by(By::minutes)) == std::vector<std::int64_t>{1, 4});
  rows.decisions.push_back({4, 2, false, 1});
  CHECK(ids(*rows.history(), tracks_by(By::plays)) == std::vector<std::int64_t>{1, 4, 2});
}

TEST_CASE("the plays of all recordings are all plays") {
  auto seed = GENERATE(range(1u, 30u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto rows = random_plays(random);
  give_isrcs(rows, random);
  auto history = rows.history();
  auto question = tracks_by(By::plays);
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

TEST_CASE("a chart says what rank its entries had in the days before, and which are new") {
  auto rows = four_tracks();
  play(rows, 4, "2025-06-01T10:00:00Z", 60'000);
  play(rows, 1, "2026-01-31T10:00:00Z", 60'000);
  play(rows, 2, "2026-01-30T10:00:00Z", 60'000);
  play(rows, 2, "2026-01-30T11:00:00Z", 60'000);
  play(rows, 3, "2026-02-01T10:00:00Z", 20'000);
  play(rows, 3, "2026-02-01T11:00:00Z", 60'000);
  play(rows, 1, "2026-02-02T10:00:00Z", 90'000);
  play(rows, 4, "2026-02-03T10:00:00Z", 50'000);
  auto history = rows.history();
  auto question = tracks_by(By::plays, {day("2026-02-01"), day("2026-02-28")});
  question.before = Days{day("2026-01-01"), day("2026-01-31")};
  auto tracks = chart(*history, question);
  using Rank = std::optional<std::uint32_t>;
  REQUIRE(ids(*history, question) == std::vector<std::int64_t>{1, 3, 4});
  CHECK(tracks.entries[0].rank_before == Rank(2));
  CHECK(tracks.entries[1].rank_before == Rank());
  CHECK(tracks.entries[2].rank_before == Rank());
  CHECK_FALSE(tracks.entries[0].is_new);
  CHECK(tracks.entries[1].is_new);
  CHECK_FALSE(tracks.entries[2].is_new);  // was played the year before
  question.of = ChartOf::artists;
  auto artists = chart(*history, question);
  REQUIRE(artists.entries.size() == 2);
  CHECK(artists.entries[0].number == history->tracks->artists[2]);
  CHECK(artists.entries[0].rank_before == Rank());
  CHECK_FALSE(artists.entries[0].is_new);
  CHECK(artists.entries[1].rank_before == Rank(1));
  question.counting.filter.counted_from = 0;
  question.counting.days = {day("2026-02-01"), day("2026-02-01")};
  question.of = ChartOf::tracks;
  CHECK(chart(*history, question).entries[0].is_new);
  question.counting.days = {};
  question.before.reset();
  auto ever = chart(*history, question);
  CHECK(ever.entries.size() == 4);
  for (const auto& entry : ever.entries) CHECK_FALSE(entry.is_new);
}

TEST_CASE("ranks of the days before are those of their own chart, and new is what no earlier chart has") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    give_isrcs(rows, random);
    auto history = rows.history("Europe/Berlin");
    auto from = static_cast<history::Day>(first_day(2023) + random() % 900);
    auto to = static_cast<history::Day>(from + random() % 300);
    ChartQuestion question{static_cast<ChartOf>(random() % 3),
                           {{from, to}, {random() % 2 ? 30'000 : 0}, random() % 2 ? By::plays : By::minutes},
                           Days{from - (to - from) - 1, from - 1},
                           0,
                           1'000};
    auto number_of = [&](const ChartEntry& entry) {
      return question.of == ChartOf::tracks ? (*history->recordings)[entry.number] : entry.number;
    };
    auto whole = [&](Days days) {
      auto other = question;
      other.counting.days = days;
      std::map<std::uint32_t, std::uint32_t> ranks;
      for (const auto& entry : chart(*history, other).entries)
        ranks.emplace(number_of(entry), static_cast<std::uint32_t>(ranks.size() + 1));
      return ranks;
    };
    auto before = whole(*question.before), ever_before = whole({Days().first, from - 1});
    question.offset = random() % 10;
    question.limit = 1 + random() % 30;
    for (const auto& entry : chart(*history, question).entries) {
      auto known = before.find(number_of(entry));
      REQUIRE(entry.rank_before == (known == before.end() ? std::nullopt : std::optional(known->second)));
      REQUIRE(entry.is_new == !ever_before.contains(number_of(entry)));
    }
  }
}
