#include "db/conninfo.hpp"

#include <catch2/catch.hpp>

using namespace mtm::db;

TEST_CASE("a word of a connection is set once, and the lists end as libpq wants them to") {
  ConnectionWords words;
  words.set("host", "a");
  words.set("port", "1");
  words.set("host", "b");
  REQUIRE(words.find("host"));
  CHECK(*words.find("host") == "b");
  CHECK_FALSE(words.find("user"));
  auto names = words.names();
  auto values = words.values();
  REQUIRE(names.size() == 3);
  CHECK(std::string(names[1]) == "port");
  CHECK(std::string(values[0]) == "b");
  CHECK(names.back() == nullptr);
  CHECK(values.back() == nullptr);
}
