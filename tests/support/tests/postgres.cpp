#include <catch2/catch.hpp>

#include "support/cluster.hpp"
#include "support/database.hpp"
#include "support/gate.hpp"

using namespace mtm::test;

TEST_CASE("a database's address keeps what is in it when a part changes") {
  DatabaseUrl url("postgresql://me:p%40ss@/music?host=/tmp/a%20b&port=6000");
  REQUIRE(url.part("password") == "p@ss");
  auto other = DatabaseUrl(url.with("dbname", "x y").text());
  REQUIRE(other.part("dbname") == "x y");
  REQUIRE(other.part("host") == "/tmp/a b");
  REQUIRE(other.part("user") == "me");
  REQUIRE(other.part("password") == "p@ss");
  REQUIRE_THROWS(DatabaseUrl("postgresql://%zz"));
}

TEST_CASE("a scratch database is empty, its own, and gone afterwards even while somebody is connected") {
  ScratchDatabase one;
  std::string url;
  {
    ScratchDatabase other;
    url = other.url();
    auto guest = other.sql();
    guest.script("create table t (n int, s text); insert into t values (1, null), (2, 'b')");
    REQUIRE(guest.rows("select n, s from t where n >= $1 order by n", {"1"}) == Rows{{"1", "null"}, {"2", "b"}});
    REQUIRE(one.sql().value("select to_regclass('t')") == "null");
  }
  REQUIRE_THROWS_WITH(Sql(url), Catch::Contains("does not exist"));
}

TEST_CASE("a scratch database is reached through a gate") {
  ScratchDatabase database;
  Gate gate(database.socket_path());
  REQUIRE(Sql(database.url_through(gate.port())).number("select 6 * 7") == 42);
  REQUIRE(gate.taken() == 1);
}

TEST_CASE("an insert whose answer is cut was made") {
  ScratchDatabase database;
  auto direct = database.sql();
  direct.script("create table t (n int)");
  Gate gate(database.socket_path());
  Sql through(database.url_through(gate.port()));
  gate.cut_answer("insert", "INSERT");
  REQUIRE_THROWS(through.script("insert into t values (1)"));
  REQUIRE(gate.fates() == 1);
  REQUIRE(direct.number("select count(*) from t") == 1);
}

TEST_CASE("what a killed cluster has committed is there when it starts again") {
  PrivateCluster cluster({"max_connections = 7"});
  ScratchDatabase database(cluster.url());
  auto before = database.sql();
  REQUIRE(before.value("show max_connections") == "7");
  before.script("create table t (n int); insert into t values (1)");
  cluster.kill();
  REQUIRE_THROWS(before.script("select 1"));
  REQUIRE_THROWS(database.sql());
  cluster.start();
  REQUIRE(database.sql().number("select n from t") == 1);
  cluster.stop();
  REQUIRE_THROWS(database.sql());
  cluster.start();
  REQUIRE(database.sql().number("select n from t") == 1);
}
