// The database or the server is killed in the middle of a capture: it is completed by itself, with exact counts.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/cluster.hpp"

using namespace mtm::test;

namespace {

const std::vector<std::string> kManyPages{"--likes", "1500"};
const char* const kSlowly = R"({"rules":[{"route":"GET /v1/me/tracks","delay_ms":25}]})";

void wait_for_songs(HttpClient& browser, int count) {
  capture_when(browser, [&](const Reply& capture) {
    return std::stoi(capture.at(step(capture, "liked_songs") + "/done")) >= count;
  });
}

void check_that_all_is_there(Sql sql, const Sandbox& sandbox, const Reply& capture) {
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/problem_count") == "0");
  auto liked = step(capture, "liked_songs");
  for (const char* figure : {"/done", "/total", "/added"}) CHECK(capture.at(liked + figure) == "1500");
  SpotifyAccount account(sandbox, "demo");
  CHECK(sql.number("select count(*) from library where saved_at is not null") ==
        static_cast<std::int64_t>(account.liked().size()));
  CHECK(sql.number("select count(*) from plays") == 50);
  CHECK(sql.number("select count(*) from plays") == 50);
  CHECK(sql.number("select count(*) from snapshots") == 150);
  CHECK(sql.number("select count(*) from captures") == 1);
}

/// Lets the time pass after which the claim of a process that is gone is void.
void let_the_claim_run_out(Sql sql) {
  sql.script("update captures set claimed_until = now() - interval '1 second' where state = 'running'");
}

}  // namespace

TEST_CASE("the database is killed twice during a capture, and the capture completes with exact counts") {
  PrivateCluster cluster;
  ScratchDatabase database(cluster.url());
  Sandbox sandbox(kManyPages);
  sandbox.faults(kSlowly);
  Server server(server_environment(database.url(), sandbox));
  auto browser = server.signed_in();
  for (int songs : {200, 700}) {
    wait_for_songs(browser, songs);
    cluster.kill();
    CHECK(browser.get("/api/v1/capture").status == 503);
    CHECK(browser.get("/livez").status == 200);
    cluster.start();
  }
  check_that_all_is_there(database.sql(), sandbox, finished_capture(browser));
  CHECK(server.process().terminate() == 0);
}

TEST_CASE("the database is stopped during a capture and comes back later") {
  PrivateCluster cluster;
  ScratchDatabase database(cluster.url());
  Sandbox sandbox(kManyPages);
  sandbox.faults(kSlowly);
  Server server(server_environment(database.url(), sandbox));
  auto browser = server.signed_in();
  wait_for_songs(browser, 300);
  cluster.stop();
  auto away = browser.get("/api/v1/capture");
  CHECK(away.status == 503);
  CHECK_FALSE(away.field("retry-after").empty());
  CHECK(browser.get("/").status == 200);  // the pages themselves need no database
  cluster.start();
  check_that_all_is_there(database.sql(), sandbox, finished_capture(browser));
}

TEST_CASE("the server is killed during a capture, and its next start completes it") {
  App app({}, kManyPages);
  app.sandbox.faults(kSlowly);
  auto browser = app.server.signed_in();
  wait_for_songs(browser, 400);
  app.server.process().kill();
  app.server.start();
  let_the_claim_run_out(app.database.sql());
  check_that_all_is_there(app.database.sql(), app.sandbox, finished_capture(browser));
}

TEST_CASE("the server is killed during a capture, and another server completes it") {
  App app({}, kManyPages);
  app.sandbox.faults(kSlowly);
  auto browser = app.server.signed_in();
  Server other(server_environment(app.database.url(), app.sandbox));
  wait_for_songs(browser, 400);
  app.server.process().kill();
  let_the_claim_run_out(app.database.sql());
  auto there = other.client();
  there.cookies = browser.cookies;
  check_that_all_is_there(app.database.sql(), app.sandbox, finished_capture(there));
}

TEST_CASE("the server is stopped during a capture, gives it back, and its next start goes on at once") {
  App app({}, kManyPages);
  app.sandbox.faults(kSlowly);
  auto browser = app.server.signed_in();
  wait_for_songs(browser, 200);
  CHECK(app.server.process().terminate() == 0);
  CHECK(app.database.sql().rows("select state, claimed_by from captures") == Rows{{"waiting", "null"}});
  app.server.start();
  check_that_all_is_there(app.database.sql(), app.sandbox, finished_capture(browser));
}

TEST_CASE("a server whose claim was taken over while it could not see the database writes nothing more") {
  App app({}, kManyPages);
  app.sandbox.faults(kSlowly);
  auto browser = app.server.signed_in();
  wait_for_songs(browser, 200);
  // Another process took the capture: the first one must leave it alone from now on.
  auto sql = app.database.sql();
  sql.script("update captures set claimed_by = 'another process', claimed_until = now() + interval '1 hour'");
  auto reached = browser.get("/api/v1/capture").body;
  auto asked = calls(app.sandbox, "GET /v1/me/tracks");
  CHECK(eventually([&] { return app.server.client().get("/livez").status == 200; }));
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") <= asked + 2);
  CHECK(browser.get("/api/v1/capture").body == reached);
}
