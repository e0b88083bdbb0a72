#include "questions/versions.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "questions/dashboard.hpp"
#include "unit/questions/made.hpp"

using namespace mtm;
using namespace mtm::questions;
using history::TrackNo;

namespace {

using TrackIds = std::vector<std::int64_t>;

test::Rows five_songs() {
  test::Rows rows;
  struct Song {
    const char* name;
    const char* isrc;
    std::int32_t duration_ms;
  };
  for (auto song : {Song{"Song", "USRC17607839", 180'000},
                    {"Song - Remix", "us-rc1-76-07839", 200'000},
                    {"SONG", "", 182'000},
                    {"song", "DEA123456789", 182'001},
                    {"Song", "", -1}}) {
    auto& row = rows.track(static_cast<std::int64_t>(rows.tracks.size()) + 1);
    row.name = song.name;
    row.isrc = song.isrc;
    row.duration_ms = song.duration_ms;
  }
  return rows;
}

TrackIds ids_of(const history::History& history, const std::vector<TrackNo>& tracks) {
  TrackIds found;
  for (auto track : tracks) found.push_back(history.tracks->ids[track]);
  return found;
}

TrackIds together(const history::History& history, const Versions& versions) {
  TrackIds found;
  for (const auto& version : versions.together) found.push_back(history.tracks->ids[version.track]);
  return found;
}

Versions of(const history::History& history, std::int64_t track) {
  return versions(history, history.tracks->find(Id{track}));
}

}  // namespace

TEST_CASE("versions of one ISRC are together, those of one name and length are only suggested") {
  auto rows = five_songs();
  auto history = rows.history();
  auto first = of(*history, 1);
  CHECK(together(*history, first) == TrackIds{1, 2});
  CHECK(first.together[0].why == WhyTogether::itself);
  CHECK(first.together[1].why == WhyTogether::isrc);
  CHECK(ids_of(*history, first.suggested) == TrackIds{3});  // two seconds longer; the fourth is a millisecond too long
  CHECK(first.apart.empty());
  CHECK(of(*history, 2).suggested.empty());
  CHECK(ids_of(*history, of(*history, 3).suggested) == TrackIds{1, 4});
  CHECK(of(*history, 5).suggested.empty());  // nobody knows how long it is
  rows.play(4, "2026-01-01T00:00:00Z");
  auto played = rows.history();
  CHECK(ids_of(*played, of(*played, 3).suggested) == TrackIds{4, 1});
}

TEST_CASE("what was decided is no suggestion any more") {
  auto rows = five_songs();
  rows.decisions = {{3, 1, true, 1}, {4, 3, false, 2}};
  auto history = rows.history();
  auto third = of(*history, 3);
  CHECK(together(*history, third) == TrackIds{3, 1, 2});
  CHECK(third.together[1].why == WhyTogether::decided);
  CHECK(third.together[2].why == WhyTogether::isrc);
  CHECK(third.suggested.empty());
  CHECK(ids_of(*history, third.apart) == TrackIds{4});
  CHECK(ids_of(*history, of(*history, 4).apart) == TrackIds{3});
  CHECK(of(*history, 1).apart.empty());
}

TEST_CASE("artists of another name have no song of ours") {
  auto rows = five_songs();
  rows.tracks[2].artist_id = 2;
  rows.tracks[2].artist = "Another";
  auto history = rows.history();
  CHECK(of(*history, 1).suggested.empty());
}

TEST_CASE("the most loved are recordings, each once, by its most played track") {
  auto rows = five_songs();
  for (int i = 0; i < 2; ++i) rows.play(4, "2026-01-01T00:00:00Z");
  rows.play(1, "2026-01-02T00:00:00Z");
  rows.play(2, "2026-01-03T00:00:00Z");
  rows.play(2, "2026-01-04T00:00:00Z");
  rows.snapshot(test::day("2026-01-04"), {1});
  auto history = rows.history();
  auto loved = most_loved(*history, 10);
  REQUIRE(loved.size() == 2);
  CHECK(history->tracks->ids[loved[0].track] == 2);
  CHECK(loved[0].plays == 3);
  CHECK(loved[0].best_rank == 1);
  CHECK(history->tracks->ids[loved[1].track] == 4);
}
