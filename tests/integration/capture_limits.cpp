// A capture meets Spotify's limits, its absences and the end of its grants: it waits, goes on, and says what it waits
// for.
#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

#include "core/clock.hpp"
#include "integration/steps.hpp"
#include "support/gate.hpp"
#include "support/login.hpp"

using namespace mtm::test;

namespace {

bool waits(const Reply& capture) { return capture.at("/state") == "waiting" && capture.at("/resumes_at") != "null"; }

/// Lets the time pass that a waiting capture waits for.
void let_it_resume(const App& app) {
  app.database.sql().script("update captures set resumes_at = now() where state = 'waiting'");
}

int tokens(const Sandbox& sandbox, const std::string& what) {
  return std::stoi(sandbox.client().get("/sandbox/state").at("/tokens/" + what));
}

bool knows_of_a_block(const Server& server) {
  return server.client().get("/metrics").body.find("\nspotify_blocked_until_seconds 0\n") == std::string::npos;
}

std::int64_t saved(const App& app) {
  return app.database.sql().number("select count(*) from library where saved_at is not null");
}

}  // namespace

TEST_CASE("a short rate limit is waited for in place, and nothing is lost") {
  App app({}, kFewLikes);
  app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/tracks","skip":1,"count":1,"status":429,"body":"text/plain","retry_after":1}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/problem_count") == "0");
  CHECK(saved(app) == 120);
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == 4);  // three pages, one of them twice
}

TEST_CASE("a used-up quota is waited for until Spotify's own time, which a restart of the server does not forget") {
  App app({}, kFewLikes);
  // A day's quota that the second page of the Liked Songs meets: the login's calls are three.
  app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/tracks","skip":1,"status":429,"reason":"QUOTA_EXCEEDED","message":"Too many requests","retry_after":48925}]})");
  auto browser = app.server.signed_in();
  auto capture = capture_when(browser, waits);
  auto resumes = mtm::from_rfc3339(capture.at("/resumes_at"));
  REQUIRE(resumes);
  CHECK(*resumes > mtm::wall_now() + std::chrono::hours(13));
  CHECK(*resumes < mtm::wall_now() + std::chrono::hours(14));
  CHECK_THAT(capture.at("/sentence"), Catch::Contains("wait"));
  CHECK(capture.at(step(capture, "liked_songs") + "/done") == "50");
  CHECK(browser.get("/api/v1/dashboard").at("/tracks") == "50");  // what is there is there to be seen

  REQUIRE(app.server.process().terminate() == 0);
  CHECK(app.database.sql().number(
            "select count(*) from spotify_budgets where blocked_until > now() + interval '13 hours'") == 1);
  app.server.start();
  auto asked = calls(app.sandbox, "GET /v1/me/tracks");
  let_it_resume(app);
  capture_when(browser, [&](const Reply& latest) {
    return waits(latest) && latest.at("/resumes_at") == capture.at("/resumes_at");
  });
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == asked);
}

TEST_CASE("a wait of 22 hours keeps nobody from logging in") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/tracks","status":429,"reason":"QUOTA_EXCEEDED","message":"Too many requests","retry_after":79200}]})");
  browser.post("/api/v1/capture");
  capture_when(browser, waits);
  auto again = app.server.signed_in();
  CHECK(again.get("/api/v1/me").at("/spotify/state") == "ok");
  auto asked = calls(app.sandbox, "GET /v1/me/tracks");
  auto ada = app.server.signed_in("ada");  // who was never here before
  CHECK_THAT(capture_when(ada, waits).at("/sentence"), Catch::Contains("wait"));
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == asked);
}

TEST_CASE("what Spotify told one server holds for the others") {
  App app({}, kFewLikes);
  Server other(server_environment(app.database.url(), app.sandbox));
  auto browser = with_history(app.server);
  REQUIRE_FALSE(knows_of_a_block(other));
  app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/tracks","status":429,"reason":"QUOTA_EXCEEDED","message":"Too many requests","retry_after":3600}]})");
  browser.post("/api/v1/capture");
  CHECK(eventually([&] { return knows_of_a_block(app.server) && knows_of_a_block(other); }));
  app.sandbox.faults("{}");
  auto asked = calls(app.sandbox, "GET /v1/me/tracks");
  for (const auto* server : {&app.server, &other}) {
    auto ada = server->signed_in("ada");
    capture_when(ada, waits);
  }
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == asked);
}

