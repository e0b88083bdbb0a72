// Once a day, as days are where each person lives: whose capture begins, and whose does not.
#include <catch2/catch.hpp>

#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>

#include "db/pool.hpp"
#include "integration/steps.hpp"
#include "store/captures.hpp"
#include "support/gate.hpp"

using namespace mtm;
using namespace mtm::test;

namespace {

/// People with grants over a migrated database, and a replica or two that look for a new day at a time of the test's
/// own.
class House {
 public:
  House() : sql(migrated(database)), pool_(io_.get_executor(), settings(database.url())) {
    pool_.start();
    thread_ = std::thread([this] { io_.run(); });
    if (!eventually([this] { return run(reachable(pool_)); })) throw std::runtime_error("the pool finds no database");
  }
  ~House() {
    asio::post(io_, [this] { pool_.stop(); });
    work_.reset();
    asio::post(io_, [this] { io_.stop(); });
    thread_.join();
  }

  void person(const std::string& name, const std::string& zone, const std::string& last_capture,
              const std::string& state = "done") {
    sql.rows("insert into users (spotify_user_id, time_zone) values ($1, nullif($2, ''))", {name, zone});
    sql.rows(
        "insert into spotify_grants (user_id, access_token, scopes, expires_at, authorized_at)"
        " select id, '\\x00', '', now(), now() from users where spotify_user_id = $1",
        {name});
    if (last_capture.empty()) return;
    sql.rows(
        "insert into captures (user_id, state, steps, started_at) select id, $2, '[]', $3::timestamptz from users "
        "where spotify_user_id = $1",
        {name, state, last_capture});
  }
  std::int64_t look(const std::string& now) { return start(now).get(); }
  std::future<std::int64_t> start(const std::string& now) {
    store::DailySteps steps{Json{R"([{"name":"usual"}])"}, Json{R"([{"name":"liked_songs"}])"}};
    return asio::co_spawn(io_, store::request_daily_captures(pool_, std::move(steps), from_rfc3339(now).value()),
                          asio::use_future);
  }
  /// Who has a capture that waits to begin.
  std::string begun() {
    return sql.value(
        "select coalesce(string_agg(spotify_user_id, ' ' order by spotify_user_id), '') from users join captures on "
        "user_id = users.id where state = 'waiting'");
  }

  ScratchDatabase database;
  Sql sql;

 private:
  static Sql migrated(const ScratchDatabase& database) {
    auto done = command(
        {"migrate"}, {{"DATABASE_URL", database.url()}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}});
    if (done.exit_code != 0) throw std::runtime_error(done.err);
    return database.sql();
  }
  static db::PoolSettings settings(const std::string& url) {
    db::PoolSettings settings;
    settings.connection.url = url;
    return settings;
  }
  static Task<bool> reachable(db::Pool& pool) { co_return pool.reachable(); }
  bool run(Task<bool> task) { return asio::co_spawn(io_, std::move(task), asio::use_future).get(); }

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  db::Pool pool_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("who deleted the history is read again when that was asked for, and daily from then on") {
  House house;
  house.person("ada", "", "");
  house.sql.script("update users set history_deleted_at = '2026-11-20T12:00:00Z'");
  CHECK(house.look("2026-11-21T12:00:00Z") == 0);
  house.sql.script(
      "insert into captures (user_id, state, steps, started_at) select id, 'done', '[]', '2026-11-21T13:00:00Z' from "
      "users");
  CHECK(house.look("2026-11-21T14:00:00Z") == 0);
  CHECK(house.look("2026-11-22T00:00:00Z") == 1);
}

TEST_CASE("Liked Songs that were not read to their end the last time are read again on the next day") {
  House house;
  struct Row {
    const char* name;
    const char* last;  // the state of the step in the last capture that had it; empty: none had
  };
  for (const auto& row : {Row{"ada", "done"}, {"ben", "partial"}, {"cem", "failed"}, {"dan", "running"}, {"eva", ""}}) {
    house.person(row.name, "", "2026-11-19T12:00:00Z");
    // What a day's capture without that step did says nothing about it.
    house.sql.rows(
        "insert into captures (user_id, state, steps, started_at) select id, 'done', '[{\"name\":\"usual\",\"state\":"
        "\"done\"}]', '2026-11-19T13:00:00Z' from users where spotify_user_id = $1",
        {row.name});
    if (*row.last)
      house.sql.rows(
          "update captures set steps = jsonb_build_array(jsonb_build_object('name', 'liked_songs', 'state', $2::text)) "
          "where started_at = '2026-11-19T12:00:00Z' and user_id = (select id from users where spotify_user_id = $1)",
          {row.name, row.last});
  }
  CHECK(house.look("2026-11-20T12:00:00Z") == 5);
  auto begun = house.sql.rows(
      "select spotify_user_id, steps -> 0 ->> 'name' from captures join users on users.id = user_id where "
      "captures.state "
      "= 'waiting' order by 1");
  CHECK(begun == Rows{{"ada", "usual"},
                      {"ben", "liked_songs"},
                      {"cem", "liked_songs"},
                      {"dan", "liked_songs"},
                      {"eva", "liked_songs"}});
}

TEST_CASE("after a capture nobody looks through all time zones") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Gate gate(database.socket_path());
  Server server(server_environment(database.url_through(gate.port()), sandbox));
  with_history(server, "ada");
  auto demo = with_history(server);
  // The look that follows each capture finds that Ada's day has begun.
  gate.cut_before("forget_unknown_zones");
  database.sql().script(
      "update captures set started_at = started_at - interval '2 days' where user_id = (select id from users where "
      "spotify_user_id = 'ada')");
  demo.post("/api/v1/capture");
  CHECK(finished_capture(demo).at("/state") == "done");
  auto sql = database.sql();
  CHECK(eventually([&] { return sql.number("select count(*) from captures") == 4; }));
  CHECK(gate.fates() == 0);
}

