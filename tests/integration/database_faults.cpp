// What becomes of requests when PostgreSQL, or the road to it, is in trouble.
#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <thread>

#include "support/app.hpp"
#include "support/cluster.hpp"
#include "support/gate.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// A server that reaches its database through a gate, and somebody with a playlist "mine" and ten tracks.
struct Gated {
  Gated() : gate(database.socket_path()), server(environment()) {
    key = make_key(database.url(), "somebody");
    auto sql = database.sql();
    make_tracks(sql, 10);
    make_playlist(sql, "somebody", "mine");
  }

  Environment environment() const {
    auto variables = server_environment(database.url_through(gate.port()), sandbox);
    variables["THREADS"] = "2";
    variables["DB_CONNECTIONS_PER_THREAD"] = "2";
    return variables;
  }
  HttpClient client() const { return client_with(server.origin(), key); }
  std::int64_t entries() const { return database.sql().number("select count(*) from playlist_tracks"); }

  ScratchDatabase database;
  Sandbox sandbox;
  Gate gate;
  Server server;
  std::string key;
};

std::string entry(int track) {
  return R"({"track_id":)" + std::to_string(track) + R"(,"position":)" + std::to_string(track) + "}";
}

Reply add(HttpClient& client, int track) { return client.post("/api/v1/playlists/mine/tracks", entry(track)); }

bool recovers(HttpClient& client) {
  return eventually([&] { return client.get("/health").status == 200; });
}

}  // namespace

TEST_CASE("while the database is silent, requests end with 503 and the server stays alive, afterwards all is well") {
  Gated app;
  auto client = app.client();
  REQUIRE(client.get("/api/v1/tracks/1").status == 200);
  app.gate.stall();
  auto reply = client.get("/api/v1/tracks/1");
  REQUIRE(reply.status == 503);
  REQUIRE_FALSE(reply.field("retry-after").empty());
  REQUIRE(add(client, 1).status == 503);
  REQUIRE(client.get("/livez").status == 200);
  app.gate.pass();
  REQUIRE(recovers(client));
  auto after = add(client, 1).status;
  REQUIRE((after == 201 || after == 200));  // 200: what was unknown had been done
  REQUIRE(app.entries() == 1);
}

TEST_CASE("while the database can't be reached, requests are turned away, and it is found again by itself") {
  Gated app;
  auto client = app.client();
  app.gate.refuse();
  app.gate.cut();
  REQUIRE(eventually([&] { return client.get("/health").status == 503; }));
  REQUIRE(client.get("/livez").status == 200);
  REQUIRE(add(client, 1).status == 503);
  app.gate.pass();
  REQUIRE(recovers(client));
  REQUIRE(add(client, 1).status == 201);
}

TEST_CASE("answers of the database that can't be read end their connection, and nobody is told nonsense") {
  Gated app;
  auto client = app.client();
  REQUIRE(client.get("/api/v1/tracks/1").status == 200);
  auto taken = app.gate.taken();
  app.gate.garble(10);
  std::set<int> acknowledged;
  int track = 0;
  bool made_anew = eventually([&] {
    track = track % 10 + 1;
    auto read = client.get("/api/v1/tracks/" + std::to_string(track));
    CAPTURE(read.body);
    REQUIRE((read.status == 503 || (read.status == 200 && read.at("/id") == std::to_string(track))));
    auto added = add(client, track);
    CAPTURE(added.body);
    REQUIRE((added.status == 503 || added.status == 201 || added.status == 200));
    if (added.status != 503) acknowledged.insert(track);
    return app.gate.taken() >= taken + 20;
  });
  CHECK(made_anew);  // connections, each because its answers made no sense
  app.gate.pass();
  REQUIRE(recovers(client));
  CHECK(app.entries() >= static_cast<std::int64_t>(acknowledged.size()));
  CHECK(client.get("/livez").status == 200);
}

