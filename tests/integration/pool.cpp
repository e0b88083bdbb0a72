// The pool's conversation with a real PostgreSQL: everybody gets the own answer, whatever becomes of the others.
#include <catch2/catch.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <thread>

#include "db/pool.hpp"
#include "db/transaction.hpp"
#include "support/database.hpp"
#include "support/eventually.hpp"
#include "support/gate.hpp"
#include "support/neighbours.hpp"

using namespace mtm;
using namespace mtm::test;

namespace {

struct Number {
  std::int64_t number;
};
BOOST_DESCRIBE_STRUCT(Number, (), (number))

struct Echo {
  std::int64_t tag;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Echo, (), (tag, text))

const db::Query<Number> kReciprocal{"test_reciprocal", {"1"}, "select 1000 / $1::bigint as number"};
const db::Query<Echo> kEcho{"test_echo", {"1", "'x'"}, "select $1::bigint as tag, $2::text as text"};
const db::Query<Number> kUnreadable{"test_unreadable", {}, "select number from"};
const db::Query<Number> kNowhere{"test_nowhere", {}, "select number from nowhere"};
const db::Query<Number> kMisread{"test_misread", {}, "select 1 as another_name"};
const db::Query<Number> kWait{
    "test_wait", {"0"}, "select 7::bigint as number from pg_advisory_xact_lock(4711), pg_sleep($1::float8)"};
const db::Query<Number> kSlow{"test_slow", {}, "select 9::bigint as number from pg_sleep(0.35)"};
const db::Command<db::Nothing> kWaitAndInsert{
    "test_wait_and_insert", {"1"}, "insert into kept select $1 from pg_advisory_xact_lock(4711)"};
const db::Command<db::Nothing> kInsert{"test_insert", {"1"}, "insert into kept (number) values ($1::bigint)"};
const db::Query<Echo> kOwned{"test_owned", {"1"}, "select $1::bigint as asked_by, $1::bigint as tag, 'mine' as text"};
const db::Command<Number> kInsertOwned{
    "test_insert_owned", {"1"}, "insert into kept values ($1::bigint) returning number as asked_by, number"};
const db::Query<Echo> kStatementTimeout{
    "test_statement_timeout", {}, "select 0 as tag, current_setting('statement_timeout') as text"};
const db::Query<Number> kNamed{
    "test_named", {}, "select count(*) as number from pg_prepared_statements where name = 'test_named'"};
const db::Query<Number> kMislaid{"test_mislaid", {"1"}, "select 7::bigint as number, $1::bigint as asked_by"};
const db::Query<Number> kTakeNoChanges{
    "test_take_no_changes",
    {},
    "select length(set_config('default_transaction_read_only', 'on', false))::bigint as number"};
const db::Query<Number> kUnsupported{
    "test_unsupported", {}, "select extract(week from time '10:00')::bigint as number"};
const db::Query<Number> kCount{"test_count", {}, "select count(*) as number from kept"};

const db::Query<Echo> kPlanning{"test_planning", {}, "select 0 as tag, current_setting('plan_cache_mode') as text"};

/// Stands in PostgreSQL's place and turns one visitor away.
class Doorkeeper {
 public:
  Doorkeeper(const std::string& sqlstate, const std::string& message)
      : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}) {
    std::string fields = "SFATAL" + kEnd + "VFATAL" + kEnd + "C" + sqlstate + kEnd + "M" + message + kEnd + kEnd;
    refusal_ = std::string("E\0\0\0", 4) + static_cast<char>(fields.size() + 4) + fields;
    thread_ = std::thread([this] { turn_away(); });
  }
  ~Doorkeeper() { thread_.join(); }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void turn_away() {
    auto visitor = acceptor_.accept();
    char first[1024];
    boost::system::error_code ignored;
    visitor.read_some(asio::buffer(first), ignored);
    asio::write(visitor, asio::buffer(refusal_), ignored);
  }

  inline static const std::string kEnd{'\0'};
  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  std::string refusal_;
  std::thread thread_;
};

/// What is between a pool and PostgreSQL.
enum class Way { direct, gate, pooler };

/// A pool over a scratch database, on a loop and thread of its own.
class House {
 public:
  explicit House(db::PoolSettings settings = {}, Way way = Way::direct)
      : pool_(io_.get_executor(), with_url(std::move(settings), way)) {
    sql.script("create table kept (number bigint primary key)");
    pool_.start();
    thread_ = std::thread([this] { io_.run(); });
    wait_until_reachable();
  }
  ~House() {
    asio::post(io_, [this] { pool_.stop(); });
    work_.reset();
    asio::post(io_, [this] { io_.stop(); });
    thread_.join();
  }

