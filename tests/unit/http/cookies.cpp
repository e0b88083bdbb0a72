#include "http/cookies.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace mtm::http;

TEST_CASE("a cookie is read by its whole name") {
  CHECK(find_cookie("a=1; b=2", "b") == "2");
  CHECK(find_cookie("a=1;b=2", "b") == "2");
  CHECK(find_cookie("ab=1; b=2", "b") == "2");
  CHECK(find_cookie("b=1; b=2", "b") == "1");
  CHECK(find_cookie("b=", "b") == "");
  CHECK(find_cookie("b=x=y", "b") == "x=y");
  CHECK(find_cookie("b=\"quoted\"", "b") == "quoted");
  for (const char* field : {"", "b", ";", "=b", "a=b", "bb=1", "B=1", "; ;"}) CHECK_FALSE(find_cookie(field, "b"));
}

TEST_CASE("a cookie of ours is out of reach for scripts and for other sites") {
  Cookies cookies(false);
  CHECK(cookies.set("session", "token") == "session=token; Path=/; HttpOnly; SameSite=Lax");
  CHECK(cookies.set("session", "token", std::chrono::hours(1)) ==
        "session=token; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax");
  CHECK(cookies.forget("session") == "session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
}

TEST_CASE("in production a cookie is secure and bound to the host") {
  Cookies cookies(true);
  CHECK(cookies.name("session") == "__Host-session");
  CHECK(cookies.set("session", "token") == "__Host-session=token; Path=/; HttpOnly; SameSite=Lax; Secure");
}

TEST_CASE("a value that would end the cookie is refused") {
  Cookies cookies(false);
  for (const char* value : {"a;b", "a b", "a,b", "a\"b", "a\\b", "a\r\nb", "caf\xc3\xa9"}) {
    CHECK_THROWS_AS(cookies.set("session", value), std::invalid_argument);
  }
  CHECK_THROWS_AS(cookies.set("a=b", "c"), std::invalid_argument);
}
