// What goes with every answer, whatever it is, and what does not.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

Environment production(const ScratchDatabase& database) {
  return {{"ENVIRONMENT", "production"},
          {"PORT", std::to_string(free_port())},
          {"DATABASE_URL", database.url()},
          {"SECRET_KEY", "Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"},
          {"SPOTIFY_CLIENT_ID", "an-id"},
          {"SPOTIFY_CLIENT_SECRET", "a-word-that-nobody-must-see"},
          {"SPOTIFY_REDIRECT_URI", "https://music.example.org/callback"}};
}

void check_page(const Reply& page) {
  auto policy = page.field("content-security-policy");
  for (auto rule : {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
                    "form-action 'self'", "script-src 'self';"})
    CHECK_THAT(policy, Catch::Contains(rule));
  CHECK_THAT(policy, !Catch::Contains("unsafe") && !Catch::Contains(" * "));
  CHECK(page.field("cross-origin-opener-policy") == "same-origin");
  CHECK_THAT(page.field("permissions-policy"), Catch::Contains("camera=()") && Catch::Contains("geolocation=()"));
  CHECK(page.field("content-type") == "text/html; charset=utf-8");
  CHECK_THAT(page.body, !Catch::Contains("<style") && !Catch::Contains(" style=\"") && !Catch::Contains(" onclick="));
}

void check_any(const Reply& reply) {
  CHECK(reply.field("x-content-type-options") == "nosniff");
  CHECK(reply.field("referrer-policy") == "no-referrer");
  CHECK(reply.field("cross-origin-resource-policy") == "same-origin");
  for (auto absent : {"server", "x-powered-by", "via", "access-control-allow-origin"})
    CHECK(reply.field(absent).empty());
  CHECK_FALSE(reply.field("date").empty());
  CHECK_FALSE(reply.field("x-request-id").empty());
}

}  // namespace

TEST_CASE("every answer in production carries what a browser needs to protect its person") {
  ScratchDatabase database;
  Server server(production(database));
  auto client = server.client();
  std::vector<Reply> replies;
  for (auto path :
       {"/", "/dashboard", "/time-machine", "/sources", "/settings", "/settings/keys", "/s/AAAAAAAAAAAAAAAAAAAAAA",
        "/login", "/callback", "/nowhere", "/health", "/api/v1/me", "/api/v1/session"})
    replies.push_back(client.get(path, {{"Accept", "text/html"}}));
  replies.push_back(client.get("/nowhere"));
  replies.push_back(client.post("/api/v1/capture", "junk"));
  replies.push_back(client.send("TRACE", "/"));
  for (const auto& reply : replies) {
    CAPTURE(reply.status, reply.body);
    check_any(reply);
    CHECK(reply.field("strict-transport-security") == "max-age=63072000; includeSubDomains");
    if (reply.field("content-type").starts_with("text/html")) check_page(reply);
    bool json = reply.field("content-type").find("json") != std::string::npos;
    if (json) {
      CHECK(reply.field("cache-control") == "no-store");
      CHECK(reply.field("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
    }
  }
  CHECK(client.get("/metrics").status == 404);
  for (auto path : {"/.git/config", "/.env", "/debug", "/../etc/passwd", "/scripts/"})
    CHECK(client.get(path).status / 100 == 4);
}

TEST_CASE("HSTS is not said where there is no https") {
  App app({}, kFewLikes);
  CHECK(app.server.client().get("/").field("strict-transport-security").empty());
}

TEST_CASE("in production every line of the log is JSON, and a request id goes through all of it") {
  ScratchDatabase database;
  Server server(production(database));
  auto key = make_key(database.url(), "somebody");
  auto program = client_with(server.origin(), key);
  program.get("/api/v1/playlists?token=" + key, {{"X-Request-Id", "from-the-edge-0001"}});
  CHECK(program.get("/api/v1/playlists", {{"X-Request-Id", "from-the-edge-0002"}}).field("x-request-id") ==
        "from-the-edge-0002");
  program.get("/nowhere%0a{\"forged\":true}");
  database.sql().script("alter table playlists rename to elsewhere");
  CHECK(program.get("/api/v1/playlists").status == 500);
  CHECK(server.process().terminate() == 0);
  auto out = server.process().out();
  std::size_t lines = 0;
  bool found = false;
  for (std::size_t start = 0, end; (end = out.find('\n', start)) != out.npos; start = end + 1) {
    Reply line;
    line.body = out.substr(start, end - start);
    if (line.body.starts_with("Listening on ")) continue;
    CAPTURE(line.body);
    REQUIRE_NOTHROW(line.at("/time"));
    CHECK_FALSE(line.at("/level").empty());
    CHECK_FALSE(line.at("/text").empty());
    if (line.at("/text") == "request") {
      CHECK_NOTHROW(line.at("/duration_us"));
      found = found || line.at("/id") == "from-the-edge-0001";
    }
    ++lines;
  }
  CHECK(lines >= 5);
  CHECK(found);
  auto said = out + server.process().err();
  for (auto secret :
       {key, std::string("Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"), std::string("a-word-that-nobody-must-see")})
    CHECK(said.find(secret) == said.npos);
}

TEST_CASE("the smoke test passes a server that is well, and no other") {
  App app({}, kFewLikes);
  auto well = run({source("script/smoke"), app.server.origin()});
  CAPTURE(well.out, well.err);
  CHECK(well.exit_code == 0);
  auto key = make_key(app.database.url(), "somebody", "read");
  auto keyed = run({source("script/smoke"), app.server.origin()}, {{"API_KEY", key}});
  CHECK(keyed.exit_code == 0);
  CHECK(keyed.out.find(key) == std::string::npos);
  auto elsewhere = run({source("script/smoke"), app.sandbox.origin()});
  CHECK(elsewhere.exit_code == 1);
  CHECK_THAT(elsewhere.out, Catch::Contains("FAILED"));
}
