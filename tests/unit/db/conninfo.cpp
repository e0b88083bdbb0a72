#include "db/conninfo.hpp"

#include <catch2/catch.hpp>

using namespace mtm::db;

TEST_CASE("every spelling of a connection that libpq reads is taken") {
  CHECK(url_fault("postgresql:///music?host=/tmp/a%20b&port=6000") == "");
  CHECK(url_fault("postgres://me:p%40ss@db.example.org:5433/music?sslmode=verify-full") == "");
  CHECK(url_fault("postgresql://one:1,two:2/music?target_session_attrs=read-write") == "");
  CHECK(url_fault("host='/tmp' dbname='my music' password='it\\'s'") == "");
}

TEST_CASE("a connection that can't be read is refused without showing its password") {
  for (const char* url : {"postgresql://me:hush@host:5432/music?nonsense=1", "postgresql://me:hush%zz@host/music",
                          "mysql://me:hush@host/music", "host='hush"}) {
    CAPTURE(url);
    auto fault = url_fault(url);
    CHECK_FALSE(fault.empty());
    CHECK(fault.find("hush") == fault.npos);
  }
}

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
