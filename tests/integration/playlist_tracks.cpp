// POST /api/v1/playlists/{playlist_id}/tracks, by one client and by many at once.
#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <map>
#include <thread>

#include "integration/steps.hpp"
#include "support/eventually.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// A server, and a user with the playlist "mine" and so many tracks.
struct House {
  explicit House(int tracks = 10)
      : sandbox(kFewLikes), server(server_environment(database.url(), sandbox)), sql(database.sql()) {
    key = make_key(database.url(), "demo");
    make_tracks(sql, tracks);
    make_playlist(sql, "demo", "mine");
  }

  HttpClient client() const { return client_with(server.origin(), key); }
  std::int64_t entries() { return sql.number("select count(*) from playlist_tracks"); }
  std::int64_t waiting_for_locks() {
    return sql.number(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  }

  ScratchDatabase database;
  Sandbox sandbox;
  Server server;
  Sql sql;
  std::string key;
};

std::string entry(const std::string& track, const std::string& position = "1") {
  return R"({"track_id":)" + track + R"(,"position":)" + position + "}";
}

}  // namespace

TEST_CASE("a track is added once, and asked again it is there already") {
  House house;
  auto client = house.client();
  auto created = client.post("/api/v1/playlists/mine/tracks", entry("7", "3"));
  CHECK(created.status == 201);
  CHECK(created.at("/playlist_id") == "mine");
  CHECK(created.at("/track_id") == "7");
  CHECK(created.at("/position") == "3");
  auto again = client.post("/api/v1/playlists/mine/tracks", entry("7", "9"));
  CHECK(again.status == 200);
  CHECK(house.sql.rows("select playlist_id, track_id, position from playlist_tracks") == Rows{{"mine", "7", "3"}});
}

TEST_CASE("a track may be named as our answers name it") {
  House house;
  auto client = house.client();
  auto track = client.get("/api/v1/tracks/7");
  CHECK(client.post("/api/v1/playlists/mine/tracks", entry("\"" + track.at("/id") + "\"")).status == 201);
  CHECK(house.sql.rows("select track_id from playlist_tracks") == Rows{{"7"}});
}

TEST_CASE("a playlist of the old app may have any text as its id") {
  House house;
  auto client = house.client();
  make_playlist(house.sql, "demo", "H\u00f6rbuch, \"2\" {x}/y");
  const std::string address = "/api/v1/playlists/H%C3%B6rbuch%2C%20%222%22%20%7Bx%7D%2Fy";
  CHECK(client.get(address).at("/playlist_id") == "H\u00f6rbuch, \"2\" {x}/y");
  CHECK(client.post(address + "/tracks", entry("7")).status == 201);
  CHECK(client.post(address + "/tracks", entry("7")).status == 200);
}

TEST_CASE("a playlist that is not there, or is no name of one, is 404") {
  House house;
  make_key(house.database.url(), "ada");
  make_playlist(house.sql, "ada", "hers");
  auto client = house.client();
  for (auto id : {std::string("none"), std::string("hers"), std::string("mine%00"), std::string("%00"),
                  std::string("mine'--"), std::string("min%C3%A9"), std::string("mine%20"), std::string("Mine"),
                  std::string(101, 'x'), std::string(3000, 'x'), std::string("%")}) {
    CAPTURE(id);
    auto reply = client.post("/api/v1/playlists/" + id + "/tracks", entry("1"));
    CHECK((reply.status == 404 || (id == "%" && reply.status == 400)));
    CHECK(reply.field("content-type") == "application/problem+json");
  }
  CHECK(house.entries() == 0);
}

