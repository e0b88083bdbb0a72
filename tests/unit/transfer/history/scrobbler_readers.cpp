// What the readers of scrobblers do with files that are not as their tools write them.
#include <catch2/catch.hpp>

#include "transfer/history/readers.hpp"
#include "unit/transfer/history/described.hpp"

using namespace mtm;
using namespace mtm::transfer;

namespace {

using Make = std::unique_ptr<HistoryReader> (*)(const ReadingOptions&);
using Reasons = std::map<std::string, std::int64_t>;

ToldRows read(Make make, std::string text, const char* zone = "UTC") {
  ReadingOptions options{.now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 10), .zone = TimeZone::of(zone)};
  auto reader = make(options);
  return told_of(*reader, std::move(text));
}

std::string when(const ToldRows& told, std::size_t index) {
  REQUIRE(told.taken.size() > index);
  return to_rfc3339(told.taken[index].at);
}

}  // namespace

TEST_CASE("lastfm-to-csv is read as its tool and as spreadsheets write it") {
  for (auto text : {"Artist,Album,Title,06 Sep 2025 14:23\n", "Artist,Album,Title,06 Sep 2025, 14:23\n",
                    "\"Artist\",\"Album\",\"Title\",\"06 Sep 2025, 14:23\"\r\n", "Artist;Album;Title;06 Sep 2025 14:23",
                    "Artist\tAlbum\tTitle\t06 Sep 2025 14:23\r"}) {
    CAPTURE(text);
    auto told = read(lastfm_to_csv_reader, text);
    CHECK(when(told, 0) == "2025-09-06T14:23:00Z");
    CHECK(told.taken[0].artist == "Artist");
    CHECK(told.taken[0].album == "Album");
    CHECK(told.taken[0].title == "Title");
    CHECK(told.taken[0].cut_to_minute);
  }
}

TEST_CASE("lastfm-to-csv begins with the track that was playing, which tells no separator") {
  auto told = read(lastfm_to_csv_reader, "Artist;Album, the;Title;\nArtist;Album, the;Title;06 Sep 2025 14:23\n");
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"still playing, no time", 1}});
}

TEST_CASE("dates that a spreadsheet made its own are rejected with what stands there") {
  auto told = read(lastfm_to_csv_reader,
                   "a,b,c,06 Sep 2025 14:23\na,b,c,06/09/2025 14:23\na,b,c,45541.6\na,b,c\na,b,c,d,e,f\n");
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"time missing or unreadable", 2}, {"too few or too many columns", 2}});
  CHECK(told.rejected[0].value == "06/09/2025 14:23");
  CHECK(told.rejected[0].row == 2);

  told = read(lastfmstats_csv_reader, "Artist;Album;AlbumId;Track;Date#me\na;b;;c;1.73569E+12\na;b;;c;1735689598000\n");
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"time missing or unreadable", 1}});
  CHECK(told.rejected[0].value == "1.73569E+12");
}

TEST_CASE("columns are found by name in any order and case, behind any separator and comments") {
  for (auto text :
       {"time,ARTIST,userid,Track\n1735689598,Artist,7,Title\n",
        "# a comment, with a comma\n\n\"Track\";\"Time\";\"Artist\"\r\nTitle;1735689598;\"Artist\"\r\n",
        "\xEF\xBB\xBF+ACM- Data export,,,\nArtist\tTrack\tAlbum\tTime\nArtist\tTitle\t\t1735689598\t\t\n"}) {
    CAPTURE(text);
    auto told = read(librefm_reader, text);
    CHECK(when(told, 0) == "2024-12-31T23:59:58Z");
    CHECK(told.taken[0].artist == "Artist");
    CHECK(told.taken[0].title == "Title");
    CHECK(told.rejected.empty());
  }
}

TEST_CASE("a file without a line that names its columns is refused") {
  CHECK_THROWS_WITH(read(librefm_reader, "# only comments\nArtist,Title,1735689598\n"),
                    "It has no line that names its columns: artist, track, time.");
  CHECK_THROWS_AS(read(ghan_csv_reader, ""), Refused);
  CHECK_THROWS_AS(read(lastfmstats_csv_reader, "Artist;Album;AlbumId;Track;Date\n"), Refused);
  CHECK_THROWS_AS(read(pano_csv_reader, "timeHuman,timeMs,artist,track\n"), Refused);
}

