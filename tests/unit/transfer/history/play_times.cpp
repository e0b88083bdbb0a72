#include "transfer/history/play_times.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace mtm::transfer;
using namespace std::chrono_literals;

TEST_CASE("times of plays are read in the forms that files have") {
  const PlayTime day = std::chrono::sys_days(std::chrono::year(2024) / 2 / 29);
  struct Case {
    std::string text;
    PlayTime time;
  };
  const Case cases[] = {
      {"2024-02-29T23:59:58Z", day + 23h + 59min + 58s},
      {"2024-02-29 23:59:58", day + 23h + 59min + 58s},
      {"2024-02-29T23:59:58.1239Z", day + 23h + 59min + 58s + 123ms},
      {"2024-02-29 23:59", day + 23h + 59min},
      {"2024-02-29T01:00:00+01:00", day},
      {"2024-02-29T01:00:00+0100", day},
      {"2024-02-28T19:00:00 -05", day},
      {"2024-03-01T00:00:00z", day + 24h},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    CHECK(play_time(one.text) == one.time);
  }
}

TEST_CASE("what is no time is none") {
  for (auto text : {"", "2024-02-29", "2023-02-29T00:00:00Z", "2025-13-41T25:61:00Z", "2024-02-29T24:00:00Z",
                    "2024-02-29T00:60:00Z", "2024-02-29T00:00:60Z", "0000-01-01T00:00:00Z", "2024-02-29T00:00:00Zx",
                    "2024-02-29T00:00:00.Z", "2024-2-29T00:00:00Z", "29.02.2024 00:00", "0001-01-01T00:00:00+01:00",
                    "9999-12-31T23:59:59-01:00", "20240229T000000Z", " 2024-02-29T00:00:00Z"}) {
    CAPTURE(text);
    CHECK(play_time(text) == std::nullopt);
  }
}

TEST_CASE("times of plays are read from numbers") {
  CHECK(play_time_of_seconds(1735689598) == PlayTime(1735689598s));
  CHECK(play_time_of_seconds(1735689598.123) == PlayTime(1735689598123ms));
  CHECK(play_time_of_milliseconds(1735689598999) == PlayTime(1735689598999ms));
  CHECK(play_time_of_milliseconds(-1) == PlayTime(-1ms));
  for (double number : {1e300, -1e300, 1e15, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(play_time_of_seconds(number) == std::nullopt);
    CHECK(play_time_of_milliseconds(number) == std::nullopt);
  }
}