TEST_CASE("an entry out of bounds is 422 and names its field, and no entry at all is 400") {
  House house;
  auto client = house.client();
  for (const char* track :
       {"0", "-1", "11", "9223372036854775807", "9223372036854775808", "1.0", "1e0", "\"0\"", "\"1 \"", "\"+1\"",
        "\"seven\"", "\"\"", "\"9223372036854775808\"", "null", "true", "[1]", "{}"}) {
    CAPTURE(track);
    auto reply = client.post("/api/v1/playlists/mine/tracks", entry(track));
    CHECK(reply.status == 422);
    CHECK_THAT(reply.at("/detail"), Catch::Contains("track"));
  }
  for (const char* position : {"-1", "32768", "2147483648", "0.5", "\"1\"", "null", "false"}) {
    CAPTURE(position);
    auto reply = client.post("/api/v1/playlists/mine/tracks", entry("1", position));
    CHECK(reply.status == 422);
    CHECK_THAT(reply.at("/detail"), Catch::Contains("position"));
  }
  for (const char* body : {"", "{}", R"({"track_id":1})", R"({"position":1})"})
    CHECK(client.post("/api/v1/playlists/mine/tracks", body).status == 422);
  for (const char* body :
       {"[]", "1", "\"x\"", "{", R"({"track_id":1,"position":1}x)", R"({"track_id":1 "position":1})"})
    CHECK(client.post("/api/v1/playlists/mine/tracks", body).status == 400);
  CHECK(house.entries() == 0);
  CHECK(client.post("/api/v1/playlists/mine/tracks", entry("1", "0")).status == 201);
  CHECK(client.post("/api/v1/playlists/mine/tracks", entry("2", "32767")).status == 201);
}

TEST_CASE("of many who add the same track at once, exactly one has created it") {
  House house;
  std::vector<HttpClient> clients;
  for (int i = 0; i < 24; ++i) clients.push_back(house.client());
  for (int round = 1; round <= 10; ++round) {
    std::map<int, int> answers;
    for (auto& client : clients) client.ask("POST", "/api/v1/playlists/mine/tracks", entry(std::to_string(round)));
    for (auto& client : clients) ++answers[client.read_reply().status];
    CHECK(answers == std::map<int, int>{{201, 1}, {200, 23}});
    CHECK(house.entries() == round);
  }
}

TEST_CASE("bad neighbours in a group never fail a good entry, and everybody gets the own answer") {
  House house(2000);
  std::vector<HttpClient> clients;
  for (int i = 0; i < 32; ++i) clients.push_back(house.client());
  int track = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<int> wanted;
    for (std::size_t i = 0; i < clients.size(); ++i) {
      switch (i % 4) {
        case 0:
          clients[i].ask("POST", "/api/v1/playlists/mine/tracks", entry(std::to_string(++track)));
          wanted.push_back(201);
          break;
        case 1:
          clients[i].ask("POST", "/api/v1/playlists/none/tracks", entry("1"));
          wanted.push_back(404);
          break;
        case 2:
          clients[i].ask("POST", "/api/v1/playlists/mine/tracks", entry("999999"));
          wanted.push_back(422);
          break;
        default:
          clients[i].ask("GET", "/api/v1/tracks/" + std::to_string(i));
          wanted.push_back(200);
      }
    }
    std::vector<int> answered;
    for (auto& client : clients) answered.push_back(client.read_reply().status);
    CHECK(answered == wanted);
  }
  CHECK(house.entries() == track);
}

TEST_CASE("a user can have a playlist of the same name as another one, and tracks in both") {
  House house;
  auto ada = client_with(house.server.origin(), make_key(house.database.url(), "ada"));
  make_playlist(house.sql, "ada", "mine");
  auto demo = house.client();
  CHECK(demo.post("/api/v1/playlists/mine/tracks", entry("1")).status == 201);
  CHECK(ada.post("/api/v1/playlists/mine/tracks", entry("1")).status == 201);
  CHECK(ada.post("/api/v1/playlists/mine/tracks", entry("2")).status == 201);
  CHECK(demo.get("/api/v1/playlists/mine").size_at("/tracks") == 1);
  CHECK(ada.get("/api/v1/playlists/mine").size_at("/tracks") == 2);
}

TEST_CASE("while its table is locked an addition ends with 503, reads go on, and it works afterwards") {
  House house;
  auto client = house.client();
  auto reader = house.client();
  house.sql.script("begin; lock table playlist_tracks in access exclusive mode");
  client.ask("POST", "/api/v1/playlists/mine/tracks", entry("1"));
  CHECK(reader.get("/api/v1/tracks/1").status == 200);
  auto refused = client.read_reply();
  CHECK(refused.status == 503);
  CHECK_FALSE(refused.field("retry-after").empty());
  house.sql.script("rollback");
  auto status = client.post("/api/v1/playlists/mine/tracks", entry("1")).status;
  CHECK((status == 201 || status == 200));
  CHECK(house.entries() == 1);
}