TEST_CASE("rows with another separator than the header's are rejected for their columns") {
  auto told =
      read(ghan_csv_reader, "uts,utc_time,artist,track\n1735689598;x;Artist;Title\n1735689598,x,Artist,Title\n");
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"too few or too many columns", 1}});
  CHECK(told.rejected[0].value == "1735689598;x;Artist;Title");
}

TEST_CASE("a quote that is never closed is told with the row it is in") {
  auto told = read(ghan_csv_reader, "uts,artist,track\n1735689598,a,b\n1735689598,\"a,b\n1735689598,c,d\n");
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"file ends in the middle of a row", 1}});
  CHECK(told.rejected[0].row == 2);
  CHECK(told.breaks.size() == 1);
}

TEST_CASE("times of every format are from 2002 to a day ahead") {
  auto told = read(ghan_csv_reader,
                   "uts,artist,track\n0,a,b\n-1,a,b\n1009843199,a,b\n1009843200,a,b\n1136073600,a,b\n"
                   "1768089600,a,b\n1768089601,a,b\n253402300799,a,b\n99999999999999999999,a,b\n");
  CHECK(told.taken.size() == 3);  // 2002, 2006, tomorrow
  CHECK(told.reasons() == Reasons{{"time before 2002 or in the future", 5}, {"time missing or unreadable", 1}});
}

TEST_CASE("a Rockbox log has the times of the zone, and each clock change in it") {
  auto log = [](const char* zone_line, std::string time) {
    return std::string("#AUDIOSCROBBLER/1.1\n") + zone_line + "\n#CLIENT/Rockbox\na\tb\tc\t1\t201\tL\t" + time + "\n";
  };
  struct Case {
    const char *wall, *moment;
  };
  const Case cases[] = {
      {"1735693198", "2024-12-31T23:59:58Z"}, {"1751371200", "2025-07-01T10:00:00Z"},  // 12:00
      {"1743301800", "2025-03-30T01:00:00Z"},                                          // 2:30, which the clock skipped
      {"1743303600", "2025-03-30T01:00:00Z"},                                          // 3:00
      {"1761445800", "2025-10-26T00:30:00Z"},                                          // 2:30, which it showed twice
      {"1761447600", "2025-10-26T02:00:00Z"},                                          // 3:00
  };
  for (const auto& one : cases) {
    CAPTURE(one.wall);
    CHECK(when(read(rockbox_reader, log("#TZ/UNKNOWN", one.wall), "Europe/Berlin"), 0) == one.moment);
  }
  CHECK(when(read(rockbox_reader, log("#TZ/UTC", "1735689598"), "Europe/Berlin"), 0) == "2024-12-31T23:59:58Z");
  CHECK(when(read(rockbox_reader, log("#TZ/UTC\r", "1735689598\r"), "Europe/Berlin"), 0) == "2024-12-31T23:59:58Z");
}

TEST_CASE("Rockbox logs that were put together are read to their end, quotes and all") {
  auto told = read(rockbox_reader,
                   "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#some comment\n\"Heroes\t\tx\t1\t201\tL\t1735689598\n"
                   "#1 Dads\t\ty\t1\t201\tS\t1735689600\tnonsense\n"
                   "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox\nz\t\tx\t1\t201\tL\t1735689602\n",
                   "Europe/Berlin");
  CAPTURE(described(told));
  REQUIRE(told.taken.size() == 3);
  CHECK(told.taken[0].artist == "\"Heroes");
  CHECK(told.taken[1].artist == "#1 Dads");
  CHECK(told.taken[1].recording_mbid.empty());
  CHECK(when(told, 2) == "2025-01-01T00:00:02Z");
  CHECK(told.taken[2].row == 3);
  CHECK(told.rejected.empty());
}