  void wait_until_reachable() {
    if (!eventually([this] { return run(reachable(pool_)); })) throw std::runtime_error("the pool finds no database");
  }

  db::Pool& pool() { return pool_; }

  /// Begins on the pool's thread.
  template <class T>
  std::future<T> start(Task<T> task) {
    return asio::co_spawn(io_, std::move(task), asio::use_future);
  }
  template <class T>
  T run(Task<T> task) {
    auto done = start(std::move(task));
    if (done.wait_for(kPatience) != std::future_status::ready) throw std::runtime_error("a task hangs");
    return done.get();
  }

 private:
  static Task<bool> reachable(db::Pool& pool) { co_return pool.reachable(); }
  db::PoolSettings with_url(db::PoolSettings settings, Way way) {
    settings.connection.url = database.url();
    if (way == Way::gate) {
      gate = std::make_unique<Gate>(database.socket_path());
      settings.connection.url = database.url_through(gate->port());
    } else if (way == Way::pooler) {
      pooler = std::make_unique<PgBouncer>(database.url(), 2);
      settings.connection.url = pooler->url();
    }
    return settings;
  }

 public:
  ScratchDatabase database;
  std::unique_ptr<Gate> gate;
  std::unique_ptr<PgBouncer> pooler;
  Sql sql{database.url()};

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<Executor> work_{io_.get_executor()};
  db::Pool pool_;
  std::thread thread_;
};

Task<std::int64_t> number(db::Pool& pool, const db::Query<Number>& query) {
  auto row = co_await pool.one(query);
  co_return row.value().number;
}

Task<std::int64_t> reciprocal(db::Pool& pool, std::int64_t of) {
  auto row = co_await pool.one(kReciprocal, of);
  co_return row.value().number;
}

Task<std::int64_t> waiting(db::Pool& pool, double seconds) {
  auto row = co_await pool.one(kWait, seconds);
  co_return row.value().number;
}

Task<std::int64_t> insert(db::Pool& pool, std::int64_t number, bool waits) {
  std::int64_t count = 0;
  if (waits)
    count = co_await pool.run(kWaitAndInsert, number);
  else
    count = co_await pool.run(kInsert, number);
  co_return count;
}

/// The tag that comes with a question's answer.
Task<std::int64_t> owned(db::Pool& pool, std::int64_t tag) {
  auto row = co_await pool.one(kOwned, tag);
  co_return row.value().tag;
}

Task<std::int64_t> insert_owned(db::Pool& pool, std::int64_t number) {
  auto row = co_await pool.one(kInsertOwned, number);
  co_return row.value().number;
}

Task<std::int64_t> mislaid(db::Pool& pool) {
  auto row = co_await pool.one(kMislaid, 7);
  co_return row.value().number;
}

Task<std::string> statement_timeout(db::Pool& pool) {
  auto row = co_await pool.one(kStatementTimeout);
  co_return row.value().text;
}

Task<std::string> planning(db::Pool& pool) {
  auto row = co_await pool.one(kPlanning);
  co_return row.value().text;
}

/// The words a failure is told by.
template <class T>
std::string outcome(std::future<T>& future) {
  if (future.wait_for(kPatience) != std::future_status::ready) return "hangs";
  try {
    return std::to_string(future.get());
  } catch (const db::Error& error) {
    return "error " + error.sqlstate;
  } catch (const db::ConnectionLost&) {
    return "lost";
  } catch (const db::ReadOnly&) {
    return "read-only";
  } catch (const db::Unavailable&) {
    return "unavailable";
  }
}

template <class T>
std::string outcome(House& house, Task<T> task) {
  auto future = house.start(std::move(task));
  return outcome(future);
}

/// Many questions in one turn of the loop, so that they share a Sync; each compares its own answer.
struct Tally {
  int right = 0, wrong = 0, failed = 0;
};

Task<> ask_and_compare(db::Pool& pool, std::int64_t tag, Tally& tally) {
  std::string text = "tag " + std::to_string(tag) + std::string(static_cast<std::size_t>(tag % 50), 'x');
  bool divides = tag % 3 == 0;
  try {
    if (divides) {
      auto row = co_await pool.one(kReciprocal, tag % 5);  // fails for every fifth of them
      tally.right += row && row->number == 1000 / (tag % 5);
      tally.wrong += !row || row->number != 1000 / (tag % 5);
    } else {
      auto row = co_await pool.one(kEcho, tag, text);
      tally.right += row && row->tag == tag && row->text == text;
      tally.wrong += !row || row->tag != tag || row->text != text;
    }
  } catch (const db::Error& error) {
    ++(divides && tag % 5 == 0 && error.sqlstate == "22012" ? tally.failed : tally.wrong);
  }
}