TEST_CASE("two servers together make no more calls a day than the limit allows") {
  App app(Environment{{"SPOTIFY_CALLS_PER_DAY", "40"}, {"SPOTIFY_CALLS_PER_30S", "100000"}});
  auto environment = server_environment(app.database.url(), app.sandbox);
  environment["SPOTIFY_CALLS_PER_DAY"] = "40";
  environment["SPOTIFY_CALLS_PER_30S"] = "100000";
  Server other(environment);
  auto demo = app.server.signed_in("demo");  // has 48 pages of Liked Songs
  auto ada = other.signed_in("ada");         // and 12
  capture_when(demo, waits);
  capture_when(ada, [](const Reply& capture) { return waits(capture) || capture.at("/finished_at") != "null"; });
  int made = 0;
  for (const char* route : {"POST /api/token", "GET /v1/me", "GET /v1/me/tracks", "GET /v1/me/top/{type}",
                            "GET /v1/me/player/recently-played"})
    made += calls(app.sandbox, route);
  // Four fifths are for libraries; after them at most Ada's two calls of a login and her recent plays.
  CHECK(made >= 32);
  CHECK(made <= 35);
  CHECK(app.database.sql().number("select sum((stretch ->> 'calls')::int) from spotify_budgets, "
                                  "jsonb_array_elements(calls) as stretch") == made);
  ada.get(target_of(callback_of(ada, "ada")));
  CHECK(calls(app.sandbox, "POST /api/token") == 3);
}

TEST_CASE("a capture that our own budget ends for today says when it goes on") {
  App app({{"SPOTIFY_CALLS_PER_DAY", "5"}}, kFewLikes);
  auto browser = app.server.signed_in();
  auto capture = capture_when(browser, waits);
  CHECK(capture.at(step(capture, "liked_songs") + "/done") == "100");
  // The login's two calls and two pages: the last fifth of a day is for what matters more, such as logins.
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == 2);
  auto ada = app.server.client();
  ada.get(target_of(callback_of(ada, "ada")));
  CHECK(calls(app.sandbox, "POST /api/token") == 2);
}

