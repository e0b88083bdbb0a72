// Whatever is asked with the same words gives the same totals.
#include <catch2/catch.hpp>
#include <set>

#include "questions/charts.hpp"
#include "questions/clock.hpp"
#include "questions/first_plays.hpp"
#include "questions/recap.hpp"
#include "questions/streaks.hpp"
#include "questions/timeline.hpp"
#include "unit/questions/played_made.hpp"

using namespace mtm;
using namespace mtm::questions;
using namespace mtm::test;

namespace {

/// In some of them the clock is set back over midnight, or forward at midnight.
const char* const kZones[] = {"UTC",
                              "Europe/Berlin",
                              "America/New_York",
                              "America/St_Johns",
                              "America/Sao_Paulo",
                              "America/Havana",
                              "Asia/Kathmandu",
                              "Pacific/Apia"};

/// A day of changes of the clock for each zone is among these years.
void play_around_changes(Rows& rows, const TimeZone& zone, std::mt19937& random) {
  for (int year : {2005, 2011, 2024}) {
    for (auto day = first_day(year); day < first_day(year + 1); ++day) {
      auto begin = zone.begin_of(day), end = zone.begin_of(day + 1);
      if (end - begin == 86'400'000'000) continue;
      for (int i = 0; i < 30; ++i) {
        auto at = begin + static_cast<history::Moment>(random() % 108'000) * 1'000'000;
        rows.plays.push_back(
            {1 + static_cast<std::int64_t>(random() % 60), at, static_cast<std::int32_t>(random() % 300'000)});
      }
    }
  }
}

Sums sums_of(const Timeline& timeline) {
  Sums sums;
  for (const auto& bucket : timeline.buckets) sums.add(bucket.played);
  return sums;
}

Sums sums_of(const WeekClock& clock) {
  Sums sums;
  for (const auto& hour : clock) sums.add(hour);
  return sums;
}

using mtm::test::sums_of;

/// What a recap says in all of its parts.
void check_recap(const history::History& history, const Counting& counting, const Sums& all,
                 const std::map<history::Day, Sums>& by_day) {
  auto found = recap(history, {counting, {}, first_day(2026)});
  if (!found) return;
  REQUIRE(sums_of(found->played) == all);
  if (all.plays == 0) return;
  for (const auto* whole : {&found->artists, &found->albums, &found->tracks}) REQUIRE(sums_of(whole->played) == all);
  REQUIRE(sums_of(found->clock) == all);
  Sums parts, decades;
  for (const auto& part : found->parts) parts.add(part.bucket.played);
  if (!found->parts.empty()) REQUIRE(parts == all);
  for (const auto& decade : found->decades) decades.add(decade.played);
  REQUIRE(decades == all);
  std::int64_t most = 0;
  for (const auto& [day, sums] : by_day) most = std::max(most, counting.by == By::plays ? sums.plays : sums.ms_played);
  const auto& biggest = found->biggest.value();
  REQUIRE(sums_of(biggest.played) == by_day.at(biggest.day));
  REQUIRE((counting.by == By::plays ? biggest.played.plays : biggest.played.ms_played) == most);
  auto of_day = counting;
  if (found->on_repeat) {
    of_day.days = {found->on_repeat->day, found->on_repeat->day};
    of_day.by = By::plays;
    REQUIRE(found->on_repeat->played.plays == chart(history, {ChartOf::tracks, of_day}).entries.front().played.plays);
  }
  auto any_length = counting;
  any_length.filter.counted_from = 0;
  auto plays = chart(history, {ChartOf::tracks, any_length}).played.plays;
  REQUIRE(found->endings.known() + found->endings.unknown == plays);
}

/// The years that have recaps, and their months.
void check_recaps(const history::History& history, const Counting& counting, const Sums& all) {
  Sums years;
  for (const auto& year : recaps(history, counting)) {
    years.add(year.year.bucket.played);
    Sums months;
    for (const auto& month : year.months) months.add(month.bucket.played);
    REQUIRE(months == sums_of(year.year.bucket.played));
  }
  REQUIRE(years == all);
}

}  // namespace

TEST_CASE("charts, timelines, the clock, streaks, recaps and what was new agree with each other and with the plays") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    auto rows = random_plays(random);
    give_isrcs(rows, random);
    const auto* zone = kZones[seed % std::size(kZones)];
    CAPTURE(zone);
    play_around_changes(rows, *TimeZone::of(zone), random);
    auto history = rows.history(zone);
    auto counting = random_counting(random);
    if (counting.days.last != Days().last && random() % 3 == 0) counting.days.first = first_day(2005) + 100;
    auto counted = counted_rows(rows, *history, counting);
    Sums all;
    std::map<history::Day, Sums> by_day;
    for (const auto& play : counted) {
      all.add(*play.row);
      by_day[play.day].add(*play.row);
    }

    for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks})
      REQUIRE(sums_of(chart(*history, {of, counting}).played) == all);
    for (auto unit : {Unit::month, Unit::week, Unit::year}) {
      auto line = timeline(*history, {unit, counting}).value();
      REQUIRE(sums_of(line) == all);
      REQUIRE(sums_of(line.played) == all);
    }
    if (auto days = timeline(*history, {Unit::day, counting})) {
      REQUIRE(sums_of(*days) == all);
      for (const auto& bucket : days->buckets) {
        REQUIRE(bucket.days.first == bucket.days.last);
        REQUIRE(sums_of(bucket.played) == by_day[bucket.days.first]);
      }
    }
    auto clock = week_clock(*history, counting);
    REQUIRE(sums_of(clock) == all);
    WeekClock looked_up{};
    for (const auto& play : counted) {
      auto hours = (history->zone->local(play.began) / 3'600'000'000 + 72) % 168;  // from Monday, of times since 1970
      looked_up[static_cast<std::size_t>(hours)].plays += 1;
    }
    for (std::size_t hour = 0; hour < clock.size(); ++hour) REQUIRE(clock[hour].plays == looked_up[hour].plays);
    auto days_with_plays =
        std::count_if(by_day.begin(), by_day.end(), [](const auto& day) { return day.second.plays > 0; });
    REQUIRE(streaks(*history, counting, first_day(2026)).days == days_with_plays);

    check_recap(*history, counting, all, by_day);
    check_recaps(*history, counting, all);

    // Each artist, album and track on its own is what the chart says of it.
    for (auto of : {ChartOf::artists, ChartOf::albums, ChartOf::tracks}) {
      for (const auto& entry : chart(*history, {of, counting, {}, random() % 20, 5}).entries) {
        auto id =
            of == ChartOf::artists ? history->tracks->artist_ids[entry.number] : history->tracks->ids[entry.top_track];
        auto subject = subject_of(*history, of, Id{id}).value();
        REQUIRE(sums_of(timeline(*history, {Unit::month, counting, subject}).value()) == sums_of(entry.played));
        REQUIRE(sums_of(week_clock(*history, counting, subject)) == sums_of(entry.played));
        std::set<history::Day> days;
        for (const auto& play : counted)
          if (SubjectTracks(*history, subject).have(history->tracks->find(Id{play.row->track_id})))
            days.insert(play.day);
        REQUIRE(streaks(*history, counting, first_day(2026), subject).days == static_cast<std::int64_t>(days.size()));
      }
      // What is new in the chart is what was discovered on its days.
      if (counting.days.first != Days().first) {
        auto whole = chart(*history, {of, counting, {}, 0, 1'000});
        auto fresh =
            std::count_if(whole.entries.begin(), whole.entries.end(), [](const auto& entry) { return entry.is_new; });
        REQUIRE(first_plays(*history, {of, counting, 0, 1}).size == static_cast<std::size_t>(fresh));
      }
    }
  }
}