Task<int> ask_many(db::Pool& pool, int count, Tally& tally) {
  int ended = 0;
  Signal done;
  for (int tag = 1; tag <= count; ++tag) {
    asio::co_spawn(pool.executor(), ask_and_compare(pool, tag, tally),
                   [&ended, &done, count](std::exception_ptr failure) {
                     if (!failure && ++ended == count) done.notify_all();
                   });
  }
  if (ended < count) co_await done.wait_until(Clock::now() + kPatience);
  co_return ended;
}

Task<std::vector<std::string>> commit_after_failure(db::Pool& pool) {
  std::vector<std::string> said;
  auto transaction = co_await db::Transaction::begin(pool);
  co_await transaction.run(kInsert, 1);
  try {
    co_await transaction.run(kInsert, 1);
  } catch (const db::Error& error) {
    said.push_back(error.sqlstate + " " + error.constraint);
  }
  try {
    co_await transaction.run(kInsert, 2);
  } catch (const db::Error& error) {
    said.push_back(error.sqlstate);
  }
  try {
    co_await transaction.commit();
    said.push_back("committed");
  } catch (const db::Error& error) {
    said.push_back("not committed");
  }
  co_return said;
}

Task<int> transact(db::Pool& pool, std::int64_t number, bool commits) {
  auto transaction = co_await db::Transaction::begin(pool);
  co_await transaction.run(kInsert, number);
  if (commits) co_await transaction.commit();
  co_return 1;
}

/// What the transaction's own question answered, and whether it could be committed.
Task<std::int64_t> count_in_transaction(db::Pool& pool, const db::Query<Number>& query) {
  auto transaction = co_await db::Transaction::begin(pool);
  auto row = co_await transaction.one(query);
  co_await transaction.commit();
  co_return row.value().number;
}

/// pg_locks shows the whole cluster, and other tests hold the same lock in databases of their own at the same time.
const std::string kWaitingHere =
    "locktype = 'advisory' and objid = 4711 and not granted and database = (select oid from pg_database where datname "
    "= current_database())";

void wait_for_a_lock(Sql& sql) {
  if (!eventually([&] { return sql.number("select count(*) from pg_locks where " + kWaitingHere) > 0; }))
    throw std::runtime_error("nobody waits for the lock");
}

/// Ends the connection of whoever waits for the lock.
void end_the_waiting_connection(Sql& sql) {
  wait_for_a_lock(sql);
  sql.script("select pg_terminate_backend(pid, 5000) from pg_locks where " + kWaitingHere);
}

db::PoolSettings patient() {
  db::PoolSettings settings;
  settings.connection.statement_timeout = std::chrono::seconds(30);
  settings.connection.lock_timeout = std::chrono::seconds(30);
  settings.connection.patience = std::chrono::seconds(60);
  return settings;
}

}  // namespace

TEST_CASE("one question of many that fails keeps its failure to itself") {
  for (auto way : {Way::direct, Way::pooler}) {
    for (bool prepared : {true, false}) {
      CAPTURE(way, prepared);
      db::PoolSettings settings;
      settings.shared = 1;  // all of them on one connection
      settings.connection.prepared = prepared;
      House house(settings, way);
      std::vector<std::future<std::int64_t>> asked;
      for (std::int64_t of : {1, 2, 0, 4, 0, 5}) asked.push_back(house.start(reciprocal(house.pool(), of)));
      std::vector<std::string> answers;
      for (auto& future : asked) answers.push_back(outcome(future));
      CHECK(answers == std::vector<std::string>{"1000", "500", "error 22012", "250", "error 22012", "200"});
    }
  }
}

TEST_CASE("reads that are slow one after the other are no silence") {
  db::PoolSettings settings;
  settings.shared = 1;
  settings.connection.patience = std::chrono::milliseconds(600);
  House house(settings);
  std::vector<std::future<std::int64_t>> asked;
  for (int i = 0; i < 4; ++i) asked.push_back(house.start(number(house.pool(), kSlow)));
  for (auto& future : asked) CHECK(outcome(future) == "9");
}

