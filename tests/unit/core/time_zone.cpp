#include "core/time_zone.hpp"

#include <date/tz.h>

#include <catch2/catch.hpp>
#include <random>

using namespace mtm;

namespace {

constexpr std::int64_t kHour = 3'600'000'000;

/// Microseconds since 1970 of a time in UTC.
std::int64_t utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  auto date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return std::int64_t(day_of(date)) * 24 * kHour + hour * kHour + minute * (kHour / 60);
}

std::int32_t calendar_day(int year, unsigned month, unsigned day) {
  return day_of(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

}  // namespace

TEST_CASE("a day, month and year are those of the zone") {
  auto berlin = TimeZone::of("Europe/Berlin"), kiritimati = TimeZone::of("Pacific/Kiritimati");
  auto eve = utc(2025, 12, 31, 23, 30);
  CHECK(berlin->year(eve) == 2026);
  CHECK(TimeZone::of("UTC")->year(eve) == 2025);
  CHECK(date_text(berlin->day(eve)) == "2026-01-01");
  CHECK(month_text(berlin->month(eve)) == "2026-01");
  CHECK(date_text(kiritimati->day(utc(2026, 2, 28, 10))) == "2026-03-01");
  CHECK(month_text(TimeZone::of("UTC")->month(utc(1969, 12, 31))) == "1969-12");
  CHECK(TimeZone::of("UTC")->year(utc(1969, 12, 31, 23)) == 1969);
}

TEST_CASE("a day begins at midnight, or where the clock skips it") {
  auto berlin = TimeZone::of("Europe/Berlin");
  CHECK(berlin->begin_of(calendar_day(2026, 3, 29)) == utc(2026, 3, 28, 23));  // summer time begins at two
  CHECK(berlin->begin_of(calendar_day(2026, 3, 30)) == utc(2026, 3, 29, 22));
  CHECK(berlin->begin_of(calendar_day(2026, 10, 25)) == utc(2026, 10, 24, 22));  // and ends at three
  CHECK(berlin->begin_of(calendar_day(2026, 10, 26)) == utc(2026, 10, 25, 23));
  // In Beirut the clock goes from 24:00 to 1:00.
  CHECK(TimeZone::of("Asia/Beirut")->begin_of(calendar_day(2026, 3, 29)) == utc(2026, 3, 28, 22));
  // In Havana from 1:00 back to 0:00: the first of the two midnights.
  CHECK(TimeZone::of("America/Havana")->begin_of(calendar_day(2025, 11, 2)) == utc(2025, 11, 2, 4));
}

TEST_CASE("the clock on the wall shows what the system's table of zones says, from 1900 to 2100") {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::int64_t> seconds(utc(1900, 1, 1) / 1'000'000, utc(2100, 1, 1) / 1'000'000 - 1);
  for (const char* name : {"UTC", "Europe/Berlin", "Africa/Casablanca", "America/St_Johns", "Pacific/Apia"}) {
    CAPTURE(name);
    auto zone = TimeZone::of(name);
    for (int i = 0; i < 20'000; ++i) {
      date::sys_seconds moment{std::chrono::seconds(seconds(random))};
      CAPTURE(moment.time_since_epoch().count());
      auto local = date::locate_zone(name)->to_local(moment).time_since_epoch();
      REQUIRE(zone->local(moment.time_since_epoch().count() * 1'000'000) == local.count() * 1'000'000);
    }
  }
}

TEST_CASE("a time on the wall is one moment, though the clock shows it twice or never") {
  auto berlin = TimeZone::of("Europe/Berlin");
  CHECK(berlin->moment(utc(2026, 1, 1, 12)) == utc(2026, 1, 1, 11));
  CHECK(berlin->moment(utc(2026, 7, 1, 12)) == utc(2026, 7, 1, 10));
  // On 2026-10-25 from 3:00 back to 2:00.
  CHECK(berlin->moment(utc(2026, 10, 25, 1, 59)) == utc(2026, 10, 24, 23, 59));
  CHECK(berlin->moment(utc(2026, 10, 25, 2, 30)) == utc(2026, 10, 25, 0, 30));
  CHECK(berlin->moment(utc(2026, 10, 25, 3)) == utc(2026, 10, 25, 2));
  // On 2026-03-29 from 2:00 to 3:00.
  CHECK(berlin->moment(utc(2026, 3, 29, 1, 59)) == utc(2026, 3, 29, 0, 59));
  CHECK(berlin->moment(utc(2026, 3, 29, 2)) == utc(2026, 3, 29, 1));
  CHECK(berlin->moment(utc(2026, 3, 29, 2, 30)) == utc(2026, 3, 29, 1));
  CHECK(berlin->moment(utc(2026, 3, 29, 3)) == utc(2026, 3, 29, 1));
  CHECK(TimeZone::of("UTC")->moment(-5) == -5);
  CHECK(TimeZone::of("UTC")->moment(5) == 5);
}

TEST_CASE("in every zone the wall shows what the moment of it was asked for, unless a change skips it") {
  for (const char* name : {"UTC", "Europe/Berlin", "Asia/Beirut", "America/Havana", "Pacific/Apia", "Asia/Manila",
                           "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns", "Asia/Tehran"}) {
    CAPTURE(name);
    auto zone = TimeZone::of(name);
    auto before = zone->moment(utc(1990, 1, 1)) - 1;
    for (auto wall = utc(1990, 1, 1); wall < utc(2035, 1, 1); wall += 7 * kHour / 4) {
      CAPTURE(wall);
      auto moment = zone->moment(wall);
      REQUIRE(moment >= before);  // a time that is skipped may have the moment of the one before
      before = moment;
      if (zone->local(moment) == wall) continue;
      REQUIRE(zone->local(moment) > wall);
      REQUIRE(zone->local(moment - 1) < wall);
    }
  }
}

TEST_CASE("days follow each other without a gap in every zone") {
  for (const char* name : {"UTC", "Europe/Berlin", "Asia/Beirut", "America/Havana", "America/Sao_Paulo", "Asia/Kolkata",
                           "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns", "Asia/Tehran"}) {
    CAPTURE(name);
    auto zone = TimeZone::of(name);
    for (auto day = calendar_day(1995, 1, 1); day < calendar_day(2035, 1, 1); ++day) {
      auto begin = zone->begin_of(day);
      CAPTURE(date_text(day));
      REQUIRE(zone->day(begin) == day);
      REQUIRE(zone->day(begin - 1) == day - 1);
    }
  }
}

TEST_CASE("a zone that nobody knows is UTC") {
  for (const char* name : {"", "Mars/Olympus", "../../etc/passwd", "UTC"}) CHECK(TimeZone::of(name)->local(5) == 5);
}
