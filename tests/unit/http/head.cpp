#include "http/head.hpp"

#include <catch2/catch.hpp>

#include "http/problem.hpp"

using namespace mtm::http;

TEST_CASE("the end of a header section is found in whatever pieces it arrives") {
  const std::string section = "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string bytes = section + "body\r\n\r\n";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    HeadScanner scanner(1000);
    bool early = scanner.scan(std::string_view(bytes).substr(0, cut));
    CHECK(early == (cut >= section.size()));
    CHECK(scanner.scan(bytes));
    CHECK(scanner.begin() == 4);
    CHECK(scanner.end() == section.size());
  }
}

TEST_CASE("a faulty byte is refused before its line ends") {
  HeadScanner scanner(1000);
  CHECK_FALSE(scanner.scan("GET / HTTP/1.1\r\nX: a\r"));
  CHECK_THROWS_AS(scanner.scan("GET / HTTP/1.1\r\nX: a\rb"), Problem);
  HeadScanner other(1000);
  CHECK_THROWS_AS(other.scan(std::string_view("GE\0", 3)), Problem);
}

TEST_CASE("a header section may fill the buffer and not a byte more") {
  const std::string start = "GET / HTTP/1.1\r\nX: ";
  auto section = [&](std::size_t size) { return start + std::string(size - start.size() - 4, 'a') + "\r\n\r\n"; };
  CHECK(HeadScanner(1000).scan(section(1000)));
  CHECK_THROWS_AS(HeadScanner(1000).scan(section(1001)), Problem);
  CHECK_FALSE(HeadScanner(1000).scan(section(1001).substr(0, 999)));
}

TEST_CASE("a target falls into path, query and host") {
  auto target = read_target(Method::get, "https://b:81?x=/y?z");
  CHECK(target.host == "b:81");
  CHECK(target.path == "/");
  CHECK(target.query == "x=/y?z");
  target = read_target(Method::get, "/a?b");
  CHECK(target.host == "");
  CHECK(target.path == "/a");
  CHECK(target.query == "b");
}