TEST_CASE("a Spotify that is down is tried again, from where the capture stood") {
  App app({}, kFewLikes);
  app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me/tracks","count":1},{"route":"/v1/me/*","status":503,"body":"html"}]})");
  auto browser = app.server.signed_in();
  auto capture = capture_when(browser, waits);
  CHECK_THAT(capture.at("/sentence"), Catch::Contains("Spotify does not answer"));
  CHECK(capture.at(step(capture, "liked_songs") + "/done") == "50");
  CHECK(browser.get("/api/v1/me").at("/spotify/state") == "ok");  // a hiccup logs nobody out
  app.sandbox.faults("{}");
  let_it_resume(app);
  capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/problem_count") == "0");
  CHECK(saved(app) == 120);
}

TEST_CASE("a Spotify that can't be reached is found again") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Gate gate(static_cast<std::uint16_t>(std::stoi(sandbox.origin().substr(sandbox.origin().rfind(':') + 1))));
  auto environment = server_environment(database.url(), sandbox);
  environment["SPOTIFY_API_URL"] = "http://127.0.0.1:" + std::to_string(gate.port());
  sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":1,"delay_ms":200}]})");
  Server server(environment);
  auto browser = server.signed_in();
  capture_when(browser,
               [](const Reply& capture) { return capture.at(step(capture, "liked_songs") + "/done") == "50"; });
  gate.refuse();
  gate.cut();
  auto capture = capture_when(browser, waits);
  CHECK(browser.get("/api/v1/dashboard").status == 200);
  gate.pass();
  database.sql().script("update captures set resumes_at = now()");
  capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(database.sql().number("select count(*) from library where saved_at is not null") == 120);
}

TEST_CASE("an access token that expires in the middle is refreshed once, and no page is lost") {
  for (const char* manner :
       {R"("omit_refresh_token":true)", R"("rotate_refresh_token":true)", R"("extra_fields":true)"}) {
    CAPTURE(manner);
    App app({}, {"--likes", "300"});
    app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":2,"delay_ms":100}]})");
    auto browser = app.server.signed_in();
    capture_when(browser,
                 [](const Reply& capture) { return capture.at(step(capture, "liked_songs") + "/done") == "100"; });
    app.sandbox.faults(R"({"expire_access_tokens":true,)" + std::string(manner) + "}");
    auto capture = finished_capture(browser);
    CHECK(capture.at("/state") == "done");
    CHECK(tokens(app.sandbox, "refreshes") == 1);
    CHECK(saved(app) == 300);
    // What was kept is the right one: it can be used again.
    app.sandbox.faults(R"({"expire_access_tokens":true})");
    browser.post("/api/v1/capture");
    CHECK(finished_capture(browser).at("/state") == "done");
    CHECK(tokens(app.sandbox, "refreshes") == 2);
    CHECK(tokens(app.sandbox, "refused_refreshes") == 0);
  }
}

TEST_CASE("a token that can't be refreshed at the moment costs no page") {
  App app({}, {"--likes", "300"});
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","skip":2,"delay_ms":100}]})");
  auto browser = app.server.signed_in();
  capture_when(browser,
               [](const Reply& capture) { return capture.at(step(capture, "liked_songs") + "/done") == "100"; });
  app.sandbox.faults(
      R"({"expire_access_tokens":true,"rules":[{"route":"POST /api/token","count":1,"status":503,"body":"html"}]})");
  auto capture = capture_when(browser, waits);
  CHECK_THAT(capture.at("/sentence"), Catch::Contains("Spotify does not answer"));
  auto asked = calls(app.sandbox, "GET /v1/me/top/{type}");
  CHECK(asked == 0);  // no step can be read without
  let_it_resume(app);
  capture = finished_capture(browser);
  CHECK(capture.at("/state") == "done");
  CHECK(capture.at("/problem_count") == "0");
  CHECK(saved(app) == 300);
}

TEST_CASE("a new refresh token that the database could not store is stored later") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Gate gate(database.socket_path());
  Server server(server_environment(database.url_through(gate.port()), sandbox));
  auto browser = with_history(server);
  sandbox.faults(R"({"expire_access_tokens":true,"rotate_refresh_token":true})");
  gate.cut_before("keep_refreshed_grant", 2);
  browser.post("/api/v1/capture");
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(gate.fates() == 2);
  CHECK(tokens(sandbox, "refreshes") == 1);
  // What was kept is the right one: it can be used again.
  sandbox.faults(R"({"expire_access_tokens":true,"rotate_refresh_token":true})");
  browser.post("/api/v1/capture");
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(tokens(sandbox, "refreshes") == 2);
  CHECK(tokens(sandbox, "refused_refreshes") == 0);
}

TEST_CASE("a new refresh token that the database could not store is stored before the server ends") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Gate gate(database.socket_path());
  Server server(server_environment(database.url_through(gate.port()), sandbox));
  auto browser = with_history(server);
  sandbox.faults(R"({"expire_access_tokens":true,"rotate_refresh_token":true})");
  gate.cut_before("keep_refreshed_grant", 1000);
  browser.post("/api/v1/capture");
  REQUIRE(eventually([&] { return gate.fates() >= 2; }));
  server.process().signal(SIGTERM);
  server.process().wait_for_line("stopping");
  auto tried = gate.fates();
  REQUIRE(eventually([&] { return gate.fates() > tried; }));
  gate.cut_before("keep_refreshed_grant", 0);
  CHECK(server.process().wait() == 0);
  // What was kept is the right one: it can be used again.
  sandbox.faults(R"({"expire_access_tokens":true,"rotate_refresh_token":true})");
  database.sql().script("update captures set claimed_until = now() - interval '1 second' where state = 'running'");
  server.start();
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(tokens(sandbox, "refreshes") == 2);
  CHECK(tokens(sandbox, "refused_refreshes") == 0);
}

TEST_CASE("a login that grants less than was asked for reads what it may, and says what is missing") {
  App app({}, kFewLikes);
  app.sandbox.faults(
      R"({"granted_scopes":"user-library-read user-read-recently-played playlist-read-private playlist-modify-private"})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at("/state") == "partial");
  CHECK(saved(app) == 120);
  auto me = browser.get("/api/v1/me");
  CHECK(me.at("/spotify/state") == "needs_login");
  CHECK(me.size_at("/spotify/missing_scopes") == 1);
  CHECK(me.at("/spotify/missing_scopes/0") == "user-top-read");
  app.sandbox.faults("{}");
  log_in(browser);
  CHECK(browser.get("/api/v1/me").at("/spotify/state") == "ok");
}

TEST_CASE("a token is refreshed before it expires") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  app.database.sql().script("update spotify_grants set expires_at = now() + interval '59 seconds'");
  browser.post("/api/v1/capture");
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(tokens(app.sandbox, "refreshes") == 1);
  CHECK(app.database.sql().number(
            "select count(*) from spotify_grants where expires_at > now() + interval '50 minutes'") == 1);
}

TEST_CASE("two servers that find the same token expired make one refresh of it") {
  App app({}, {"--likes", "300"});
  auto browser = with_history(app.server);
  auto environment = server_environment(app.database.url(), app.sandbox);
  Server other(environment);
  auto there = other.client();
  there.cookies = browser.cookies;
  auto one = keep_a_year(browser, 10, 0);
  auto two = keep_a_year(browser, 10, 1);
  // A refresh takes its time, and makes the old refresh token useless.
  app.sandbox.faults(
      R"({"expire_access_tokens":true,"rotate_refresh_token":true,"rules":[{"route":"POST /api/token","delay_ms":300}]})");
  browser.ask("POST", "/api/v1/playlists/" + one + "/publish");
  there.ask("POST", "/api/v1/playlists/" + two + "/publish");
  CHECK(browser.read_reply().at("/state") == "published");
  CHECK(there.read_reply().at("/state") == "published");
  CHECK(tokens(app.sandbox, "refreshes") == 1);
  CHECK(tokens(app.sandbox, "refused_refreshes") == 0);
}

TEST_CASE("a grant that Spotify has ended asks for a new login, which heals it") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  app.sandbox.faults(R"({"expire_access_tokens":true,"revoke_refresh_tokens":true})");
  auto before = browser.get("/api/v1/capture").at("/id");
  browser.post("/api/v1/capture");
  auto capture = capture_when(
      browser, [&](const Reply& latest) { return latest.at("/id") != before && latest.at("/finished_at") != "null"; });
  CHECK(capture.at("/state") == "failed");
  CHECK_THAT(capture.at("/sentence"), Catch::Contains("log in again"));
  auto me = browser.get("/api/v1/me");
  CHECK(me.at("/spotify/state") == "needs_login");
  CHECK(me.at("/user/spotify_user_id") == "demo");  // the session goes on
  CHECK(browser.get("/api/v1/dashboard").at("/tracks") != "0");
  CHECK(tokens(app.sandbox, "refused_refreshes") == 1);
  CHECK(app.database.sql().rows("select length(access_token), refresh_token is null from spotify_grants") ==
        Rows{{"0", "t"}});

  log_in(browser);
  CHECK(browser.get("/api/v1/me").at("/spotify/state") == "ok");
  browser.post("/api/v1/capture");
  CHECK(capture_when(browser, [&](const Reply& latest) {
          return latest.at("/id") != capture.at("/id") && latest.at("/finished_at") != "null";
        }).at("/state") == "done");
}

TEST_CASE("after six months the page asks for a new login before anything fails") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  sql.script("update spotify_grants set authorized_at = now() - interval '180 days'");
  auto soon = browser.get("/api/v1/me");
  CHECK(soon.at("/spotify/state") == "ok");
  CHECK(soon.at("/spotify/expires_in_days") == "1");
  sql.script("update spotify_grants set authorized_at = now() - interval '183 days'");
  auto over = browser.get("/api/v1/me");
  CHECK(over.at("/spotify/state") == "needs_login");
  CHECK(over.at("/spotify/expires_in_days") == "0");
}

TEST_CASE("one person's trouble with Spotify is not another's") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"rules":[{"route":"/v1/*","person":"demo","delay_ms":30000}]})");
  auto guest = app.server.client();
  guest.ask("GET", target_of(callback_of(guest, "demo")));  // hangs at Spotify
  auto ada = with_history(app.server, "ada");
  CHECK(ada.get("/api/v1/dashboard").status == 200);
  guest.hang_up();
}