TEST_CASE("a statement that PostgreSQL can't parse fails alone, and again the next time") {
  db::PoolSettings settings;
  settings.shared = 1;
  House house(settings);
  for (int round = 0; round < 3; ++round) {
    auto before = house.start(reciprocal(house.pool(), 4));
    auto unreadable = house.start(number(house.pool(), kUnreadable));
    auto between = house.start(reciprocal(house.pool(), 5));
    auto nowhere = house.start(number(house.pool(), kNowhere));
    auto after = house.start(reciprocal(house.pool(), 8));
    CHECK(outcome(before) == "250");
    CHECK(outcome(unreadable) == "error 42601");
    CHECK(outcome(between) == "200");
    CHECK(outcome(nowhere) == "error 42P01");
    CHECK(outcome(after) == "125");
  }
  // Prepared when it has become right.
  house.sql.script("create table nowhere as select 5::bigint as number");
  CHECK(house.run(number(house.pool(), kNowhere)) == 5);
}

TEST_CASE("a row that is not what its struct says is a mistake of ours that is found at once") {
  House house;
  CHECK_THROWS_AS(house.run(number(house.pool(), kMisread)), std::logic_error);
}

TEST_CASE("thousands of questions at once, failing ones among them: nobody gets another's answer") {
  db::PoolSettings settings;
  settings.queue = 20'000;
  auto way = GENERATE(Way::direct, Way::pooler);
  CAPTURE(way);
  House house(settings, way);
  for (int round = 0; round < 3; ++round) {
    Tally tally;
    CHECK(house.run(ask_many(house.pool(), 6000, tally)) == 6000);
    CHECK(tally.wrong == 0);
    CHECK(tally.failed == 400);
    CHECK(tally.right == 5600);
  }
}

TEST_CASE("an answer that went to another question is handed to nobody, and both are asked again") {
  House house({}, Way::gate);
  REQUIRE(eventually([&] { return house.pool().meters().open.value() == 2; }));
  house.gate->exchange_answers();
  auto one = house.start(owned(house.pool(), 1));
  auto two = house.start(owned(house.pool(), 2));
  CHECK(outcome(one) == "1");
  CHECK(outcome(two) == "2");
  CHECK(eventually([&] { return house.pool().meters().losses.value() == 2; }));
}

TEST_CASE("a change whose answer went to another is not known to be made") {
  House house({}, Way::gate);
  REQUIRE(eventually([&] { return house.pool().meters().open.value() == 2; }));
  house.gate->exchange_answers();
  auto one = house.start(insert_owned(house.pool(), 1));
  auto two = house.start(insert_owned(house.pool(), 2));
  CHECK(outcome(one) == "lost");
  CHECK(outcome(two) == "lost");
}

TEST_CASE("rows that carry their key in another column than the first are a mistake of ours that is found at once") {
  House house;
  CHECK_THROWS_AS(house.run(mislaid(house.pool())), std::logic_error);
}

TEST_CASE("a session of ours has our limits and our names, and one that a pooler lends has neither") {
  House direct, pooled({}, Way::pooler);
  CHECK(direct.run(statement_timeout(direct.pool())) == "2500ms");
  CHECK(pooled.run(statement_timeout(pooled.pool())) == "0");
  CHECK(direct.run(number(direct.pool(), kNamed)) == 1);
  CHECK(pooled.run(number(pooled.pool(), kNamed)) == 0);
}

TEST_CASE("more questions than the queue has room for are turned away at once, the others are answered") {
  db::PoolSettings settings = patient();
  settings.shared = 1;
  settings.queue = 8;
  House house(settings);
  house.sql.script("select pg_advisory_lock(4711)");
  std::vector<std::future<std::int64_t>> asked;
  for (int i = 0; i < 12; ++i) asked.push_back(house.start(waiting(house.pool(), 0)));
  for (int i = 8; i < 12; ++i) CHECK(outcome(asked[static_cast<std::size_t>(i)]) == "unavailable");
  house.sql.script("select pg_advisory_unlock(4711)");
  for (int i = 0; i < 8; ++i) CHECK(outcome(asked[static_cast<std::size_t>(i)]) == "7");
}

TEST_CASE("the COMMIT of a transaction that had failed is a failure") {
  House house;
  CHECK(house.run(commit_after_failure(house.pool())) ==
        std::vector<std::string>{"23505 kept_pkey", "25P02", "not committed"});
  CHECK(house.sql.number("select count(*) from kept") == 0);
}

