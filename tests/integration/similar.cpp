// What sounds like a track, compared with what a plain look at every pair says.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct Sound {
  int energy, valence, danceability;  // thousandths
};

/// Two libraries over a catalogue whose tracks sound at random: demo has the even ids, ada those that 3 divides. A
/// spread of less than 40 crowds them into one corner, but for the first six, which stand in the opposite one.
struct House {
  explicit House(int tracks, int spread = 40)
      : server(server_environment(database.url(), sandbox)), sql(database.sql()) {
    demo = client_with(server.origin(), make_key(database.url(), "demo"));
    ada = client_with(server.origin(), make_key(database.url(), "ada"));
    make_tracks(sql, tracks);
    std::mt19937 random(7);
    std::uniform_int_distribution<int> thousandths(0, spread);  // coarse, so that many are equally far away
    std::string changes = "update tracks set audio_features = given.features from (values ";
    for (int id = 1; id <= tracks; ++id) {
      sounds.push_back({25 * thousandths(random), 25 * thousandths(random), 25 * thousandths(random)});
      if (spread < 40 && id <= 6) sounds.back() = {1000, 1000 - id, 1000};
      const auto& sound = sounds.back();
      changes += fmt::format("{}({}, '{{\"energy\":{:.3f},\"valence\":{:.3f},\"danceability\":{:.3f}}}'::jsonb)",
                             id > 1 ? "," : "", id, sound.energy / 1000.0, sound.valence / 1000.0,
                             sound.danceability / 1000.0);
    }
    sql.script(changes + ") as given (id, features) where tracks.id = given.id");
    sql.script(
        "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks"
        " where (spotify_user_id = 'demo' and tracks.id % 2 = 0) or (spotify_user_id = 'ada' and tracks.id % 3 = 0)");
  }

  int apart(int one, int other) const {
    const auto &a = sounds[static_cast<std::size_t>(one - 1)], &b = sounds[static_cast<std::size_t>(other - 1)];
    return std::abs(a.energy - b.energy) + std::abs(a.valence - b.valence) + std::abs(a.danceability - b.danceability);
  }

  /// The twenty nearest of those whose id `divisor` divides: by distance, then by id.
  std::vector<std::string> nearest(int seed, int divisor) const {
    std::vector<std::pair<int, int>> all;
    for (int id = 1; id <= static_cast<int>(sounds.size()); ++id) {
      if (id != seed && id % divisor == 0) all.emplace_back(apart(seed, id), id);
    }
    std::sort(all.begin(), all.end());
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < std::min<std::size_t>(20, all.size()); ++i)
      ids.push_back(std::to_string(all[i].second));
    return ids;
  }

  ScratchDatabase database;
  Sandbox sandbox{kFewLikes};
  Server server;
  Sql sql;
  HttpClient demo{"http://127.0.0.1:1"}, ada{"http://127.0.0.1:1"};
  std::vector<Sound> sounds;
};

std::vector<std::string> ids(const Reply& reply) {
  INFO(reply.body);
  REQUIRE(reply.status == 200);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < reply.size_at("/results"); ++i)
    ids.push_back(reply.at("/results/" + std::to_string(i) + "/id"));
  CHECK(reply.at("/count") == std::to_string(ids.size()));
  return ids;
}

std::string similar(int id) { return "/api/v1/tracks/" + std::to_string(id) + "/similar"; }

}  // namespace

TEST_CASE("the twenty nearest are exactly the twenty nearest, in the library of who asks and in the catalogue") {
  House house(6000);
  for (int seed : {1, 2, 3, 6, 777, 1234, 2999, 3000, 5999, 6000}) {
    CAPTURE(seed);
    auto reply = house.demo.get(similar(seed));
    CHECK(ids(reply) == house.nearest(seed, 2));
    CHECK(ids(house.ada.get(similar(seed))) == house.nearest(seed, 3));
    CHECK(ids(house.demo.get(similar(seed) + "?scope=catalogue")) == house.nearest(seed, 1));
    auto first = std::stoi(reply.at("/results/0/id"));
    CHECK(std::stod(reply.at("/results/0/similarity")) == Approx(1 - house.apart(seed, first) / 3000.0).margin(1e-6));
  }
}

TEST_CASE("the twenty nearest are exact as well where most sounds are in one place and the seed is far from it") {
  House house(3000, 1);
  for (int seed : {1, 2, 6, 7, 8, 1500, 3000}) {
    CAPTURE(seed);
    CHECK(ids(house.demo.get(similar(seed))) == house.nearest(seed, 2));
    CHECK(ids(house.ada.get(similar(seed))) == house.nearest(seed, 3));
    CHECK(ids(house.demo.get(similar(seed) + "?scope=catalogue")) == house.nearest(seed, 1));
  }
}

TEST_CASE("a library smaller than the answer is all of the answer") {
  House house(30);
  CHECK(ids(house.demo.get(similar(2))).size() == 14);
  CHECK(ids(house.demo.get(similar(1))).size() == 15);
  CHECK(ids(house.demo.get(similar(2))) == house.nearest(2, 2));
}

TEST_CASE("without audio features there is an explanation instead") {
  House house(30);
  house.sql.script(
      "update tracks set audio_features = null where id = 4; update tracks set audio_features = '{\"energy\": 0.5}' "
      "where id = 6");
  for (int seed : {4, 6}) {
    auto reply = house.demo.get(similar(seed));
    CHECK(reply.status == 200);
    CHECK(reply.at("/results") == "[]");
    CHECK_THAT(reply.at("/explanation"), Catch::Contains("Nobody has told us"));
  }
  auto others = ids(house.demo.get(similar(2)));
  CHECK(others.size() == 12);
  CHECK(std::count(others.begin(), others.end(), "4") + std::count(others.begin(), others.end(), "6") == 0);
  CHECK(house.demo.get(similar(2)).at("/explanation") == "null");
}

TEST_CASE("only what sounds at all is compared, and what is wrong with the question is said") {
  House house(3);
  auto alone = house.demo.get(similar(2));
  CHECK(alone.at("/count") == "0");
  CHECK_THAT(alone.at("/explanation"), Catch::Contains("No other track of your library"));
  CHECK(house.demo.get(similar(2) + "?scope=everything").status == 422);
  CHECK(house.demo.get(similar(99)).status == 404);
  CHECK(house.demo.get("/api/v1/tracks/x/similar").status == 404);
  CHECK(house.server.client().get(similar(2)).status == 401);
}

TEST_CASE("a sound that changes moves at once, and a track that leaves the library is no longer near") {
  House house(30);
  house.sql.script(
      "update tracks set audio_features = (select audio_features from tracks where id = 2) where id in (10, 11)");
  CHECK(ids(house.demo.get(similar(2))).front() == "10");
  CHECK(house.demo.get(similar(2)).at("/results/0/similarity") == "1");
  house.sql.facts("delete from library where track_id = 10");
  auto left = ids(house.demo.get(similar(2)));
  CHECK(std::count(left.begin(), left.end(), "10") == 0);
  CHECK(ids(house.demo.get(similar(2) + "?scope=catalogue")).front() == "10");
}
