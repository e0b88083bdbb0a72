// What a poll costs, for 1,000 people. Hidden, because it measures: run it alone on a quiet machine, over the release
// build, as `MTM_PROGRAMS=build/release integration-tests "[.poll-cost]"`.
#include <catch2/catch.hpp>

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "core/clock.hpp"
#include "core/crypto.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;

namespace {

constexpr int kPeople = 1000;
constexpr const char* kKey = "a-key-of-the-tests-with-more-than-32-bytes";

double metric_of(HttpClient& client, const std::string& name) {
  auto body = client.get("/metrics").body;
  auto place = body.find("\n" + name + " ");
  return place == std::string::npos ? 0 : std::stod(body.substr(place + name.size() + 2));
}

/// User and system time of a process, in seconds.
double processor_seconds(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  double ticks = 0;
  for (int number = 3; fields >> field; ++number)
    if (number == 14 || number == 15) ticks += std::stod(field);
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Crowd {
  Crowd()
      : app({{"SPOTIFY_CALLS_PER_30S", "1000000"}, {"SPOTIFY_CALLS_PER_DAY", "100000000"}},
            {"--likes", "120", "--listeners", std::to_string(kPeople)}),
        sql(app.database.sql()),
        client(app.server.client()) {
    mtm::Sealer sealer(kKey);
    for (int i = 1; i <= kPeople; ++i) {
      auto name = "listener-" + std::to_string(i);
      SpotifyAccount account(app.sandbox, name);
      auto user = sql.value("insert into users (spotify_user_id) values ($1) returning id", {name});
      auto associated = "spotify grant of user " + user;
      sql.rows(
          "insert into spotify_grants (user_id, access_token, refresh_token, scopes, expires_at, authorized_at) values "
          "($1, $2, $3, 'user-read-recently-played', now() + interval '1 hour', now())",
          {user, "\\x" + mtm::hex(sealer.seal(account.access_token(), associated)),
           "\\x" + mtm::hex(sealer.seal(account.refresh_token(), associated))});
      sql.rows("insert into polls (user_id, next_poll_at) values ($1, 'infinity')", {user});
      // Today's capture: another would be counted, too.
      sql.rows("insert into captures (user_id, state, steps) values ($1, 'done', '[]')", {user});
    }
    sql.script("vacuum analyze");
  }

  double of_postgres() {
    double seconds = 0;
    for (const auto& row : sql.rows("select pid from pg_stat_activity where datname = current_database() and "
                                    "application_name = 'music-time-machine background'"))
      seconds += processor_seconds(row[0]);
    return seconds;
  }

  /// Everybody once.
  void round(const char* what) {
    auto polls = [&] {
      return metric_of(client, R"(polls_total{outcome="plays"})") +
             metric_of(client, R"(polls_total{outcome="nothing_new"})");
    };
    auto before = polls();
    auto server = metric_of(client, "process_cpu_seconds_total");
    auto postgres = of_postgres();
    auto began = TestClock::now();
    sql.script("update polls set next_poll_at = now() - interval '1 second'");
    REQUIRE(eventually(
        [&] {
          return sql.number("select count(*) from polls where next_poll_at <= now() or claimed_by is not null") == 0;
        },
        std::chrono::minutes(3)));
    std::chrono::duration<double> took = TestClock::now() - began;
    REQUIRE(eventually([&] { return polls() == before + kPeople; }));
    server = metric_of(client, "process_cpu_seconds_total") - server;
    postgres = of_postgres() - postgres;
    std::printf("%-28s %.3f ms of the server's processor time a poll, %.3f ms of PostgreSQL's; %d polls in %.1f s\n",
                what, server * 1000 / kPeople, postgres * 1000 / kPeople, kPeople, took.count());
    std::fflush(stdout);
  }

  App app;
  Sql sql;
  HttpClient client;
};

}  // namespace

TEST_CASE("what a poll of 1,000 people costs", "[.poll-cost]") {
  Crowd crowd;
  crowd.round("50 new plays, the first time");
  // Until then the tables were empty, and PostgreSQL planned for that.
  crowd.sql.script("vacuum analyze");
  for (int i = 0; i < 5; ++i) crowd.round("nothing new");
  auto track = crowd.sql.value("select spotify_id from tracks order by id limit 1");
  auto sandbox = crowd.app.sandbox.client();
  for (int round = 0; round < 3; ++round) {
    auto now = mtm::to_rfc3339(mtm::wall_now());
    for (int i = 1; i <= kPeople; ++i) {
      auto body = R"({"person":"listener-)" + std::to_string(i) + R"(","track_id":")" + track + R"(","played_at":")" +
                  now + "\"}";
      REQUIRE(sandbox.send("POST", "/sandbox/plays", body).status == 204);
    }
    crowd.round("one new play");
  }
}
