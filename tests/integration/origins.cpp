// Changes come from our own pages, or from programs with a key; what another site's page can send changes nothing.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct House {
  House() : app({}, kFewLikes), browser(app.server.signed_in()) {}

  /// Logs the person out everywhere, when it gets through.
  int attack(const Fields& fields, const std::string& body = R"({"everywhere":true})") {
    return browser.post("/logout", body, fields).status;
  }
  bool still_signed_in() { return browser.get("/api/v1/me").status == 200; }

  App app;
  HttpClient browser;
};

}  // namespace

TEST_CASE("a change that comes from another site is refused") {
  House house;
  for (const char* origin : {"https://evil.example", "http://127.0.0.1", "null", "http://localhost:5000", ""}) {
    CAPTURE(origin);
    CHECK(house.attack({{"Origin", origin}}) == 403);
  }
  CHECK(house.attack({{"Origin", house.app.server.origin() + ".evil.example"}}) == 403);
  CHECK(house.attack({{"Origin", "https" + house.app.server.origin().substr(4)}}) == 403);
  CHECK(house.still_signed_in());
}

TEST_CASE("a change of which the browser says that it crosses sites is refused, whatever its origin says") {
  House house;
  for (const char* site : {"cross-site", "same-site"}) {
    CAPTURE(site);
    CHECK(house.attack({{"Sec-Fetch-Site", site}}) == 403);
  }
  CHECK(house.still_signed_in());
  CHECK(house.attack({{"Sec-Fetch-Site", "same-origin"}}) == 204);
}

TEST_CASE("a body that a form of another site could send is refused") {
  House house;
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                           "application/jsonp", ""}) {
    CAPTURE(type);
    CHECK(house.attack({{"Content-Type", type}}) == 415);
  }
  CHECK(house.still_signed_in());
  CHECK(house.attack({{"Content-Type", "application/json; charset=utf-8"}}) == 204);
}

TEST_CASE("an empty change with nothing but a cookie is refused: no browser of ours sends that") {
  House house;
  auto session = house.browser.cookies.at("session");
  auto other = house.app.server.client();
  other.send_raw("POST /logout HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nCookie: session=" + session + "\r\n\r\n");
  CHECK(other.read_reply().status == 403);
  CHECK(house.still_signed_in());
}

TEST_CASE("no GET changes anything") {
  House house;
  struct Address {
    const char* target;
    const char* allowed;
  };
  for (auto address :
       {Address{"/logout", "POST"}, {"/api/v1/playlists/p/publish", "POST"}, {"/api/v1/playlists/p/tracks", "POST"}}) {
    auto reply = house.browser.get(address.target);
    CHECK(reply.status == 405);
    CHECK_THAT(reply.field("allow"), Catch::Contains(address.allowed));
  }
  CHECK(house.still_signed_in());
}

TEST_CASE("a program with a key needs no origin") {
  House house;
  auto key = make_key(house.app.database.url(), "demo");
  auto program = house.app.server.client();
  program.send_raw("PATCH /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key +
                   "\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n{\"time_zone\":\"Europe/Berlin\"}");
  auto reply = program.read_reply();
  CHECK(reply.status == 200);
  CHECK(reply.at("/user/time_zone") == "Europe/Berlin");
}

TEST_CASE("a foreign page may not read an answer either: nobody is told that it may") {
  House house;
  auto reply = house.browser.get("/api/v1/me", {{"Origin", "https://evil.example"}});
  CHECK(reply.field("access-control-allow-origin").empty());
  CHECK(reply.field("cross-origin-resource-policy") == "same-origin");
  auto preflight = house.browser.send("OPTIONS", "/api/v1/me", "",
                                      {{"Origin", "https://evil.example"}, {"Access-Control-Request-Method", "POST"}});
  CHECK(preflight.field("access-control-allow-origin").empty());
}
