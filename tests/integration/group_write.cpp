// Writes that share a commit, over a road on which answers get lost: each is made exactly once and each is told so.
#include <catch2/catch.hpp>

#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <future>
#include <thread>

#include "db/group_write.hpp"
#include "support/database.hpp"
#include "support/eventually.hpp"
#include "support/gate.hpp"

using namespace mtm;
using namespace mtm::test;

namespace {

struct Verdict {
  bool made;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (made))

// 13 is refused by the table itself: a group with it fails as a whole.
const db::Command<Verdict> kInsertGroup{"test_insert_group", {"array[1]"}, R"sql(
    with made as (insert into kept select unnest($1::bigint[]) on conflict do nothing returning number)
    select made.number is not null as made from unnest($1::bigint[]) with ordinality as given (number, place)
    left join made using (number) order by place)sql"};

Task<std::vector<int>> insert_group(db::Database& database, const std::vector<std::int64_t>& numbers) {
  auto rows = co_await database.all(kInsertGroup, numbers);
  std::vector<int> verdicts;
  for (const auto& row : rows) verdicts.push_back(row.made ? 1 : 2);
  co_return verdicts;
}

class House {
 public:
  explicit House(db::GroupSettings settings = {}, std::chrono::milliseconds lock_timeout = std::chrono::seconds(2))
      : gate(database.socket_path()),
        pool_(io_.get_executor(), pool_settings(lock_timeout)),
        writes_(pool_, insert_group, settings) {
    sql.script("create table kept (number bigint primary key constraint unlucky check (number <> 13))");
    pool_.start();
    thread_ = std::thread([this] { io_.run(); });
    if (!eventually([this] { return outcomes({0}) == std::vector<std::string>{"made"}; }))
      throw std::runtime_error("the pool finds no database");
    sql.script("delete from kept");
  }
  ~House() {
    asio::post(io_, [this] { pool_.stop(); });
    asio::post(io_, [this] { io_.stop(); });
    thread_.join();
  }

  /// Writes all of them in one turn of the loop, and tells what became of each.
  std::vector<std::string> outcomes(const std::vector<std::int64_t>& numbers) {
    std::promise<void> begun;
    std::vector<std::future<int>> futures;
    asio::post(io_, [&] {
      for (auto number : numbers) futures.push_back(asio::co_spawn(io_, writes_.join(number), asio::use_future));
      begun.set_value();
    });
    begun.get_future().wait();
    std::vector<std::string> outcomes;
    for (auto& future : futures) outcomes.push_back(outcome(future));
    return outcomes;
  }

  std::int64_t count() { return sql.number("select count(*) from kept"); }

 private:
  static std::string outcome(std::future<int>& future) {
    if (future.wait_for(kPatience) != std::future_status::ready) return "hangs";
    try {
      return future.get() == 1 ? "made" : "there already";
    } catch (const db::Error& error) {
      return "error " + error.constraint;
    } catch (const db::Unavailable&) {
      return "unavailable";
    }
  }
  db::PoolSettings pool_settings(std::chrono::milliseconds lock_timeout) const {
    db::PoolSettings settings;
    settings.connection.lock_timeout = lock_timeout;
    settings.connection.url = database.url_through(gate.port());
    return settings;
  }

 public:
  ScratchDatabase database;
  Sql sql{database.url()};
  Gate gate;

 private:
  asio::io_context io_{1};
  asio::executor_work_guard<Executor> work_{io_.get_executor()};
  db::Pool pool_;
  db::GroupWrite<std::int64_t, int> writes_;
  std::thread thread_;
};

std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t count) {
  std::vector<std::int64_t> list;
  for (std::int64_t i = 0; i < count; ++i) list.push_back(first + i);
  return list;
}

using Outcomes = std::vector<std::string>;

}  // namespace

TEST_CASE("writes of one turn are all made, each with its own verdict") {
  House house;
  CHECK(house.outcomes({1, 2, 1, 3}) ==
        Outcomes{"made", "made", "made", "made"});  // the same number twice: both callers have made it
  CHECK(house.outcomes({3, 4}) == Outcomes{"there already", "made"});
  CHECK(house.count() == 4);
}