TEST_CASE("a listen of ListenBrainz is read leniently") {
  auto listen = [](std::string time, std::string info) {
    return "{\"listened_at\":" + time + R"(,"track_metadata":{"artist_name":"a","track_name":"b","additional_info":)" +
           info + "}}\n";
  };
  auto told = read(listenbrainz_lines_reader,
                   listen("1735689600.000000", R"({"duration":"201.5"})") +
                       listen("\"1735689600\"", R"({"duration_ms":0,"duration":202})") +
                       listen("1735689600", R"({"origin_url":"https://open.spotify.com/track/)"
                                            R"(9cUXMrZSJw6AJkeOjQCHcb","media_player":"mpv"})") +
                       listen("1735689600", "null") + listen("1735689600", "[7]") + listen("[]", "{}") + "7\n[1]\n");
  CAPTURE(described(told));
  REQUIRE(told.taken.size() == 5);
  for (const auto& row : told.taken) CHECK(to_rfc3339(row.at) == "2025-01-01T00:00:00Z");
  CHECK(told.taken[0].length_ms == 201'500);
  CHECK(told.taken[1].length_ms == 202'000);
  CHECK(told.taken[2].spotify_id == "9cUXMrZSJw6AJkeOjQCHcb");
  CHECK(told.taken[2].platform == "mpv");
  CHECK(told.reasons() == Reasons{{"time missing or unreadable", 1}, {"not an object", 2}});
}

TEST_CASE("what a client knew of a recording is surer than what ListenBrainz found") {
  auto told =
      read(listenbrainz_lines_reader,
           R"({"listened_at":1735689600,"track_metadata":{"artist_name":"a","track_name":"b","additional_info":)"
           R"({"recording_mbid":"11111111-1111-4111-8111-111111111111"},"mbid_mapping":)"
           R"({"recording_mbid":"22222222-2222-4222-8222-222222222222"}}})");
  REQUIRE(told.taken.size() == 1);
  CHECK(told.taken[0].recording_mbid == "11111111-1111-4111-8111-111111111111");
}

TEST_CASE("JSON that is cut in the middle gives its whole rows, and is said to be broken") {
  auto maloja = R"({"maloja":{"export_time":1},"scrobbles":[{"time":1735689600,"track":{"artists":["a"],"title":"b"}},)"
                R"({"time":1735689700,"track":{"artists":["a"],"ti)";
  auto told = read(maloja_reader, maloja);
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"file ends in the middle of a row", 1}});
  CHECK(told.breaks.size() == 1);
}

TEST_CASE("a Maloja artist that is several is written as several") {
  auto told =
      read(maloja_reader, R"({"scrobbles":[{"time":1735689600,"track":{"artists":["a • b","","c"],"title":"t"}}]})");
  REQUIRE(told.taken.size() == 1);
  CHECK(told.taken[0].artist == "a, b, c");
}

TEST_CASE("a Koito name without a primary alias is the first one") {
  auto told = read(koito_reader, R"({"version":"1","user":"me","listens":[{"listened_at":"2025-01-01T01:00:00+01:00",)"
                                 R"("track":{"duration":0,"aliases":[{"alias":"t"},{"alias":"u"}]},"album":null,)"
                                 R"("artists":[{"aliases":[{"alias":"a","is_primary":false}]},{"aliases":[]}]}]})");
  REQUIRE(told.taken.size() == 1);
  CHECK(told.taken[0].title == "t");
  CHECK(told.taken[0].artist == "a");
  CHECK(told.taken[0].album.empty());
  CHECK(told.taken[0].length_ms == -1);
  CHECK(when(told, 0) == "2025-01-01T00:00:00Z");
}

TEST_CASE("Koito exports of unknown versions are refused before a row of them is taken") {
  CHECK_THROWS_AS(read(koito_reader, R"({"version":2,"listens":[]})"), Refused);
  CHECK_THROWS_AS(read(koito_reader, R"({"listens":[]})"), Refused);
  CHECK(read(koito_reader, R"({"version":"1","user":"me","listens":[]})").owners == Reasons{{"me", 1}});
}