TEST_CASE("reads do not notice that a connection was lost") {
  Gated app;
  auto client = app.client();
  auto direct = app.database.sql();
  Rows before;
  auto all_connected = [&] {  // two threads with two connections each; the one that was cut has left
    auto now = direct.rows(
        "select pid from pg_stat_activity where datname = current_database() and application_name = "
        "'music-time-machine' order by pid");
    if (now.size() != 4 || now == before) return false;
    before = now;
    return true;
  };
  for (int round = 1; round <= 5; ++round) {
    REQUIRE(eventually(all_connected));
    app.gate.cut_answer("track");
    REQUIRE(client.get("/api/v1/tracks/2").status == 200);
    REQUIRE(app.gate.fates() == round);
  }
}

TEST_CASE("a change whose answer is lost on the way from the database is made once") {
  Gated app;
  auto client = app.client();
  REQUIRE(add(client, 1).status == 201);
  for (int track = 2; track <= 6; ++track) {
    app.gate.cut_answer("add_to_playlists", "INSERT");
    auto status = add(client, track).status;
    INFO("answered " << status);
    REQUIRE((status == 200 || status == 201 || status == 503));
    REQUIRE(recovers(client));
    REQUIRE(add(client, track).status == 200);
    REQUIRE(app.entries() == track);
  }
  REQUIRE(app.gate.fates() == 5);
}

TEST_CASE("a change that never reached the database is not acknowledged, or made after all") {
  Gated app;
  auto client = app.client();
  REQUIRE(add(client, 1).status == 201);
  app.gate.cut_before("add_to_playlists");
  auto status = add(client, 2).status;
  REQUIRE((status == 201 || status == 503));
  REQUIRE(app.gate.fates() == 1);
  REQUIRE(app.entries() == (status == 201 ? 2 : 1));
  REQUIRE(recovers(client));
  auto again = add(client, 2).status;
  REQUIRE(again == (status == 201 ? 200 : 201));
}

TEST_CASE("every acknowledged change is there after the database was killed, again and again") {
  PrivateCluster cluster;
  ScratchDatabase database(cluster.url());
  Sandbox sandbox;
  Server server(server_environment(database.url(), sandbox));
  auto key = make_key(database.url(), "somebody");
  {
    auto sql = database.sql();
    make_tracks(sql, 3000);
    make_playlist(sql, "somebody", "mine");
  }
  std::set<int> acknowledged;
  std::atomic<int> count = 0;
  std::atomic<bool> ending = false;
  std::set<int> strange;  // answers that are neither
  std::thread writer([&] {
    auto client = client_with(server.origin(), key);
    for (int track = 1; !ending;) {
      auto status = add(client, track).status;
      if (status == 503) continue;  // not known: asked again, as a client does
      if (status == 201 || status == 200)
        acknowledged.insert(track);
      else
        strange.insert(status);
      track = track % 3000 + 1;
      ++count;
    }
  });
  bool progress = true;
  for (int round = 0; round < 3; ++round) {
    int before = count;
    progress = progress && eventually([&] { return count >= before + 20; });
    cluster.kill();
    cluster.start();
  }
  int before = count;
  progress = progress && eventually([&] { return count > before; });
  ending = true;
  writer.join();
  REQUIRE(progress);
  REQUIRE(strange.empty());
  std::set<int> kept;
  for (const auto& row : database.sql().rows("select track_id from playlist_tracks")) kept.insert(std::stoi(row[0]));
  for (int track : acknowledged) REQUIRE(kept.contains(track));
}

TEST_CASE("a server that starts before its database waits for it") {
  PrivateCluster cluster;
  ScratchDatabase database(cluster.url());
  Sandbox sandbox;
  cluster.stop();
  Process server({program("music-time-machine"), "serve"}, server_environment(database.url(), sandbox));
  server.wait_for_line("waiting for the database");
  cluster.start();
  server.wait_for_line("Listening on");
  REQUIRE(server.terminate() == 0);
}
