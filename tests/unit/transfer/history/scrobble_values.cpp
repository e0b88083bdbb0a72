#include "transfer/history/scrobble_values.hpp"

#include <catch2/catch.hpp>

#include "core/clock.hpp"

using namespace mtm;
using namespace mtm::transfer;

TEST_CASE("numbers of scrobbles are digits with or without a fraction") {
  CHECK(number_of("1735689598") == 1'735'689'598);
  CHECK(number_of(" 1735689598.25 ") == 1'735'689'598.25);
  CHECK(number_of("-1") == -1);
  for (auto text :
       {"", " ", "abc", "1x", "1 2", "1,5", "1.73569E+12", "nan", "inf", "0x10", "--1", "+1", "31/12/2024"}) {
    CAPTURE(text);
    CHECK(!number_of(text));
  }
  CHECK(number_of(std::string(400, '9')) == std::nullopt);
}

TEST_CASE("times are whole milliseconds of what the number says") {
  CHECK(to_rfc3339(*time_of_seconds(1'735'689'600.0)) == "2025-01-01T00:00:00Z");
  CHECK(to_rfc3339(*time_of_seconds(1'735'689'600.123)) == "2025-01-01T00:00:00.123Z");
  CHECK(to_rfc3339(*time_of_ms(1'735'689'600'123.0)) == "2025-01-01T00:00:00.123Z");
  CHECK(!time_of_seconds(std::nullopt));
  CHECK(!time_of_seconds(1e300));
  CHECK(!time_of_ms(-1e300));
}

TEST_CASE("dates of lastfm-to-csv have their comma or not") {
  CHECK(to_rfc3339(*time_of_lastfm("06 Sep 2026 14:23")) == "2026-09-06T14:23:00Z");
  CHECK(to_rfc3339(*time_of_lastfm("6 Sep 2026, 14:23")) == "2026-09-06T14:23:00Z");
  CHECK(to_rfc3339(*time_of_lastfm(" 29 Feb 2024 00:00 ")) == "2024-02-29T00:00:00Z");
  for (auto text : {"", "06 Sep 2026", "06 Sep 26 14:23", "31 Feb 2024 14:23", "29 Feb 2025 00:00", "00 Jan 2025 00:00",
                    "06 Sept 2026 14:23", "06 Sep 2026 24:00", "06 Sep 2026 14:60", "06 Sep 2026 14:23:11",
                    "06/09/2026 14:23", "06-Sep-26 14:23", "45541.6", "2026-09-06 14:23", "06 Sep 2026, ", "06 "}) {
    CAPTURE(text);
    CHECK(!time_of_lastfm(text));
  }
}

TEST_CASE("durations are milliseconds from 0 to a day, or unknown") {
  CHECK(played_of_seconds(4.0) == 4'000);
  CHECK(played_of_seconds(0.0) == 0);
  CHECK(played_of_seconds(4.25) == 4'250);
  CHECK(played_of_seconds(86'400.0) == kLongestPlay);
  CHECK(played_of_seconds(86'401.0) == -1);
  CHECK(played_of_seconds(-1.0) == -1);
  CHECK(played_of_seconds(std::nullopt) == -1);
  CHECK(length_of_seconds(201.0) == 201'000);
  CHECK(length_of_seconds(0.0) == -1);
  CHECK(length_of_ms(201'000.0) == 201'000);
  CHECK(length_of_ms(0.0) == -1);
  CHECK(length_of_ms(1e300) == -1);
}

TEST_CASE("a Spotify id is found in addresses and URIs of tracks, and nowhere else") {
  const std::string id = "9cUXMrZSJw6AJkeOjQCHcb";
  for (std::string text :
       {id, "spotify:track:" + id, "https://open.spotify.com/track/" + id, "http://open.spotify.com/track/" + id,
        "https://open.spotify.com/intl-de/track/" + id + "?si=1", "https://open.spotify.com/track/" + id + "#0:10"}) {
    CAPTURE(text);
    CHECK(spotify_track_id(text) == id);
  }
  for (std::string text : std::vector<std::string>{
           "", id.substr(1), id + "x", "https://open.spotify.com/album/" + id, "spotify:album:" + id,
           "https://example.com/track/" + id, "https://open.spotify.com/intl-de", "https://open.spotify.com/track/",
           "https://open.spotify.com/track/9cUXMrZSJw6AJkeOjQCH-b", "https://www.youtube.com/watch?v=1"}) {
    CAPTURE(text);
    CHECK(spotify_track_id(text).empty());
  }
}
