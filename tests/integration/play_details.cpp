// What files say of plays beside track and time, as one number beside their words.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;

namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A play each second, in which each value of the columns is told with each of some others.
std::string told_plays() {
  const std::vector<std::string> platforms{"Android OS 8.0.0 API 26 (HUAWEI, LG)",
                                           "android",
                                           "iOS 12.4.5 (iPhone7,2)",
                                           "ios",
                                           "Windows 10 (10.0.19041; x64)",
                                           "OS X 10.12.6 [x86 8]",
                                           "osx",
                                           "Linux [x86-64 0]",
                                           "WebPlayer (websocket RFC6455)",
                                           "web_player windows 10;chrome 95.0.4638.69;desktop",
                                           "cast",
                                           "Partner google cast_tv;Chromecast;;",
                                           "Partner sonos_ppc Sonos;Play1;",
                                           "tizen",
                                           "Partner android_tv Sony;BRAVIA;;",
                                           "Partner webos_tv LG",
                                           "PlayStation 4",
                                           "Partner scei_playstation",
                                           "Partner of another kind",
                                           "not_applicable",
                                           "nothing known",
                                           ""};
  const std::vector<std::string> reasons{R"("trackdone")", R"("fwdbtn")", R"("backbtn")", R"("endplay")",
                                         R"("logout")",    R"("")",       "null"};
  const std::vector<std::string> countries{"DE", "US", "ZZ", "AA", ""};
  const std::vector<std::string> answers{"true", "false", "null"};
  std::string json;
  for (std::size_t i = 0; i < 660; ++i) {
    auto of = [i](const auto& list, std::size_t slower) { return list[i / slower % list.size()]; };
    json += fmt::format(
        R"({}{{"ts":"2024-01-01T00:{:02}:{:02}Z","platform":"{}","ms_played":60000,"conn_country":"{}","master_metadata_track_name":"Song",)"
        R"("master_metadata_album_artist_name":"Band","master_metadata_album_album_name":null,"spotify_track_uri":"spotify:track:0000000000000000000001",)"
        R"("reason_start":"clickrow","reason_end":{},"shuffle":{},"skipped":{},"offline":{},"offline_timestamp":null,"incognito_mode":{}}})",
        json.empty() ? "[" : ",\n", i / 60, i % 60, of(platforms, 1), of(countries, 2), of(reasons, 1), of(answers, 1),
        of(answers, 7), of(answers, 3), of(answers, 5));
  }
  return json +
         R"(,{"ts":"2024-01-02T00:00:00Z","ms_played":60000,"master_metadata_track_name":"Song",)"
         R"("master_metadata_album_artist_name":"Band","spotify_track_uri":"spotify:track:0000000000000000000001"}])";
}

}  // namespace

TEST_CASE("plays that were there before have the details that an import gives them") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto file = folder.path("Streaming_History_Audio_2024.json");
  std::ofstream(file) << told_plays();
  auto imported = run({program("music-time-machine"), "import", file, "--user", "listener", "--new-user"},
                      {{"DATABASE_URL", database.url()}, {"MIGRATE_AT_START", "true"}});
  CAPTURE(imported.err);
  REQUIRE(imported.exit_code == 0);
  auto sql = database.sql();
  auto details = [&] { return sql.rows("select played_at, details from plays order by 1, 2"); };
  auto of_import = details();
  CHECK(of_import.size() == 661);
  CHECK(sql.number("select count(distinct details) from plays") > 200);
  CHECK(sql.number("select count(*) from plays where details is null") == 1);
  auto step = text_of(source("sql/027_details_of_older_plays.sql"));
  sql.script("update plays set details = null");
  sql.script(step.substr(step.find("update plays")));
  CHECK(details() == of_import);
}
