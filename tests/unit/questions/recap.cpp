#include "questions/recap.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

constexpr std::int32_t kThreeMinutes = 180'000;

Counting on(std::string_view first, std::string_view last) { return {{day(first), day(last)}, {}, By::plays}; }

Recap recap_of(const Rows& rows, const Counting& counting, std::optional<Days> before = {},
               std::string_view today = "2027-06-01") {
  return recap(*rows.history(), {counting, before, day(today)}).value();
}

/// Artist 1 has tracks 1 and 2, artist 2 has track 3; each track an album of its own.
Rows three_tracks() {
  Rows rows;
  for (std::int64_t id : {1, 2, 3}) {
    auto& track = rows.track(id);
    track.artist_id = id < 3 ? 1 : 2;
    track.artist = id < 3 ? "First" : "Second";
    track.album = id == 1 ? "A" : id == 2 ? "B" : "C";
  }
  return rows;
}

}  // namespace

TEST_CASE("days without a play have a recap that says so, and what was played before") {
  auto rows = three_tracks();
  play(rows, 1, "2025-05-05T10:00:00Z", kThreeMinutes);
  auto empty = recap_of(rows, on("2026-01-01", "2026-12-31"), Days{day("2025-01-01"), day("2025-12-31")});
  CHECK(empty.played.plays == 0);
  CHECK(empty.artists.entries.empty());
  CHECK(empty.parts.empty());
  CHECK_FALSE(empty.biggest);
  REQUIRE(empty.before);
  CHECK(empty.before->played.plays == 1);
}

TEST_CASE("while a year runs it is compared with as many days of the year before, when it is over with all of them") {
  auto rows = three_tracks();
  play(rows, 1, "2023-03-01T10:00:00Z", kThreeMinutes);
  play(rows, 1, "2023-12-31T10:00:00Z", kThreeMinutes);
  play(rows, 1, "2024-01-05T10:00:00Z", kThreeMinutes);
  Days before{day("2023-01-01"), day("2023-12-31")};
  struct Case {
    const char *today, *last;
    std::uint32_t plays;
  };
  for (auto [today, last, plays] : {Case{"2024-03-01", "2023-03-02", 1}, Case{"2024-12-31", "2023-12-31", 2},
                                    Case{"2024-12-30", "2023-12-31", 2}, Case{"2023-06-01", "2023-12-31", 2}}) {
    CAPTURE(today);
    auto found = recap_of(rows, on("2024-01-01", "2024-12-31"), before, today).before.value();
    CHECK(date_text(found.days.first) == "2023-01-01");
    CHECK(date_text(found.days.last) == last);
    CHECK(found.played.plays == plays);
  }
}

