#include "sandbox/catalogue.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "sandbox/spotify_id.hpp"

namespace mtm::sandbox {
namespace {

const Catalogue& usual() {
  static const Catalogue catalogue = make_catalogue(2016);
  return catalogue;
}

TEST_CASE("there are 6,000 tracks by 700 artists, and no two things share an id") {
  std::set<std::string> ids;
  for (const auto& track : usual().tracks) ids.insert(track.id);
  for (const auto& album : usual().albums) ids.insert(album.id);
  for (const auto& artist : usual().artists) ids.insert(artist.id);
  REQUIRE(usual().tracks.size() == 6000);
  REQUIRE(usual().artists.size() == 700);
  REQUIRE(ids.size() == 6000 + 700 + usual().albums.size());
  for (const auto& id : ids) REQUIRE(is_spotify_id(id));
}

TEST_CASE(
    "every year from 1966 to 2025 has thirty tracks or more, and the last ten years have more than the first ten") {
  std::map<int, int> years;
  for (const auto& track : usual().tracks) ++years[usual().album_of(track).released.year];
  REQUIRE(years.begin()->first == kFirstYear);
  REQUIRE(years.rbegin()->first == kLastYear);
  REQUIRE(years.size() == 60);
  int first = 0, last = 0;
  for (auto [year, tracks] : years) {
    REQUIRE(tracks >= 30);
    if (year < 1976) first += tracks;
    if (year > 2015) last += tracks;
  }
  REQUIRE(last > 2 * first);
}

TEST_CASE("the same seed makes the same catalogue, another seed another one") {
  auto again = make_catalogue(2016), other = make_catalogue(2017);
  for (std::size_t number = 0; number < 6000; number += 250) {
    REQUIRE(again.tracks[number].id == usual().tracks[number].id);
    REQUIRE(again.tracks[number].name == usual().tracks[number].name);
    REQUIRE(again.tracks[number].features.tempo == usual().tracks[number].features.tempo);
    REQUIRE(other.tracks[number].id != usual().tracks[number].id);
  }
}

// Written down once, so that every compiler and every later version can be held to it.
TEST_CASE("the first song of seed 2016 is what it always was") {
  const Track& first = usual().tracks.front();
  REQUIRE(first.id == "2ujeNdO8OFulGwzICqKJnX");
  REQUIRE(first.name == "Frozen Sediment");
  REQUIRE(usual().tracks.back().id == "1r2JDYGOIbMjVWHEUjswGO");
  REQUIRE(usual().tracks.back().name == "Das Echo nach zwölf");
}

TEST_CASE("some songs exist under two ids with one ISRC and one sound") {
  std::size_t twins = 0;
  for (std::uint32_t number = 0; number < usual().tracks.size(); ++number) {
    const Track& track = usual().tracks[number];
    if (track.recording == number) continue;
    const Track& original = usual().tracks[track.recording];
    ++twins;
    REQUIRE(track.id != original.id);
    REQUIRE(track.isrc == original.isrc);
    REQUIRE(track.features.energy == original.features.energy);
    REQUIRE(track.album != original.album);
  }
  REQUIRE(twins > 60);
}

TEST_CASE("about six tracks in seven have features, and every feature lies where Spotify's do") {
  int known = 0;
  for (const auto& track : usual().tracks) {
    const Features& features = track.features;
    known += track.features_known;
    for (double share : {features.danceability, features.energy, features.speechiness, features.acousticness,
                         features.instrumentalness, features.liveness, features.valence}) {
      REQUIRE(share >= 0);
      REQUIRE(share <= 1);
    }
    REQUIRE((features.tempo > 40 && features.tempo < 220));
    REQUIRE((features.loudness > -60 && features.loudness < 1.3));
    REQUIRE((features.key >= -1 && features.key <= 11));
    REQUIRE(track.duration_ms > 30'000);
  }
  REQUIRE(known > 6000 * 0.83);
  REQUIRE(known < 6000 * 0.89);
}

TEST_CASE("release dates are known to the day, some to the year and a few to the month") {
  std::map<std::string_view, int> precisions;
  for (const auto& album : usual().albums) {
    ++precisions[album.released.precision()];
    REQUIRE(album.released.text().size() == (album.released.day ? 10 : album.released.month ? 7 : 4));
    REQUIRE(std::chrono::year_month_day(album.released.first_day()).ok());
  }
  REQUIRE(precisions["day"] > 800);
  REQUIRE(precisions["year"] > 30);
  REQUIRE(precisions["month"] > 3);
}

TEST_CASE("titles hold what programs stumble over") {
  auto has = [](std::string_view part) {
    for (const auto& track : usual().tracks) {
      if (track.name.find(part) != std::string::npos) return true;
    }
    return false;
  };
  for (auto part : {"</script>", "\\", "\"", "ø", "ñ", "Ж", "の", "한", "ليل", "🌙", " (feat. ", " - Remastered "}) {
    INFO(part);
    CHECK(has(part));
  }
}

TEST_CASE("a genre sounds like itself: metal is louder than ambient, house dances more than neoclassical") {
  std::map<std::string_view, std::pair<double, int>> energy, dance;
  for (const auto& track : usual().tracks) {
    auto name = usual().genre_of(track).name;
    energy[name].first += track.features.energy;
    dance[name].first += track.features.danceability;
    ++energy[name].second;
    ++dance[name].second;
  }
  auto mean = [](const std::pair<double, int>& sum) { return sum.first / sum.second; };
  REQUIRE(mean(energy["metal"]) > mean(energy["ambient"]) + 0.4);
  REQUIRE(mean(dance["house"]) > mean(dance["neoclassical"]) + 0.3);
}

}  // namespace
}  // namespace mtm::sandbox
