#include <catch2/catch.hpp>

#include <signal.h>

#include "support/app.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

TEST_CASE("a fresh server over an empty database is alive, ready and healthy") {
  ScratchDatabase database;
  Sandbox sandbox;
  Server server(server_environment(database.url(), sandbox));
  auto client = server.client();
  REQUIRE(client.get("/livez").status == 200);
  REQUIRE(client.get("/readyz").status == 200);
  REQUIRE(client.get("/health").status == 200);
  REQUIRE(server.process().terminate() == 0);
}

TEST_CASE("people log in through the sandbox, each as oneself") {
  App app;
  auto guest = app.server.client();
  REQUIRE(guest.get("/api/v1/me").status == 401);
  auto demo = app.server.signed_in("demo");
  auto ada = app.server.signed_in("ada");
  REQUIRE(demo.get("/api/v1/me").at("/user/spotify_user_id") == "demo");
  REQUIRE(ada.get("/api/v1/me").at("/user/spotify_user_id") == "ada");
}

TEST_CASE("PostgreSQL has a plan for every statement") {
  ScratchDatabase database;
  Environment environment{{"DATABASE_URL", database.url()},
                          {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};
  make_key(database.url(), "demo");  // a user to ask about
  auto sql = database.sql();
  make_tracks(sql, 10);
  make_playlist(sql, "demo", "playlist_2016_loved");  // what the examples of the statements name
  auto outcome = run({program("music-time-machine"), "explain"}, environment);
  REQUIRE_THAT(outcome.out, !Catch::Contains("ERROR"));
  REQUIRE(outcome.exit_code == 0);
}

TEST_CASE("a request under way is answered before the server stops, and nothing new is taken") {
  App app;
  auto client = app.server.client();
  auto busy = app.server.client();
  busy.send_raw("POST /logout HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{");
  REQUIRE(client.get("/livez").status == 200);  // by now the half request has been read
  app.server.process().signal(SIGTERM);
  REQUIRE(eventually([&] {
    try {
      app.server.client().get("/livez");
      return false;
    } catch (const std::exception&) {
      return true;
    }
  }));
  busy.send_raw("}");
  auto reply = busy.read_reply();
  REQUIRE(reply.status == 401);
  REQUIRE(reply.field("connection") == "close");
  REQUIRE(app.server.process().wait() == 0);
}

TEST_CASE("a second server does not share the first one's port") {
  App app;
  auto environment = server_environment(app.database.url(), app.sandbox);
  environment["PORT"] = app.server.origin().substr(app.server.origin().rfind(':') + 1);
  auto second = run({program("music-time-machine"), "serve"}, environment);
  REQUIRE(second.exit_code == 1);
  REQUIRE_THAT(second.err, Catch::Contains("use"));
}
