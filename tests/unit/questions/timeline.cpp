#include "questions/timeline.hpp"

#include <catch2/catch.hpp>

#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

std::string written(const Timeline& timeline, Unit unit) {
  std::string text;
  for (const auto& bucket : timeline.buckets)
    text += period_text(bucket.days.first, unit) + ":" + std::to_string(bucket.played.plays) + " ";
  return text;
}

}  // namespace

TEST_CASE("a timeline has every day, week, month and year, also those without a play") {
  Rows rows;
  rows.track(1);
  play(rows, 1, "2026-11-29T12:00:00Z", 60'000);  // a Sunday
  play(rows, 1, "2026-11-30T12:00:00Z", 60'000);
  play(rows, 1, "2027-01-02T12:00:00Z", 90'000);
  auto history = rows.history();
  auto line = [&](Unit unit, Days days) { return timeline(*history, {unit, {days}}).value(); };
  CHECK(written(line(Unit::day, {day("2026-11-28"), day("2026-12-01")}), Unit::day) ==
        "2026-11-28:0 2026-11-29:1 2026-11-30:1 2026-12-01:0 ");
  CHECK(written(line(Unit::week, {day("2026-11-20"), day("2027-01-05")}), Unit::week) ==
        "2026-W47:0 2026-W48:1 2026-W49:1 2026-W50:0 2026-W51:0 2026-W52:0 2026-W53:1 2027-W01:0 ");
  CHECK(written(line(Unit::month, {day("2026-10-31"), day("2027-01-01")}), Unit::month) ==
        "2026-10:0 2026-11:2 2026-12:0 2027-01:0 ");
  auto years = line(Unit::year, {day("2026-06-01"), day("2027-06-30")});
  CHECK(written(years, Unit::year) == "2026:2 2027:1 ");
  CHECK(years.buckets[0].days.first == day("2026-06-01"));
  CHECK(years.buckets[0].days.last == day("2026-12-31"));
  CHECK(years.buckets[1].days.last == day("2027-06-30"));
  CHECK(years.played.ms_played == 210'000);
}

TEST_CASE("a timeline since ever begins with the first play that counts, and has nothing where none does") {
  Rows rows;
  auto& track = rows.track(1);
  track.artist_id = 7;
  rows.track(2);
  play(rows, 1, "2020-01-05T12:00:00Z", 10'000);
  play(rows, 2, "2021-03-05T12:00:00Z", 60'000);
  play(rows, 1, "2022-03-05T12:00:00Z", 60'000);
  auto history = rows.history();
  Days until{Days().first, day("2023-12-31")};
  CHECK(written(timeline(*history, {Unit::year, {until}}).value(), Unit::year) == "2021:1 2022:1 2023:0 ");
  CHECK(written(timeline(*history, {Unit::year, {until, {0}}}).value(), Unit::year) == "2020:1 2021:1 2022:1 2023:0 ");
  auto of = [&](ChartOf of, std::int64_t id) { return subject_of(*history, of, Id{id}).value(); };
  CHECK(written(timeline(*history, {Unit::year, {until}, of(ChartOf::artists, 7)}).value(), Unit::year) ==
        "2022:1 2023:0 ");
  CHECK(written(timeline(*history, {Unit::year, {}, of(ChartOf::tracks, 2)}).value(), Unit::year) == "2021:1 2022:0 ");
  CHECK(timeline(*history, {Unit::year, {{Days().first, day("2020-12-31")}}}).value().buckets.empty());
  CHECK(timeline(*Rows().history(), {}).value().buckets.empty());
  CHECK_FALSE(subject_of(*history, ChartOf::artists, Id{8}));
  CHECK_FALSE(subject_of(*history, ChartOf::tracks, Id{3}));
  CHECK_FALSE(subject_of(*history, ChartOf::albums, Id{1}));
}

TEST_CASE("a timeline of more buckets than an answer can have is refused") {
  Rows rows;
  rows.track(1);
  auto history = rows.history();
  auto days = [](std::int32_t count) { return Counting{{0, count - 1}}; };
  CHECK(timeline(*history, {Unit::day, days(4'000)}).value().buckets.size() == 4'000);
  CHECK_FALSE(timeline(*history, {Unit::day, days(4'001)}));
  CHECK(timeline(*history, {Unit::month, days(4'001)}));
}

TEST_CASE("a timeline marks what touches a gap") {
  history::Builder builder;
  Rows rows;
  builder.add(rows.track(1));
  auto gap = [](std::string_view from, std::string_view until) { return history::Gap{moment(from), moment(until)}; };
  builder.set_gaps({gap("2026-11-10T23:30:00Z", "2026-11-12T00:00:00Z"),
                    {moment("2026-11-14T08:00:00Z"), std::numeric_limits<history::Moment>::max()}});
  auto history = builder.finish(Id{1}, 1, 1, TimeZone::of("UTC"));
  auto line = timeline(*history, {Unit::day, {{day("2026-11-09"), day("2026-11-15")}}}).value();
  std::string marks;
  for (const auto& bucket : line.buckets) marks += bucket.gap ? 'x' : '.';
  CHECK(marks == ".xx..xx");
  CHECK(line.at_least);
  CHECK_FALSE(timeline(*history, {Unit::day, {{day("2026-11-12"), day("2026-11-13")}}}).value().at_least);
}
