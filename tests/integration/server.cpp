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