TEST_CASE("an addition that comes while its playlist is being deleted finds it gone") {
  House house;
  auto client = house.client();
  Sql other(house.database.url());
  other.script("begin; delete from playlists where playlist_id = 'mine'");
  auto adding =
      std::async(std::launch::async, [&] { return client.post("/api/v1/playlists/mine/tracks", entry("7")).status; });
  REQUIRE(eventually([&] { return house.waiting_for_locks() == 1; }));
  other.script("commit");
  CHECK(adding.get() == 404);
  CHECK(house.entries() == 0);
}

TEST_CASE("an account that is erased takes along what is being added to its playlists") {
  House house;
  auto client = house.client();
  REQUIRE(client.post("/api/v1/playlists/mine/tracks", entry("7")).status == 201);
  Sql adding(house.database.url());
  adding.script(R"(begin;
    insert into playlist_tracks (user_id, playlist_id, track_id, position)
    select user_id, playlist_id, 8, 2 from (select user_id, playlist_id from playlists where playlist_id = 'mine' for key share) as held)");
  auto erasing =
      std::async(std::launch::async, [&] { Sql(house.database.url()).script("select erase_user(id) from users"); });
  REQUIRE(eventually([&] { return house.waiting_for_locks() == 1; }));
  adding.script("commit");
  erasing.get();
  CHECK(house.entries() == 0);
}

TEST_CASE("a track that nobody has confirmed can be added by those alone whose own sources name it") {
  House house;
  auto client = house.client();
  house.sql.script("update tracks set name = null where id = 7");
  CHECK(client.post("/api/v1/playlists/mine/tracks", entry("7")).status == 422);
  house.sql.script("insert into library (user_id, track_id, first_seen_at) select user_id, 7, now() from playlists");
  CHECK(client.post("/api/v1/playlists/mine/tracks", entry("7")).status == 201);
}

TEST_CASE("where Citus distributes the database each statement names one user, and everybody gets the own verdict") {
  ScratchDatabase database;
  auto migrated = command(
      {"migrate"}, {{"DATABASE_URL", database.url()}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}});
  REQUIRE(migrated.exit_code == 0);
  auto sql = database.sql();
  sql.script("create function citus_version() returns text language sql as 'select 1::text'");
  Sandbox sandbox(kFewLikes);
  Server server(server_environment(database.url(), sandbox));
  constexpr int kTracks = 60;
  make_tracks(sql, kTracks);
  std::vector<std::string> keys;
  for (const char* name : {"ada", "ben", "cem", "dan"}) {
    keys.push_back(make_key(database.url(), name));
    make_playlist(sql, name, "mine");
  }
  make_playlist(sql, "ada", "hers");
  // What several users' statement would have to hold can't be held here.
  sql.script(
      "alter table playlists rename to kept_playlists; create view playlists as select * from kept_playlists group by "
      "user_id, playlist_id");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> writers;
  for (const auto& key : keys)
    for (int twice = 0; twice < 2; ++twice)
      writers.emplace_back([&] {
        auto client = client_with(server.origin(), key);
        auto add = [&](const std::string& playlist, int track) {
          return client.post("/api/v1/playlists/" + playlist + "/tracks", entry(std::to_string(track))).status;
        };
        for (int track = 1; track <= kTracks; ++track) {
          int status = add("mine", track);
          wrong += status != 201 && status != 200;
        }
        wrong += add("mine", kTracks + 1) != 422;
        wrong += add("none", 1) != 404;
        wrong += add("hers", 1) != 404 && key != keys.front();
      });
  for (auto& writer : writers) writer.join();
  CHECK(wrong == 0);
  CHECK(sql.number("select count(*) from playlist_tracks where playlist_id = 'mine'") == 4 * kTracks);
  CHECK(sql.number("select count(*) from playlist_tracks where playlist_id <> 'mine'") == 1);
}
