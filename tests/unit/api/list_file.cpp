#include "api/list_file.hpp"

#include <catch2/catch.hpp>

using namespace mtm::api;

namespace {

ListedTrack track(std::string name, std::string artist) {
  ListedTrack track;
  track.name = std::move(name);
  track.artist = std::move(artist);
  return track;
}

ListFile made() {
  ListFile file{"May \"2016\"", "The best of each day.", {}};
  file.tracks.push_back(track("Hyperballad", "Björk"));
  auto& known = file.tracks.back();
  known.album = "Post";
  known.release_date = "1995-06";
  known.spotify_id = "4uLU6hMCjMI75M1A2tKUQC";
  known.duration_ms = 321'499;
  known.note = "14 plays in May 2016";
  file.tracks.push_back(track("=1+1, \"quoted\"\nand more", "Somebody"));
  return file;
}

}  // namespace

TEST_CASE("a table has every text as it is, in quotes") {
  CHECK(csv_of(made()) ==
        "\xEF\xBB\xBF\"position\",\"name\",\"artist\",\"album\",\"release_date\",\"duration_ms\",\"spotify_uri\","
        "\"note\"\r\n"
        "\"1\",\"Hyperballad\",\"Björk\",\"Post\",\"1995-06\",\"321499\",\"spotify:track:4uLU6hMCjMI75M1A2tKUQC\","
        "\"14 plays in May 2016\"\r\n"
        "\"2\",\"=1+1, \"\"quoted\"\"\nand more\",\"Somebody\",\"\",\"\",\"\",\"\",\"\"\r\n");
}

TEST_CASE("a table of a chart has its figures") {
  auto file = made();
  file.tracks[0].played = ShownPlayed{12, 40.25, 0};
  CHECK_THAT(csv_of(file), Catch::Contains("\"note\",\"plays\",\"minutes\"\r\n") &&
                               Catch::Contains("\"14 plays in May 2016\",\"12\",\"40.25\"\r\n"));
}

TEST_CASE("an M3U has a line for each track, whatever its name") {
  CHECK(m3u_of(made()) ==
        "#EXTM3U\n#PLAYLIST:May \"2016\"\n"
        "#EXTINF:321,Björk - Hyperballad\n#EXTALB:Post\nspotify:track:4uLU6hMCjMI75M1A2tKUQC\n"
        "#EXTINF:-1,Somebody - =1+1, \"quoted\" and more\n./Somebody - =1+1, \"quoted\" and more\n");
  ListFile odd{"#EXT\r\nM3U", "", {track("#EXTINF:1", "#")}};
  CHECK(m3u_of(odd) == "#EXTM3U\n#PLAYLIST:#EXT  M3U\n#EXTINF:-1,# - #EXTINF:1\n./# - #EXTINF:1\n");
}

TEST_CASE("JSPF names tracks by Spotify's URIs and leaves out what is not known") {
  CHECK(jspf_of(made()) ==
        R"({"playlist":{"title":"May \"2016\"","annotation":"The best of each day.","track":[)"
        R"({"title":"Hyperballad","creator":"Björk","album":"Post","duration":321499,)"
        R"("identifier":["spotify:track:4uLU6hMCjMI75M1A2tKUQC"],)"
        R"("location":["https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"],"annotation":"14 plays in May 2016"},)"
        R"({"title":"=1+1, \"quoted\"\nand more","creator":"Somebody"}]}})");
  CHECK(jspf_of({"Empty", "", {}}) == R"({"playlist":{"title":"Empty","track":[]}})");
}

TEST_CASE("a file is called what its list is called, in all scripts") {
  auto response = list_file(ListFormat::m3u, {"Björk; \"live\"", "", {}});
  REQUIRE(response.fields.size() == 1);
  CHECK(response.fields[0].second ==
        "attachment; filename=\"music-time-machine.m3u8\"; filename*=UTF-8''Bj%C3%B6rk%3B%20%22live%22.m3u8");
}
