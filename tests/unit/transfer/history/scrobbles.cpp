#include "transfer/history/scrobbles.hpp"

#include <catch2/catch.hpp>

#include "core/utf8.hpp"
#include "unit/transfer/history/told_rows.hpp"

using namespace mtm;
using namespace mtm::transfer;

namespace {

constexpr PlayTime time(int y, unsigned m, unsigned d) {
  return std::chrono::sys_days(std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d));
}

struct Told {
  ToldRows rows;
  ReadingOptions options{.now = time(2026, 1, 10)};
  Scrobbles scrobbles{options, rows};

  HistoryRow& begin() {
    auto& row = scrobbles.begin();
    row.title = "Title";
    row.artist = "Artist";
    return row;
  }
};

}  // namespace

TEST_CASE("scrobbles are from 2002 on, and at most a day ahead") {
  Told told;
  using std::chrono::milliseconds;
  for (auto at : {time(2002, 1, 1), time(2006, 1, 1), time(2026, 1, 11)}) {
    told.begin();
    told.scrobbles.take(at, "x");
  }
  CHECK(told.rows.taken.size() == 3);
  for (auto at : {time(1970, 1, 1), time(2002, 1, 1) - milliseconds(1), time(2026, 1, 11) + milliseconds(1),
                  time(9999, 12, 31)}) {
    told.begin();
    told.scrobbles.take(at, "x");
  }
  told.begin();
  told.scrobbles.take(std::nullopt, "soon");
  CHECK(told.rows.taken.size() == 3);
  CHECK(told.rows.reasons() == std::map<std::string, std::int64_t>{{"time before 2002 or in the future", 4},
                                                                   {"time missing or unreadable", 1}});
  CHECK(told.rows.rejected.back().value == "soon");
  CHECK(told.rows.rejected.back().row == 8);
}

TEST_CASE("a scrobble needs a title and an artist, or a Spotify id") {
  Told told;
  for (auto [title, artist, id] :
       {std::tuple("", "Artist", ""), {"Title", "", ""}, {" ", "Artist", ""}, {"", "", ""}}) {
    auto& row = told.begin();
    row.title = title;
    row.artist = artist;
    row.spotify_id = id;
    told.scrobbles.take(time(2025, 1, 1), "");
  }
  CHECK(told.rows.reasons() == std::map<std::string, std::int64_t>{{"nothing to name it by", 4}});
  auto& row = told.begin();
  row.title = row.artist = "";
  row.spotify_id = "9cUXMrZSJw6AJkeOjQCHcb";
  told.scrobbles.take(time(2025, 1, 1), "");
  CHECK(told.rows.taken.size() == 1);
}

TEST_CASE("texts lose the spaces around them and what columns don't hold") {
  Told told;
  std::string longest;
  for (int i = 0; i < 600; ++i) longest += "é";
  auto& row = told.begin();
  row.title = longest;
  row.artist = " Artist\t";
  row.platform = longest;
  told.scrobbles.take(time(2025, 1, 1), "");
  REQUIRE(told.rows.taken.size() == 1);
  CHECK(told.rows.taken[0].title.size() == 2 * kLongestName);
  CHECK(told.rows.taken[0].artist == "Artist");
  CHECK(told.rows.taken[0].platform.size() == 2 * kLongestPlatform);
}

TEST_CASE("identifiers are kept in one spelling, and only where they are ones") {
  Told told;
  auto& row = told.begin();
  told.scrobbles.set_recording_mbid("ABCDEF00-1111-4111-8111-111111111111");
  told.scrobbles.set_isrc("de-xx0-25-00001");
  CHECK(row.recording_mbid == "abcdef00-1111-4111-8111-111111111111");
  CHECK(row.isrc == "DEXX02500001");
  for (auto text : {"", "x", "ABCDEF00111141118111111111111111", "GBCDEF00-1111-4111-8111-111111111111",
                    "ABCDEF0001111-4111-8111-111111111111", "ABCDEF00-1111-4111-8111-1111111111111"}) {
    auto& other = told.begin();
    told.scrobbles.set_recording_mbid(text);
    CHECK(other.recording_mbid.empty());
  }
  for (auto text : {"", "DEXX0250000", "DEXX025000011", "12XX02500001", "DEXX0250000A", "DEX*02500001"}) {
    auto& other = told.begin();
    told.scrobbles.set_isrc(text);
    CHECK(other.isrc.empty());
  }
}
