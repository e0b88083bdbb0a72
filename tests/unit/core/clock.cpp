#include "core/clock.hpp"

#include <catch2/catch.hpp>

using namespace mtm;
using namespace std::chrono;

namespace {

WallTime at(year_month_day date, milliseconds since_midnight = {}) { return sys_days(date) + since_midnight; }

}  // namespace

TEST_CASE("a time is written as RFC 3339, with a fraction only when it has one") {
  CHECK(to_rfc3339(at(2016y / 5 / 4, 12h + 30min)) == "2016-05-04T12:30:00Z");
  CHECK(to_rfc3339(at(2016y / 5 / 4, 12h + 30min + 250ms)) == "2016-05-04T12:30:00.250Z");
  CHECK(to_rfc3339(at(1969y / 12 / 31, 23h + 59min + 59s + 5ms)) == "1969-12-31T23:59:59.005Z");
}

TEST_CASE("RFC 3339 is read with any zone and any fraction") {
  CHECK(from_rfc3339("2016-05-04T12:30:00Z") == at(2016y / 5 / 4, 12h + 30min));
  CHECK(from_rfc3339("2016-05-04t12:30:00z") == at(2016y / 5 / 4, 12h + 30min));
  CHECK(from_rfc3339("2016-05-04T12:30:00.5Z") == at(2016y / 5 / 4, 12h + 30min + 500ms));
  CHECK(from_rfc3339("2016-05-04T12:30:00.123456789Z") == at(2016y / 5 / 4, 12h + 30min + 123ms));
  CHECK(from_rfc3339("2016-05-04T00:30:00+02:00") == at(2016y / 5 / 3, 22h + 30min));
  CHECK(from_rfc3339("2016-05-04T23:30:00-01:30") == at(2016y / 5 / 5, 1h));
  CHECK(from_rfc3339("2016-02-29T00:00:00Z") == at(2016y / 2 / 29));
}

TEST_CASE("what is not a time that exists is not read") {
  for (const char* text :
       {"", "2016", "2016-05-04", "2016-05-04T12:30:00", "2016-05-04T12:30Z", "2016-05-04 12:30:00Z",
        "2016-13-04T12:30:00Z", "2015-02-29T00:00:00Z", "2016-05-04T24:00:00Z", "2016-05-04T12:60:00Z",
        "2016-05-04T12:30:60Z", "2016-05-04T12:30:00.Z", "2016-05-04T12:30:00+2:00", "2016-05-04T12:30:00+24:00",
        "2016-05-04T12:30:00Zx", "x2016-05-04T12:30:00Z", "+016-05-04T12:30:00Z"}) {
    INFO(text);
    CHECK_FALSE(from_rfc3339(text));
  }
}

TEST_CASE("a time is written as HTTP wants it") {
  CHECK(to_http_date(at(2026y / 11 / 21, 9h + 6min)) == "Sat, 21 Nov 2026 09:06:00 GMT");
  CHECK(to_http_date(at(1994y / 11 / 6, 8h + 49min + 37s)) == "Sun, 06 Nov 1994 08:49:37 GMT");
}
