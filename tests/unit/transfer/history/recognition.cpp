#include <catch2/catch.hpp>

#include "transfer/history/format.hpp"

using namespace mtm::transfer;

namespace {

std::optional<Format> format_of(std::string_view beginning) {
  auto recognized = recognize(beginning);
  return recognized ? std::optional(recognized->format) : std::nullopt;
}

}  // namespace

TEST_CASE("a history is recognised by what is in it") {
  const std::string mongo = R"("_id":{"$oid":"0123"},)";
  struct Case {
    std::string text;
    Format format;
    int turn = 0;
  };
  const Case cases[] = {
      {"\xEF\xBB\xBF\n [ {\"ts\" : \"x\", \"ms_played\":1}]", Format::spotify_extended},
      {R"([{"ms_played":1,"ts":"x","a":"\"}"}])", Format::spotify_extended},
      {R"([null,"ts",[],{},{"ts":1,"ms_played":1}])", Format::spotify_extended},
      {R"([{"ts":"x","ms_played":)", Format::spotify_extended},
      {R"([{"endTime" : "x","podcastName":"","msPlayed":1}])", Format::spotify_account},
      {R"([{"track":[{"artist":{"mbid":"","#text":"x"}}]}])", Format::ghan_json},
      {R"([{"track":{"artist":{"#text":"x"}}}])", Format::ghan_json},
      {R"([{"track":[]},{"track":[{"artist":{"#text":"x"}}]}])", Format::ghan_json},
      {R"([{"listened_at":1,"track_metadata":{}}])", Format::listenbrainz_list, 1},
      {"{\"listened_at\":1,\"track_metadata\":{}}\n{}", Format::listenbrainz_lines, 1},
      {"{\"broken\": \n{\"listened_at\":1,\"track_metadata\":{}}\n", Format::listenbrainz_lines, 1},
      {R"({"user_id":1,"username":"x"})", Format::listenbrainz_lines, 0},
      {R"({"maloja":{},"scrobbles":[]})", Format::maloja},
      {R"({"version":"1","listens":[]})", Format::koito},
      {R"({"version":1,"listens":[]})", Format::koito},
      {R"({"username":"x","scrobbles":[]})", Format::lastfmstats_json},
      {"{" + mongo + R"("owner":{},"id":"x","played_at":{}})", Format::your_spotify, 1},
      {"[{" + mongo + R"("owner":{},"id":"x","played_at":{}}])", Format::your_spotify, 1},
      {"{" + mongo + R"("id":"x","name":"x"})", Format::your_spotify, 0},
      {R"({"timeHuman":"x","timeMs":1,"event":"scrobble"})", Format::pano_lines},
      {"#AUDIOSCROBBLER/1.0\r\n", Format::rockbox},
      {"timeHuman,timeMs,artist,track,event\n", Format::pano_csv},
      {"\"uts\",\"utc_time\",\"artist\",\"track\"\r\n", Format::ghan_csv},
      {"\xEF\xBB\xBF\"Artist\";Album;AlbumId;Track;Date#somebody\n", Format::lastfmstats_csv},
      {"# comment, with commas\n\n+ACM- more\n\nTIME\tTrack\tARTIST\n", Format::librefm},
      {"a,b,c,\na,b,c,06 Sep 2026 14:23\n", Format::lastfm_to_csv},
      {"a;b;c;6 Sep 2026, 14:23\n", Format::lastfm_to_csv},
      {"a,b,c,\"06 Sep 2026, 14:23\"\n", Format::lastfm_to_csv},
      {"a,b,c,06 Sep 2026, 14:23\n", Format::lastfm_to_csv},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    auto recognized = recognize(one.text);
    REQUIRE(recognized);
    CHECK(recognized->format == one.format);
    CHECK(recognized->turn == one.turn);
  }
}

TEST_CASE("what is no history is not taken for one") {
  for (std::string text : {"",
                           " ",
                           "[",
                           "{",
                           "[{",
                           "[]",
                           "{}",
                           "[1,2]",
                           "nonsense",
                           "a,b,c,d\n",
                           "artist,track\n",
                           R"({"ts":"x","ms_played":1})",
                           R"([{"ts":"x"}])",
                           R"([{"a":{"ts":1,"ms_played":1}}])",
                           R"(["ts","ms_played"])",
                           R"([{"a":"ts:","b":"ms_played"}])",
                           R"([{"track":"x"}])",
                           R"([{"track":[{"artist":"x"}]}])",
                           R"({"username":"x"})",
                           R"({"scrobbles":[]})",
                           R"({"_id":"x","id":"x","name":"x"})",
                           R"({"recording_msid":"x","score":1})",
                           "%PDF-1.4\n",
                           "PK\3\4",
                           "SQLite format 3"}) {
    CAPTURE(text);
    CHECK(format_of(text) == std::nullopt);
  }
}

TEST_CASE("a version of Koito that is not known is refused by its number") {
  const std::pair<std::string, std::string> cases[] = {{R"({"version":"2","listens":[]})", "2"},
                                                       {R"({"version":3,"listens":[]})", "3"},
                                                       {R"({"exported_at":"x","listens":[]})", "unknown"},
                                                       {R"({"listens":[],"version":")", ""}};
  for (const auto& [text, version] : cases) {
    CAPTURE(text);
    CHECK_THROWS_WITH(recognize(text), Catch::Matchers::Contains("version " + version));
  }
}

TEST_CASE("what a file is instead of a history can be told") {
  const std::pair<std::string, OtherFile> cases[] = {
      {"", OtherFile::empty},
      {"\xEF\xBB\xBF \n", OtherFile::empty},
      {"[ \n]", OtherFile::no_rows},
      {R"({"ts":"x","ms_played":1})", OtherFile::one_row},
      {R"({"endTime":"x","msPlayed":1})", OtherFile::one_row},
      {R"({"playlists":[)", OtherFile::spotify_account},
      {R"([ {"platform" : "x","searchTime" : "x","searchQuery" : "x"}])", OtherFile::spotify_account},
      {std::string("\xFF\xFE[\0", 4), OtherFile::utf16},
      {"PK\3\4...", OtherFile::zip},
      {"{\"a\":1}", OtherFile::unknown},
      {"[{\"a\":1}]", OtherFile::unknown},
      {"%PDF-1.4", OtherFile::unknown},
  };
  for (const auto& [text, other] : cases) {
    CAPTURE(text);
    CHECK(what_else(text) == other);
  }
}

TEST_CASE("a history is recognised wherever its beginning is cut, once its first keys are there") {
  const std::string text = R"([{"ts":"2025-01-01T00:00:00Z","platform":"a","ms_played":1,"reason_end":"x"}])";
  auto known = text.find("\"ms_played\":") + 12;
  for (std::size_t length = 0; length <= text.size(); ++length) {
    CAPTURE(length);
    CHECK(format_of(text.substr(0, length)).has_value() == (length >= known));
  }
}

TEST_CASE("any file is looked at in little time") {
  for (std::string_view pattern :
       {"{", "[", "\"", "[{\"a\":", "{\"a\":{", ",", "a,b\n", "\"\n", "\\", "[{},", "{}\n"}) {
    CAPTURE(pattern);
    std::string text = pattern == "[{}," ? "[" : "";
    while (text.size() < 2 * kRecognizable) text += pattern == "[{}," ? "{}," : pattern;
    CHECK(format_of(text) == std::nullopt);
    what_else(text);
  }
}
