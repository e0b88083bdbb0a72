// Who asks too often is told so; nobody else notices.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

Environment limited(const std::string& per_second) {
  return {{"RATE_LIMIT", "on"}, {"RATE_LIMIT_PER_SECOND", per_second}, {"TRUSTED_PROXIES", "127.0.0.1"}};
}

Fields from(const std::string& address) { return {{"X-Real-IP", address}}; }

/// The first answer that is 429, of at most so many.
Reply asked_too_often(HttpClient& client, const std::string& path, const Fields& fields, int tries = 500) {
  for (int i = 0; i < tries; ++i)
    if (auto reply = client.get(path, fields); reply.status == 429) return reply;
  throw std::runtime_error("nobody minded");
}

}  // namespace

TEST_CASE("an address that asks too often is refused with a time to wait, and others are not") {
  App app(limited("1"), kFewLikes);
  auto client = app.server.client();
  auto refused = asked_too_often(client, "/nowhere", from("198.51.100.1"));
  CHECK(std::stoi(refused.field("retry-after")) >= 1);
  CHECK(refused.field("ratelimit-policy") == R"("address";q=10;w=5)");
  CHECK_THAT(refused.field("ratelimit"), Catch::StartsWith(R"("address";r=0;t=)"));
  CHECK(refused.at("/status") == "429");
  CHECK(client.get("/nowhere", from("198.51.100.2")).status == 404);
  // Whoever looks after the server is never turned away.
  for (int i = 0; i < 50; ++i) REQUIRE(client.get("/livez", from("198.51.100.1")).status == 200);
}

TEST_CASE("clients behind one proxy are counted apart when it names their ports, and each as one") {
  App app(limited("1"), kFewLikes);
  auto client = app.server.client();
  for (const std::string field : {"X-Forwarded-For", "X-Real-IP"}) {
    CAPTURE(field);
    auto last = field.size();  // another network for each field
    int port = 1024;
    auto of_port = [&](const std::string& host) { return host + ":" + std::to_string(++port); };
    auto refused_of = [&](const std::string& host) {
      int refused = 0;
      for (int i = 0; i < 30; ++i) refused += client.get("/nowhere", {{field, of_port(host)}}).status == 429;
      return refused;
    };
    auto network = "203.0." + std::to_string(last) + ".";
    CHECK(refused_of(network + "7") > 0);
    CHECK(client.get("/nowhere", {{field, of_port(network + "8")}}).status == 404);
    auto network6 = "[2001:db8:" + std::to_string(last) + ":";
    CHECK(refused_of(network6 + "1::1]") > 0);
    CHECK(client.get("/nowhere", {{field, of_port(network6 + "2::1]")}}).status == 404);
  }
}

TEST_CASE("an address that a stranger makes up changes nothing") {
  auto settings = limited("1");
  settings.erase("TRUSTED_PROXIES");
  App app(settings, kFewLikes);
  auto client = app.server.client();
  int refused = 0;
  for (int i = 0; i < 40; ++i)
    refused += client
                   .get("/nowhere", {{"X-Real-IP", "198.51.100." + std::to_string(i)},
                                     {"X-Forwarded-For", "198.51.100." + std::to_string(i)}})
                   .status == 429;
  CHECK(refused >= 20);
}

TEST_CASE("a key has its own measure, its user one for all keys, and says what is left") {
  App app(limited("20"), kFewLikes);
  auto sql = app.database.sql();
  std::vector<HttpClient> programs;
  for (auto label : {"one", "two", "three"})
    programs.push_back(client_with(app.server.origin(), make_key(app.database.url(), "somebody", "read", label)));
  auto other = client_with(app.server.origin(), make_key(app.database.url(), "another"));
  auto first = programs[0].get("/api/v1/playlists", from("198.51.100.1"));
  CHECK(first.field("ratelimit-policy") == R"("key";q=100;w=5)");
  CHECK(first.field("ratelimit") == R"("key";r=99;t=1)");
  CHECK(asked_too_often(programs[0], "/api/v1/playlists", from("198.51.100.1")).field("ratelimit-policy") ==
        R"("key";q=100;w=5)");
  CHECK(programs[1].get("/api/v1/playlists", from("198.51.100.2")).status == 200);
  CHECK_THAT(asked_too_often(programs[1], "/api/v1/playlists", from("198.51.100.2")).field("ratelimit-policy"),
             Catch::Contains("q="));
  CHECK(asked_too_often(programs[2], "/api/v1/playlists", from("198.51.100.3")).field("ratelimit-policy") ==
        R"("user";q=200;w=5)");
  CHECK(other.get("/api/v1/playlists", from("198.51.100.4")).status == 200);
}

TEST_CASE("guessing logins and costly work are slower than everything else") {
  App app(limited("1000"), kFewLikes);
  auto client = app.server.client();
  int logins = 0;
  while (client.get("/login", from("198.51.100.1")).status == 303 && logins < 100) ++logins;
  CHECK(logins >= 30);
  CHECK(logins < 40);
  auto program = client_with(app.server.origin(), make_key(app.database.url(), "somebody"));
  int captures = 0;
  while (program.post("/api/v1/capture", "", from("198.51.100.5")).status != 429 && captures < 100) ++captures;
  CHECK(captures >= 30);
  CHECK(captures < 40);
  CHECK(program.get("/api/v1/playlists", from("198.51.100.5")).status == 200);
}

TEST_CASE("without limits nobody is told of any") {
  App app({}, kFewLikes);
  auto program = client_with(app.server.origin(), make_key(app.database.url(), "somebody"));
  for (int i = 0; i < 200; ++i) REQUIRE(program.get("/api/v1/playlists").status == 200);
  CHECK(program.get("/api/v1/playlists").field("ratelimit").empty());
}
