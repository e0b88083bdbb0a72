// SIGTERM: what is under way is finished, open streams are ended, and the process ends well in time.
#include <catch2/catch.hpp>

#include <signal.h>

#include "integration/steps.hpp"
#include "support/event_stream.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

void wait_until_somebody_waits_for_a_lock(Sql& sql) {
  if (!eventually([&] {
        return sql.number(
                   "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                   "'Lock'") > 0;
      }))
    throw std::runtime_error("nobody waits for a lock");
}

}  // namespace

TEST_CASE("a change that waits for the database is made and acknowledged before the server ends") {
  App app({}, kFewLikes);
  auto sql = app.database.sql();
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  make_tracks(sql, 1);
  make_playlist(sql, "demo", "mine");
  sql.script("begin; lock table playlist_tracks in access exclusive mode");
  client.ask("POST", "/api/v1/playlists/mine/tracks", R"({"track_id":1,"position":1})");
  auto watching = app.database.sql();
  wait_until_somebody_waits_for_a_lock(watching);
  app.server.process().signal(SIGTERM);
  app.server.process().wait_for_line("stopping");
  sql.script("rollback");
  auto reply = client.read_reply();
  CHECK(reply.status == 201);
  CHECK(reply.field("connection") == "close");
  CHECK(app.server.process().wait() == 0);
  CHECK(watching.number("select count(*) from playlist_tracks") == 1);
}

TEST_CASE("somebody who watches a capture keeps no server from ending") {
  App app({}, {"--likes", "2400"});
  app.sandbox.faults(R"({"rules":[{"route":"/v1/me/tracks","delay_ms":50}]})");
  auto browser = app.server.signed_in();
  EventStream events(browser, "/api/v1/capture/events");
  REQUIRE(events.next());
  CHECK(app.server.process().terminate() == 0);
}

TEST_CASE("an open page keeps no server from ending") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  EventStream events(browser, "/api/v1/events");
  REQUIRE(events.next());
  CHECK(app.server.process().terminate() == 0);
}

TEST_CASE("who waits for a playlist to be published hears that it goes on, when the server stops") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto playlist = keep_a_year(browser);
  app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","delay_ms":15000}]})");
  browser.ask("POST", "/api/v1/playlists/" + playlist + "/publish");
  REQUIRE(eventually([&] { return calls(app.sandbox, "POST /v1/me/playlists") == 1; }));
  app.server.process().signal(SIGTERM);
  auto reply = browser.read_reply();
  CHECK(reply.status == 202);
  CHECK(reply.at("/state") == "publishing");
  CHECK(app.server.process().wait() == 0);  // what Spotify still keeps waiting is cut off in the end
}

TEST_CASE("what still waits for a lock when the server's time is over ends with it, and changes nothing") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto before = sql.value("select count(*) from library");
  sql.script("begin; select from users for update");
  browser.ask("POST", "/api/v1/me/delete-history", R"({"confirm":"delete my history"})");
  auto watching = app.database.sql();
  wait_until_somebody_waits_for_a_lock(watching);
  app.server.process().signal(SIGTERM);
  CHECK(app.server.process().wait() == 0);
  sql.script("rollback");
  CHECK(sql.value("select count(*) from library") == before);
}

TEST_CASE("a second signal ends the server at once, whatever is under way") {
  App app({}, kFewLikes);
  auto sql = app.database.sql();
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  sql.script("begin; lock table playlists in access exclusive mode");
  client.ask("GET", "/api/v1/playlists");
  auto watching = app.database.sql();
  wait_until_somebody_waits_for_a_lock(watching);
  app.server.process().signal(SIGTERM);
  app.server.process().wait_for_line("stopping");
  app.server.process().signal(SIGTERM);
  CHECK(app.server.process().wait() == 128 + SIGTERM);
}

TEST_CASE("SIGINT ends a server as SIGTERM does, and SIGPIPE does not") {
  App app({}, kFewLikes);
  app.server.process().signal(SIGPIPE);
  CHECK(app.server.client().get("/livez").status == 200);
  app.server.process().signal(SIGINT);
  CHECK(app.server.process().wait() == 0);
}
