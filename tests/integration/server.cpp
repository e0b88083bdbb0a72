#include <catch2/catch.hpp>

#include "support/app.hpp"

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
