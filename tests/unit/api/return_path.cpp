#include "api/return_path.hpp"

#include <catch2/catch.hpp>

using namespace mtm::api;

TEST_CASE("a login may lead to any path of this site, with its query and its place on the page") {
  for (const char* path :
       {"/", "/settings", "/settings#import", "/tracks/7", "/search?q=energy%3A%3E0.8&page=2",
        "/time-machine?year=2016", "/loginless", "/a//b", "/?note=login", "/search?q=http://example.org/"}) {
    CAPTURE(path);
    CHECK(return_path(path) == path);
  }
  CHECK(return_path("/search?q=a,b;c") == "/search?q=a%2Cb%3Bc");
}

TEST_CASE("a login leads nowhere else, whatever a link says") {
  for (const char* path : {"",
                           "settings",
                           "//example.org",
                           "//example.org/settings",
                           "///example.org",
                           "https://example.org/",
                           "javascript:alert(1)",
                           "/\\example.org",
                           "\\\\example.org",
                           "/settings\\..",
                           "/\t/example.org",
                           "/\n/example.org",
                           "/settings\r\nSet-Cookie: a=b",
                           " /settings",
                           "/settings ",
                           "/a b",
                           "/\x7f",
                           "/caf\xc3\xa9",
                           "/<script>",
                           "/\"x",
                           "?to=/",
                           "#",
                           "/login",
                           "/login?to=/settings",
                           "/callback?code=x&state=y",
                           "/logout",
                           "/login#x"}) {
    CAPTURE(path);
    CHECK_FALSE(return_path(path));
  }
  CHECK(return_path("/" + std::string(1023, 'a')));
  CHECK_FALSE(return_path("/" + std::string(1024, 'a')));
  CHECK_FALSE(return_path("/" + std::string(500, ',')));
  CHECK_FALSE(return_path(std::string_view("/a\0b", 4)));
}