TEST_CASE("more writes than a group takes go in several groups") {
  db::GroupSettings settings;
  settings.most = 10;
  House house(settings);
  auto outcomes = house.outcomes(numbers(100, 95));
  CHECK(std::count(outcomes.begin(), outcomes.end(), "made") == 95);
  CHECK(house.count() == 95);
}

TEST_CASE("more writes than may wait are turned away at once, and not made") {
  db::GroupSettings settings;
  settings.queue = 50;
  House house(settings);
  auto outcomes = house.outcomes(numbers(100, 80));
  auto made = std::count(outcomes.begin(), outcomes.end(), "made");
  CHECK(std::count(outcomes.begin(), outcomes.end(), "unavailable") == 80 - made);
  CHECK(made >= 50);
  CHECK(made < 80);
  CHECK(house.count() == made);
}

TEST_CASE("a group whose answer is lost is asked again, and everything is there once") {
  House house;
  for (int round = 0; round < 4; ++round) {
    house.gate.cut_answer("test_insert_group");
    auto outcomes = house.outcomes(numbers(100 + round * 20, 20));
    for (const auto& outcome : outcomes) CHECK((outcome == "made" || outcome == "there already"));
    CHECK(house.gate.fates() == round + 1);
    CHECK(house.count() == (round + 1) * 20);
  }
}

TEST_CASE("a group that never arrived is asked again, and made") {
  House house;
  house.gate.cut_before("test_insert_group");
  CHECK(house.outcomes({1, 2, 3}) == Outcomes{"made", "made", "made"});
  CHECK(house.gate.fates() == 1);
  CHECK(house.count() == 3);
}

TEST_CASE("while the database can't be reached writes end as unavailable, never as made") {
  db::GroupSettings settings;
  settings.deadline = std::chrono::milliseconds(200);
  House house(settings);
  house.gate.refuse();
  house.gate.cut();
  CHECK(house.outcomes({1, 2}) == Outcomes{"unavailable", "unavailable"});
  house.gate.pass();
  CHECK(eventually([&] {
    auto outcome = house.outcomes({1})[0];
    return outcome == "made" || outcome == "there already";
  }));
  CHECK(house.count() == 1);
}

TEST_CASE("what PostgreSQL refuses is refused to its writer, and its neighbours' writes are made") {
  House house;
  CHECK(house.outcomes({12, 13, 14}) == Outcomes{"made", "error unlucky", "made"});
  CHECK(house.count() == 2);
  CHECK(house.outcomes({13}) == Outcomes{"error unlucky"});
}

TEST_CASE("a group that is stuck does not hold back a smaller one behind it") {
  House house;
  Sql other(house.database.url());
  other.script("begin; insert into kept values (1)");
  auto stuck = std::async(std::launch::async, [&] { return house.outcomes({1, 2, 3}); });
  REQUIRE(eventually([&] {
    return house.sql.number(
               "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
               "'Lock'") == 1;
  }));
  CHECK(house.outcomes({50}) == Outcomes{"made"});
  CHECK(stuck.wait_for(std::chrono::seconds(0)) != std::future_status::ready);
  other.script("commit");
  CHECK(stuck.get() == Outcomes{"there already", "made", "made"});
}

TEST_CASE("who waits in vain for a lock does not take its group along") {
  House house;
  Sql other(house.database.url());
  other.script("begin; insert into kept values (1)");
  CHECK(house.outcomes({1, 2, 3}) == Outcomes{"unavailable", "made", "made"});
  other.script("rollback");
  CHECK(house.outcomes({1, 2}) == Outcomes{"made", "there already"});
}

TEST_CASE("who stands behind two locks in a group that was refused is held up, not refused for another's fault") {
  House house({}, std::chrono::milliseconds(100));
  Sql other(house.database.url());
  other.script("begin; insert into kept values (1), (2)");
  CHECK(house.outcomes({13, 1, 2, 20}) == Outcomes{"error unlucky", "unavailable", "unavailable", "unavailable"});
  other.script("rollback");
  CHECK(house.outcomes({20}) == Outcomes{"made"});
}
