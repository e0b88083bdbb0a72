#include "sandbox/person.hpp"
#include "sandbox/world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

namespace mtm::sandbox {
namespace {

using std::chrono::days;

const Catalogue& usual() {
  static const Catalogue catalogue = make_catalogue(2016);
  return catalogue;
}

std::chrono::sys_seconds today() { return std::chrono::sys_days(std::chrono::year(2026) / 11 / 21); }

const Person& demo() {
  static const Person person = make_person(usual(), {"demo", "Demo Person", 7, 2400}, today());
  return person;
}

TEST_CASE("the demo person likes 2,400 songs in ten years, newest first and none twice") {
  const auto& likes = demo().likes;
  REQUIRE(likes.size() == 2400);
  std::set<std::uint32_t> tracks;
  for (std::size_t number = 0; number < likes.size(); ++number) {
    tracks.insert(likes[number].track);
    if (number > 0) REQUIRE(likes[number - 1].added_at >= likes[number].added_at);
  }
  REQUIRE(tracks.size() == 2400);
  REQUIRE(likes.front().added_at < today());
  REQUIRE(likes.front().added_at > today() - days(31));
  REQUIRE(likes.back().added_at < today() - days(3650));
  REQUIRE(likes.back().added_at > today() - days(3655));
}

TEST_CASE("listeners are so many more people, each known by another id and account") {
  Options options;
  options.likes = 40;
  options.listeners = 5;
  options.today = today();
  World world(options);
  std::set<std::string> ids, accounts;
  for (const auto& person : world.people) {
    ids.insert(person.id);
    accounts.insert(person.account_id);
    REQUIRE(person.plays.size() == 50);
  }
  REQUIRE(ids.size() == 7);
  REQUIRE(accounts.size() == 7);
  REQUIRE(world.person("listener-5") != nullptr);
}

TEST_CASE("nobody likes a song before it is out") {
  for (const Like& like : demo().likes) {
    REQUIRE(usual().album_of(usual().tracks[like.track]).released.first_day() <= like.added_at);
  }
}

TEST_CASE("every year of liking has songs, and the moods of the years differ") {
  std::map<int, std::vector<double>> valence;
  for (const Like& like : demo().likes) {
    std::chrono::year_month_day date(std::chrono::floor<days>(like.added_at));
    valence[static_cast<int>(date.year())].push_back(usual().tracks[like.track].features.valence);
  }
  REQUIRE(valence.size() == 11);
  double least = 1, most = 0;
  for (const auto& [year, values] : valence) {
    double mean = 0;
    for (double value : values) mean += value / static_cast<double>(values.size());
    if (year > 2016) REQUIRE(values.size() > 80);
    least = std::min(least, mean);
    most = std::max(most, mean);
  }
  REQUIRE(most - least > 0.1);
}

TEST_CASE("the top lists have their lengths, name nothing twice and agree on some favourites") {
  std::set<std::uint32_t> in_first(demo().top_tracks[0].begin(), demo().top_tracks[0].end());
  std::size_t shared = 0;
  for (int range = 0; range < 3; ++range) {
    const auto& tracks = demo().top_tracks[range];
    REQUIRE(tracks.size() > 50);
    REQUIRE(std::set<std::uint32_t>(tracks.begin(), tracks.end()).size() == tracks.size());
    REQUIRE(demo().top_artists[range].size() > 20);
  }
  for (auto track : demo().top_tracks[1]) shared += in_first.contains(track);
  REQUIRE(shared > 10);
  REQUIRE(demo().top_tracks[0] != demo().top_tracks[1]);
}

TEST_CASE("the last fifty plays end before today and follow one another") {
  const auto& plays = demo().plays;
  REQUIRE(plays.size() == 50);
  REQUIRE(plays.front().played_at < today());
  for (std::size_t number = 1; number < plays.size(); ++number) {
    auto apart = plays[number - 1].played_at - plays[number].played_at;  // both are ends
    REQUIRE(apart.count() >= usual().tracks[plays[number - 1].track].duration_ms);
  }
}

TEST_CASE("a second person shares some songs with the first, not all") {
  Character character{"ada", "Ada", 8, 600, 4, 0.35, &demo()};
  auto ada = make_person(usual(), character, today());
  std::set<std::uint32_t> of_demo;
  for (const Like& like : demo().likes) of_demo.insert(like.track);
  auto shared =
      std::count_if(ada.likes.begin(), ada.likes.end(), [&](const Like& like) { return of_demo.contains(like.track); });
  REQUIRE(ada.likes.size() == 600);
  REQUIRE(shared > 100);
  REQUIRE(shared < 500);
  REQUIRE(ada.account_id != demo().account_id);
}

}  // namespace
}  // namespace mtm::sandbox