TEST_CASE("dumps of your_spotify are read in all forms of mongoexport") {
  const std::string id = "9cUXMrZSJw6AJkeOjQCHcb";
  ReadingOptions options{.now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 10)};
  auto reader = your_spotify_reader(options);
  ToldRows told;
  auto give = [&](std::string text) {
    TextInput input(std::move(text));
    reader->read(input, told);
  };
  // As a list, with numbers in their canonical form; users, whose file holds more than it should, are not read.
  give(R"([{"_id":{"$oid":"1"},"id":")" + id +
       R"(","name":"Title","album":"B","artists":["A","C","?"],"duration_ms":)" + R"({"$numberInt":"201000"}}])");
  give(R"({"id":"A","name":"Artist"})"
       "\n"
       R"({"id":"C","name":"Other"})");
  give(R"({"id":"B","name":"Album","artists":["A"]})");
  give(R"({"_id":{"$oid":"9"},"username":"me","accessToken":"secret","settings":{}})");
  for (std::string date : {R"({"$date":"2025-01-01T00:00:00.000Z"})", R"({"$date":{"$numberLong":"1735689600000"}})",
                           R"({"$date":1735689600000})", R"("2025-01-01T00:00:00Z")"})
    give(R"([{"owner":{"$oid":"9"},"id":")" + id + R"(","durationMs":{"$numberInt":"200000"},"played_at":)" + date +
         "}]");
  give(R"({"owner":{"$oid":"9"},"id":"local","played_at":{"$date":1735689600000}})");
  give(R"({"owner":{"$oid":"9"},"id":")" + id + R"(","played_at":{"$date":"?"}})");
  CAPTURE(described(told));
  REQUIRE(told.taken.size() == 4);
  for (const auto& row : told.taken) {
    CHECK(to_rfc3339(row.at) == "2025-01-01T00:00:00Z");
    CHECK(row.title == "Title");
    CHECK(row.artist == "Artist, Other");
    CHECK(row.album == "Album");
    CHECK(row.length_ms == 201'000);
  }
  CHECK(told.reasons() == Reasons{{"nothing to name it by", 1}, {"time missing or unreadable", 1}});
  CHECK(told.owners == Reasons{{"9", 6}});
}

TEST_CASE("a track of Last.fm without a date is rejected as what it is") {
  auto told =
      read(ghan_json_reader,
           R"([{"track":[{"artist":{"#text":"a"},"name":"b","@attr":{"nowplaying":"true"}},)"
           R"({"artist":{"#text":"a"},"name":"b"},{"artist":{"#text":"a"},"name":"b","date":{"uts":1735689600}},)"
           R"({"artist":{"#text":"a\u0000\ud800"},"name":"b","date":{"uts":"1735689600"}}]}])");
  CHECK(told.reasons() == Reasons{{"still playing, no time", 1}, {"time missing or unreadable", 1}});
  REQUIRE(told.taken.size() == 2);
  CHECK(told.taken[1].artist == "a\uFFFD");
}

TEST_CASE("a page of Last.fm with one track has no list around it") {
  std::string track = R"({"artist":{"#text":"a"},"name":"b","date":{"uts":"1735689600"}})";
  for (auto text : {"[{\"track\":[" + track + "," + track + "]},{\"track\":" + track + "},{\"track\":[" + track + "]}]",
                    "[{\"track\":" + track + ",\"@attr\":{\"page\":\"1\"}},{\"track\":[" + track + "," + track + "," +
                        track + "]}]"}) {
    CAPTURE(text);
    auto told = read(ghan_json_reader, text);
    CHECK(told.taken.size() == 4);
    CHECK(told.rejected.empty());
    CHECK(told.breaks.empty());
  }
  auto cut = read(ghan_json_reader, "[{\"track\":" + track.substr(0, 40));
  CHECK(cut.reasons() == Reasons{{"file ends in the middle of a row", 1}});
}

TEST_CASE("a CSV file that can't be read at all says why") {
  ReadingOptions options;
  auto reader = ghan_csv_reader(options);
  TextInput input("uts,art", 100, "The file is shorter than it says.");
  ToldRows rows;
  CHECK_THROWS_WITH(reader->read(input, rows), "The file is shorter than it says.");
}

TEST_CASE("events of Pano Scrobbler that are no scrobbles are no plays") {
  auto told = read(pano_csv_reader,
                   "event,timeMs,artist,track\nscrobble,1735689600123,a,b\nunlove,1735689600123,a,b\n,1,a,b\n");
  CHECK(told.taken.size() == 1);
  CHECK(told.reasons() == Reasons{{"not a play", 2}});
}