TEST_CASE("a transaction that is left without a commit leaves nothing, and the next one is not in it") {
  House house;
  house.run(transact(house.pool(), 1, false));
  house.run(transact(house.pool(), 2, true));
  CHECK(house.sql.rows("select number from kept") == Rows{{"2"}});
}

TEST_CASE("a statement that takes too long is ended by PostgreSQL, and the connection lives on") {
  db::PoolSettings settings;
  settings.shared = 1;
  settings.connection.statement_timeout = std::chrono::milliseconds(50);
  House house(settings);
  CHECK(outcome(house, waiting(house.pool(), 30)) == "unavailable");
  CHECK(house.run(reciprocal(house.pool(), 4)) == 250);
  CHECK(house.pool().meters().connects.value() == 1);
}

TEST_CASE("a lock that is not to be had in time is told apart, and the connection lives on") {
  db::PoolSettings settings;
  settings.connection.lock_timeout = std::chrono::milliseconds(50);
  House house(settings);
  house.sql.script("select pg_advisory_lock(4711)");
  CHECK(outcome(house, waiting(house.pool(), 0)) == "unavailable");
  house.sql.script("select pg_advisory_unlock(4711)");
  CHECK(house.run(waiting(house.pool(), 0)) == 7);
}

TEST_CASE("a question whose connection is ended is asked on another one, and nobody notices") {
  House house(patient());
  house.sql.script("select pg_advisory_lock(4711)");
  auto asked = house.start(waiting(house.pool(), 0));
  end_the_waiting_connection(house.sql);
  house.sql.script("select pg_advisory_unlock(4711)");
  CHECK(outcome(asked) == "7");
  house.wait_until_reachable();
}

TEST_CASE("a change whose connection is ended is not made again behind the caller's back") {
  House house(patient());
  house.sql.script("select pg_advisory_lock(4711)");
  auto asked = house.start(insert(house.pool(), 1, true));
  end_the_waiting_connection(house.sql);
  CHECK(outcome(asked) == "lost");
  house.sql.script("select pg_advisory_unlock(4711)");
  CHECK(house.run(number(house.pool(), kCount)) == 0);
  CHECK(house.run(insert(house.pool(), 1, false)) == 1);
}

TEST_CASE("a server that goes silent is given up after our patience") {
  db::PoolSettings settings = patient();
  settings.connection.patience = std::chrono::milliseconds(300);
  House house(settings);
  house.sql.script("select pg_advisory_lock(4711)");
  CHECK(outcome(house, insert(house.pool(), 1, true)) == "lost");
  house.sql.script("select pg_advisory_unlock(4711)");
  house.wait_until_reachable();
  CHECK(house.run(reciprocal(house.pool(), 4)) == 250);
}

TEST_CASE("a PostgreSQL that is not ready yet is told from one that refuses, whatever its language") {
  for (const char* state : {"57P03", "28000"}) {
    CAPTURE(state);
    Doorkeeper door(state, "das Datenbanksystem startet");
    asio::io_context io;
    db::ConnectionSettings settings;
    settings.url =
        "postgresql://127.0.0.1:" + std::to_string(door.port()) + "/music?sslmode=disable&gssencmode=disable&user=me";
    auto connection = std::make_shared<db::Connection>(io.get_executor(), settings);
    auto opened = asio::co_spawn(io, connection->open(), asio::use_future);
    io.run_for(std::chrono::seconds(10));
    bool not_yet = std::string_view(state) == "57P03";
    // Its own words may quote parts of the URL.
    REQUIRE_THROWS_WITH(opened.get(), Catch::Contains(not_yet ? "starting up" : "does not let this user in") &&
                                          !Catch::Contains("startet"));
    CHECK(connection->not_yet() == not_yet);
  }
}

TEST_CASE("all connections are ended at once, and who asks meanwhile does not notice") {
  House house(patient());
  house.sql.script("select pg_advisory_lock(4711)");
  std::vector<std::future<std::int64_t>> asked;
  for (int i = 0; i < 10; ++i) asked.push_back(house.start(waiting(house.pool(), 0)));
  wait_for_a_lock(house.sql);
  house.sql.script(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> "
      "pg_backend_pid()");
  house.sql.script("select pg_advisory_unlock(4711)");
  for (auto& future : asked) CHECK(outcome(future) == "7");
  CHECK(house.run(reciprocal(house.pool(), 4)) == 250);
}

