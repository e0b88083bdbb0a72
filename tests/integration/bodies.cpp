// What is said of a request's body before anybody reads it, and what methods and conditions a file knows.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

struct House {
  House() : app({}, kFewLikes), browser(app.server.signed_in()) {
    auto sql = app.database.sql();
    make_playlist(sql, "demo", "mine");
  }

  App app;
  HttpClient browser;
};

struct Change {
  const char *method, *target;
};

/// All that take JSON or nothing, whether they read it or not.
constexpr Change kChanges[] = {{"POST", "/api/v1/capture"},
                               {"POST", "/api/v1/playlists"},
                               {"POST", "/api/v1/playlists/mine/publish"},
                               {"POST", "/api/v1/playlists/mine/tracks"},
                               {"PATCH", "/api/v1/me"},
                               {"POST", "/api/v1/api-keys"},
                               {"DELETE", "/api/v1/api-keys/1"},
                               {"DELETE", "/api/v1/sessions/1000"},
                               {"POST", "/api/v1/sessions/end-others"},
                               {"POST", "/api/v1/me/disconnect"},
                               {"POST", "/api/v1/me/delete-history"},
                               {"POST", "/api/v1/me/delete-account"},
                               {"POST", "/logout"}};

}  // namespace

TEST_CASE("a body in another type or coding is refused with what would be taken") {
  House house;
  for (auto [method, target] : kChanges) {
    CAPTURE(method, target);
    for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonp", "",
                             "application/json2; charset=utf-8", "application/problem+json"}) {
      CAPTURE(type);
      auto refused = house.browser.send(method, target, "{}", {{"Content-Type", type}});
      CHECK(refused.status == 415);
      CHECK(refused.field("accept") == "application/json");
      CHECK(refused.field("accept-patch") == (std::string(method) == "PATCH" ? "application/json" : ""));
    }
    for (const char* coding : {"gzip", "GZIP", "br", "deflate, identity", "identity, gzip", "x-unknown"}) {
      CAPTURE(coding);
      auto refused = house.browser.send(method, target, "{}", {{"Content-Encoding", coding}});
      CHECK(refused.status == 415);
      CHECK(refused.field("accept-encoding") == "identity");
      CHECK(refused.field("accept").empty());
    }
  }
  for (const char* coding : {"gzip", "zstd"}) {
    auto refused = house.browser.post("/api/v1/imports", "SQLite format 3",
                                      {{"Content-Type", "application/vnd.sqlite3"}, {"Content-Encoding", coding}});
    CHECK(refused.status == 415);
    CHECK(refused.field("accept-encoding") == "identity");
  }
  auto refused = house.browser.post("/api/v1/imports", "SQLite format 3", {{"Content-Type", "application/json"}});
  CHECK(refused.status == 415);
  CHECK(refused.field("accept") ==
        "application/octet-stream, application/zip, application/x-zip-compressed, application/vnd.sqlite3, "
        "application/x-sqlite3, text/csv");
  CHECK(house.app.database.sql().number("select count(*) from imports") == 0);
}

TEST_CASE("a media type is taken in any case, with any parameters, and identity is no coding") {
  House house;
  for (const char* type : {"Application/JSON", "APPLICATION/JSON; charset=UTF-8", "application/json;charset=\"utf-8\"",
                           "application/json ; a=b", "application/json;"}) {
    CAPTURE(type);
    CHECK(house.browser.send("PATCH", "/api/v1/me", R"({"time_zone":"Europe/Berlin"})", {{"Content-Type", type}})
              .status == 200);
  }
  CHECK(
      house.browser.send("PATCH", "/api/v1/me", R"({"time_zone":"Europe/Berlin"})", {{"Content-Encoding", "Identity"}})
          .status == 200);
  for (const char* type : {"Application/Octet-Stream", "application/vnd.sqlite3; version=3", "APPLICATION/X-SQLITE3"}) {
    CAPTURE(type);
    auto taken =
        house.browser.post("/api/v1/imports", "no database, but of a type that is read", {{"Content-Type", type}});
    CHECK(taken.status == 422);
  }
}

