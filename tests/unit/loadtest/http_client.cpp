#include "loadtest/http_client.hpp"

#include <catch2/catch.hpp>

using namespace mtm::loadtest;

TEST_CASE("an origin is a host and a port, 80 when none is said") {
  auto origin = origin_of("http://127.0.0.1:5000");
  REQUIRE(origin.host == "127.0.0.1:5000");
  REQUIRE(origin.endpoint.port() == 5000);
  REQUIRE(origin_of("http://127.0.0.1/").endpoint.port() == 80);
  REQUIRE(origin_of("http://[::1]:7000").endpoint.address().is_v6());
}

TEST_CASE("an address that is no origin is refused before anything is sent") {
  for (std::string url : {"127.0.0.1:5000", "https://127.0.0.1", "http://", "http://127.0.0.1/api", ""}) {
    INFO(url);
    REQUIRE_THROWS_AS(origin_of(url), std::invalid_argument);
  }
}

TEST_CASE("a request carries the key when there is one, and the length of its body") {
  auto origin = origin_of("http://127.0.0.1:5000");
  REQUIRE(get_request(origin, "/livez", "") == "GET /livez HTTP/1.1\r\nHost: 127.0.0.1:5000\r\n\r\n");
  REQUIRE(post_request(origin, "/x", "secret", R"({"a":1})") ==
          "POST /x HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nAuthorization: Bearer secret\r\n"
          "Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}