TEST_CASE("a time zone that PostgreSQL no longer knows is forgotten, and everybody's day begins") {
  House house;
  house.person("ada", "Mars/Olympus_Mons", "2026-11-20T12:00:00Z");
  house.person("ben", "Europe/Berlin", "2026-11-20T12:00:00Z");
  CHECK(house.look("2026-11-21T12:00:00Z") == 2);
  CHECK(house.begun() == "ada ben");
  CHECK(house.sql.value("select string_agg(coalesce(time_zone, 'none'), ' ' order by spotify_user_id) from users") ==
        "none Europe/Berlin");
}

TEST_CASE("a day begins at midnight where the person lives, on days of 23 and of 25 hours too") {
  struct Row {
    const char *zone, *last, *before,
        *from;  // the last capture, a moment that is still its day, and the next day's first
  };
  for (const auto& row : {
           Row{"", "2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z"},
           {"Europe/Berlin", "2026-11-20T23:00:00Z", "2026-11-21T22:59:59Z", "2026-11-21T23:00:00Z"},
           {"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"},  // 23 hours
           {"Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"},  // 25 hours
           {"America/Santiago", "2026-09-06T04:00:00Z", "2026-09-07T02:59:59Z",
            "2026-09-07T03:00:00Z"},  // that day began at one
           {"Pacific/Kiritimati", "2026-11-20T10:00:00Z", "2026-11-21T09:59:59Z", "2026-11-21T10:00:00Z"},
           {"Asia/Kathmandu", "2026-11-20T18:15:00Z", "2026-11-21T18:14:59Z", "2026-11-21T18:15:00Z"},
       }) {
    CAPTURE(row.zone, row.last);
    House house;
    house.person("anna", row.zone, row.last);
    CHECK(house.look(row.before) == 0);
    CHECK(house.look(row.from) == 1);
    CHECK(house.begun() == "anna");
    CHECK(house.look(row.from) == 0);
  }
}

TEST_CASE("people who wait for their capture keep nobody else from getting one") {
  House house;
  for (int number = 0; number < 9; ++number)
    house.person("waits" + std::to_string(number), "", "2026-11-19T12:00:00Z", "waiting");
  house.person("ready", "", "2026-11-19T12:00:00Z");
  house.person("new", "", "");
  CHECK(house.look("2026-11-20T12:00:00Z") == 2);
}

TEST_CASE("nobody whose grant has ended is asked for") {
  House house;
  house.person("ended", "", "");
  house.sql.script("update spotify_grants set state = 'needs_login'");
  CHECK(house.look("2026-11-20T12:00:00Z") == 0);
}

TEST_CASE("replicas that see the new day at once begin one capture together") {
  House house;
  for (int number = 0; number < 4; ++number) house.person("p" + std::to_string(number), "", "2026-11-19T12:00:00Z");
  std::vector<std::future<std::int64_t>> looks;
  for (int i = 0; i < 16; ++i) looks.push_back(house.start("2026-11-20T12:00:00Z"));
  std::int64_t begun = 0;
  for (auto& look : looks) begun += look.get();
  CHECK(begun == 4);
  CHECK(house.sql.number("select count(*) from captures where state = 'waiting'") == 4);
}