TEST_CASE("of equally big days the first one counts, by plays or by minutes, and its first track stands with it") {
  auto rows = three_tracks();
  for (const auto* at :
       {"2026-02-01T10:00:00Z", "2026-02-01T11:00:00Z", "2026-02-03T10:00:00Z", "2026-02-03T11:00:00Z"})
    play(rows, 2, at, 60'000);
  play(rows, 3, "2026-02-05T10:00:00Z", 600'000);
  auto counting = on("2026-02-01", "2026-02-28");
  auto found = recap_of(rows, counting);
  REQUIRE(found.biggest);
  CHECK(date_text(found.biggest->day) == "2026-02-01");
  CHECK(found.biggest->played.plays == 2);
  CHECK(found.biggest->track->id == 2);
  counting.by = By::minutes;
  CHECK(date_text(recap_of(rows, counting).biggest->day) == "2026-02-05");
}

TEST_CASE("the parts of a recap are days, weeks, months or years, by how long it is, each with its first track") {
  auto rows = three_tracks();
  play(rows, 1, "2026-01-10T10:00:00Z", kThreeMinutes);
  play(rows, 3, "2026-02-10T10:00:00Z", kThreeMinutes);
  struct Case {
    const char *first, *last;
    Unit unit;
    std::size_t parts;
  };
  for (auto [first, last, unit, parts] :
       {Case{"2026-01-10", "2026-01-10", Unit::day, 0}, Case{"2026-01-10", "2026-01-11", Unit::day, 2},
        Case{"2026-01-05", "2026-01-18", Unit::day, 14}, Case{"2026-01-05", "2026-01-19", Unit::week, 3},
        Case{"2026-01-01", "2026-03-03", Unit::week, 10}, Case{"2026-01-01", "2026-12-31", Unit::month, 12},
        Case{"2025-01-01", "2026-12-31", Unit::month, 24}, Case{"2020-01-01", "2026-12-31", Unit::year, 7}}) {
    CAPTURE(first, last);
    auto found = recap_of(rows, on(first, last));
    CHECK(found.unit == unit);
    REQUIRE(found.parts.size() == parts);
    for (const auto& part : found.parts) CHECK(part.track.has_value() == (part.bucket.played.plays > 0));
  }
  auto year = recap_of(rows, on("2026-01-01", "2026-12-31"));
  CHECK(year.parts[0].track->id == 1);
  CHECK(year.parts[1].track->id == 3);
}

TEST_CASE("the discovery of a recap is the new artist who comes first, wherever in the chart") {
  auto rows = three_tracks();
  play(rows, 1, "2025-01-10T10:00:00Z", kThreeMinutes);
  for (int hour = 10; hour < 20; ++hour) play(rows, 1, "2026-01-10T" + std::to_string(hour) + ":00:00Z", kThreeMinutes);
  play(rows, 3, "2026-02-10T10:00:00Z", kThreeMinutes);
  play(rows, 2, "2026-02-11T10:00:00Z", kThreeMinutes);
  auto found = recap_of(rows, on("2026-01-01", "2026-12-31"));
  CHECK(found.newcomers.artists == 1);
  CHECK(found.newcomers.albums == 2);
  CHECK(found.newcomers.tracks == 2);
  REQUIRE(found.newcomers.artist);
  CHECK(found.newcomers.artist->id == 2);
  CHECK(found.newcomers.artist_rank == 2);
  CHECK_FALSE(recap_of(rows, {}).newcomers.artist);  // of all time everybody would be new
}

TEST_CASE("night is from midnight to five where the person lives") {
  auto rows = three_tracks();
  for (const auto* at :
       {"2026-01-09T23:59:00Z", "2026-01-10T00:10:00Z", "2026-01-10T05:02:00Z", "2026-01-10T05:04:00Z"})
    play(rows, 1, at, kThreeMinutes);
  auto found = recap_of(rows, on("2026-01-01", "2026-01-31"));
  CHECK(found.night.plays == 2);  // that of 00:07 and that of 04:59
}

TEST_CASE("skips are counted from the first second, however long a play must be to count") {
  auto rows = three_tracks();
  for (int hour = 10; hour < 16; ++hour) {
    play(rows, 3, "2026-01-10T" + std::to_string(hour) + ":00:00Z", 2'000);
    rows.plays.back().details.ending = music::Ending::skipped;
  }
  play(rows, 1, "2026-01-10T20:00:00Z", kThreeMinutes);
  auto found = recap_of(rows, on("2026-01-01", "2026-01-31"));
  CHECK(found.played.plays == 1);
  CHECK(found.endings.skipped == 6);
  REQUIRE(found.most_skipped);
  CHECK(found.most_skipped->endings.skipped == 6);
}

TEST_CASE("a private session stays out of all parts of a recap that is asked without") {
  auto rows = three_tracks();
  play(rows, 1, "2026-01-10T12:00:00Z", kThreeMinutes);
  for (int hour = 0; hour < 9; ++hour) {
    play(rows, 3, "2026-01-11T0" + std::to_string(hour) + ":30:00Z", kThreeMinutes);
    rows.plays.back().details.in_private = true;
    rows.plays.back().details.ending = music::Ending::skipped;
  }
  auto counting = on("2026-01-01", "2026-01-31");
  CHECK(recap_of(rows, counting).played.plays == 10);
  counting.filter.with_private = false;
  auto found = recap_of(rows, counting, Days{day("2025-12-01"), day("2025-12-31")});
  CHECK(found.played.plays == 1);
  CHECK(found.artists.size == 1);
  CHECK(found.albums.size == 1);
  CHECK(found.tracks.size == 1);
  CHECK(found.streaks.days == 1);
  CHECK(date_text(found.biggest->day) == "2026-01-10");
  CHECK(found.night.plays == 0);
  CHECK(found.sessions == 0);
  CHECK(found.newcomers.artists == 1);
  CHECK_FALSE(found.on_repeat);
  CHECK(found.endings.skipped == 0);
  CHECK_FALSE(found.most_skipped);
}

TEST_CASE("more days than a timeline has have no recap") {
  Rows rows = three_tracks();
  play(rows, 1, "2026-01-10T12:00:00Z", kThreeMinutes);
  CHECK_FALSE(recap(*rows.history(), {on("1990-01-01", "2026-12-31"), {}, day("2027-01-01")}));
}

TEST_CASE("there are recaps of the years and months with a play, latest first, with the albums played most") {
  auto rows = three_tracks();
  play(rows, 1, "2024-03-10T12:00:00Z", kThreeMinutes);
  play(rows, 2, "2026-01-10T12:00:00Z", kThreeMinutes);
  play(rows, 3, "2026-04-10T12:00:00Z", kThreeMinutes);
  play(rows, 3, "2026-04-11T12:00:00Z", kThreeMinutes);
  play(rows, 3, "2026-05-11T12:00:00Z", 1'000);
  auto years = recaps(*rows.history(), {});
  REQUIRE(years.size() == 2);
  CHECK(year_of(years[0].year.bucket.days.first) == 2026);
  CHECK(years[0].year.bucket.played.plays == 3);
  REQUIRE(years[0].year.albums.size() == 2);
  CHECK(years[0].year.albums[0].top_track == rows.history()->tracks->find(Id{3}));
  REQUIRE(years[0].months.size() == 2);
  CHECK(date_text(years[0].months[0].bucket.days.first) == "2026-04-01");
  CHECK(years[0].months[1].bucket.played.plays == 1);
  CHECK(years[1].months.size() == 1);
  CHECK(recaps(*Rows().history(), {}).empty());
}