TEST_CASE("after a change of the schema under a prepared statement it is prepared anew on the same connection") {
  db::PoolSettings settings;
  settings.shared = 1;
  auto way = GENERATE(Way::direct, Way::pooler);
  CAPTURE(way);
  House house(settings, way);
  house.sql.script("create table nowhere (number int); insert into nowhere values (1)");
  CHECK(house.run(number(house.pool(), kNowhere)) == 1);
  for (const char* type : {"bigint", "int", "bigint"}) {
    house.sql.script(std::string("alter table nowhere alter number type ") + type);
    std::vector<std::future<std::int64_t>> asked;
    for (int i = 0; i < 4; ++i) asked.push_back(house.start(number(house.pool(), kNowhere)));
    for (auto& future : asked) CHECK(outcome(future) == "1");
  }
  CHECK(house.pool().meters().connects.value() == 1);
  CHECK(house.pool().meters().losses.value() == 0);
}

TEST_CASE("a transaction that meets a change of the schema fails as if lost, and the next one does not") {
  House house;
  house.sql.script("create table nowhere (number int); insert into nowhere values (1)");
  CHECK(house.run(count_in_transaction(house.pool(), kNowhere)) == 1);
  house.sql.script("alter table nowhere alter number type bigint");
  CHECK(outcome(house, count_in_transaction(house.pool(), kNowhere)) == "lost");
  CHECK(house.run(count_in_transaction(house.pool(), kNowhere)) == 1);
}

TEST_CASE("what PostgreSQL does not support is a failure of its statement and ends no connection") {
  db::PoolSettings settings;
  settings.shared = 1;
  House house(settings);
  for (int round = 0; round < 2; ++round) CHECK(outcome(house, number(house.pool(), kUnsupported)) == "error 0A000");
  CHECK(house.run(reciprocal(house.pool(), 4)) == 250);
  CHECK(house.pool().meters().connects.value() == 1);
}

TEST_CASE("statements are planned once, but with their values where Citus distributes the database") {
  db::PoolSettings settings;
  settings.shared = 1;
  House house(settings);
  CHECK(house.run(planning(house.pool())) == "force_generic_plan");
  house.sql.script("create function citus_version() returns text language sql as 'select 1::text'");
  house.sql.script(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> "
      "pg_backend_pid()");
  house.wait_until_reachable();
  CHECK(eventually([&] { return house.run(planning(house.pool())) == "auto"; }));
}

TEST_CASE("a connection that turned read-only is exchanged for one that takes changes, and no question is lost") {
  db::PoolSettings settings = patient();
  settings.shared = 1;
  House house(settings);
  CHECK(house.run(number(house.pool(), kTakeNoChanges)) == 2);
  CHECK(outcome(house, insert(house.pool(), 1, false)) == "read-only");
  CHECK(house.pool().meters().losses.value() == 0);
  house.sql.script("select pg_advisory_lock(4711)");
  auto asked = house.start(waiting(house.pool(), 0));
  wait_for_a_lock(house.sql);
  CHECK(eventually([&] { return outcome(house, insert(house.pool(), 2, false)) == "1"; }));
  house.sql.script("select pg_advisory_unlock(4711)");
  CHECK(outcome(asked) == "7");
  CHECK(house.pool().meters().losses.value() == 0);
  CHECK(house.sql.rows("select number from kept") == Rows{{"2"}});
}

TEST_CASE("while no connection takes changes none is tried, and as soon as one does they are made") {
  db::PoolSettings settings;
  settings.shared = 1;
  House house(settings);
  auto name = house.sql.value("select current_database()");
  house.sql.script("alter database \"" + name + "\" set default_transaction_read_only = on");
  house.run(number(house.pool(), kTakeNoChanges));
  CHECK(outcome(house, insert(house.pool(), 1, false)) == "read-only");
  std::int64_t refused = 0;
  auto count = [&](std::string_view state, std::int64_t times) { refused = state == "25006" ? times : refused; };
  for (int i = 0; i < 100; ++i) {
    CHECK(outcome(house, insert(house.pool(), 1, false)) == "read-only");
    CHECK(outcome(house, transact(house.pool(), 1, true)) == "read-only");
    CHECK(house.run(reciprocal(house.pool(), 4)) == 250);
  }
  house.pool().meters().refusals.visit(count);
  CHECK(refused == 1);
  Sql again(house.database.url());
  again.script("set default_transaction_read_only = off");
  again.script("alter database \"" + name + "\" reset default_transaction_read_only");
  CHECK(eventually([&] { return outcome(house, insert(house.pool(), 3, false)) == "1"; }));
}