TEST_CASE("nobody is told that a change was made by a body that can't be understood") {
  House house;
  auto captures = house.app.database.sql().number("select count(*) from captures");
  for (auto [method, target] : kChanges) {
    CAPTURE(method, target);
    for (const char* body :
         {"[[[[", "[]", "7", "{", "{\"a\":\"\xff\"}", "\xff\xfe", "{}{}", "null", "{\"a\":01}", " "}) {
      CAPTURE(body);
      auto refused = house.browser.send(method, target, body);
      CHECK(refused.status == 400);
      CHECK(refused.at("/detail") == "The body is not a JSON object.");
    }
  }
  CHECK(house.browser.get("/api/v1/me").at("/spotify/state") == "ok");  // nobody is logged out or disconnected
  CHECK(house.app.database.sql().number("select count(*) from captures") == captures);
  auto once = house.browser.post("/api/v1/capture", "[[[[", {{"Idempotency-Key", "a-key"}});
  CHECK(once.status == 400);
  // Without a body, or with an object of which nothing is read, it is understood.
  CHECK(house.browser.post("/api/v1/capture", "{}", {{"Idempotency-Key", "a-key"}}).status == 202);
  CHECK(house.browser.post("/api/v1/sessions/end-others", R"({"of":"mine"})").status == 200);
}

TEST_CASE("a number beyond all bounds is named by its field") {
  House house;
  const std::string huge = "1" + std::string(30, '0');
  struct Case {
    const char *target, *before, *field;
  };
  for (auto [target, before, field] :
       {Case{"/api/v1/playlists/mine/tracks", R"({"position":1,"track_id":)", "track_id"},
        {"/api/v1/playlists/mine/tracks", R"({"track_id":1,"position":)", "position"},
        {"/api/v1/playlists", R"({"choice":"loved","year":)", "year"},
        {"/api/v1/playlists", R"({"source":"similar","track_id":)", "track_id"},
        {"/api/v1/api-keys", R"({"label":"x","scope":"read","days":)", "days"}}) {
    for (const auto& number : {huge, "-" + huge, std::string("1e999"), std::string("9223372036854775808")}) {
      CAPTURE(target, before, number);
      auto refused = house.browser.post(target, before + number + "}");
      CHECK(refused.status == 422);
      CHECK_THAT(refused.at("/detail"), Catch::StartsWith("'" + std::string(field) + "' must be a whole number from "));
    }
  }
}

TEST_CASE("a file answers GET and HEAD, and says so to every other method") {
  House house;
  auto client = house.app.server.client();
  for (const char* path :
       {"/scripts/pages/home.js", "/styles/pages/home.css", "/images/mark.svg", "/pages/home.html"}) {
    CAPTURE(path);
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
      CAPTURE(method);
      auto refused = client.send(method, path);
      CHECK(refused.status == 405);
      CHECK(refused.field("allow") == "GET, HEAD");
    }
    CHECK(client.get(path).status == 200);
    CHECK(client.send("HEAD", path).status == 200);
  }
  CHECK(client.post("/scripts/pages/home.js", "{}", {{"Content-Type", "text/plain"}}).status == 405);
  CHECK(client.post("/scripts/nothing.js").status == 404);
}

TEST_CASE("a file or a page that has changed is not given to who wants the former one") {
  House house;
  auto client = house.app.server.client();
  for (const char* path : {"/scripts/pages/home.js", "/settings", "/pages/home.html"}) {
    CAPTURE(path);
    auto etag = client.get(path).field("etag");
    CHECK(client.get(path, {{"If-Match", etag}}).status == 200);
    CHECK(client.send("HEAD", path, "", {{"If-Match", "\"other\""}}).status == 412);
    auto changed = client.get(path, {{"If-Match", "\"other\""}, {"If-None-Match", etag}});
    CHECK(changed.status == 412);
    CHECK(changed.at("/title") == "Precondition Failed");
    CHECK(changed.field("cache-control") == "no-store");
    CHECK(client.get(path, {{"If-None-Match", etag}, {"If-Match", etag}}).status == 304);
  }
}
