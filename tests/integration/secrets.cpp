// What must stay secret is in no log, no answer and no table as it is.
#include <catch2/catch.hpp>

#include "core/crypto.hpp"
#include "integration/steps.hpp"
#include "support/login.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// The tables with a row that holds the text, be it in a bytea.
std::vector<std::string> tables_that_hold(Sql& sql, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& table :
       sql.rows("select table_name from information_schema.tables where table_schema = 'public' order by 1"))
    if (sql.number("select count(*) from " + table[0] +
                       " as t where position($1 in t::text) > 0 or position($2 in t::text) > 0",
                   {text, mtm::hex(text)}) > 0)
      found.push_back(table[0]);
  return found;
}

using Tables = std::vector<std::string>;

}  // namespace

TEST_CASE("no token, code, key or secret is in the log or in the database as it is") {
  App app({{"LOG_LEVEL", "debug"}}, kFewLikes);
  auto browser = app.server.client();
  auto callback = callback_of(browser);
  auto login_cookie = browser.cookies.begin()->second;
  auto code = callback.substr(callback.find("code=") + 5);
  code = code.substr(0, code.find('&'));
  auto state = callback.substr(callback.find("state=") + 6);
  REQUIRE(browser.get(target_of(callback)).status == 303);
  finished_capture(browser);
  // A refresh, a refused one, a published playlist, and things that go wrong: all of them log something.
  auto id = keep_a_year(browser, 10, 0);
  app.sandbox.faults(R"({"expire_access_tokens":true,"rotate_refresh_token":true})");
  REQUIRE(browser.post("/api/v1/playlists/" + id + "/publish").at("/state") == "published");
  app.sandbox.faults(R"({"rules":[{"route":"POST /api/token","status":500,"body":"html"}]})");
  auto other = app.server.client();
  auto refused = callback_of(other);
  CHECK(other.get(target_of(refused)).status == 503);
  app.sandbox.faults(R"({"expire_access_tokens":true,"revoke_refresh_tokens":true})");
  browser.post("/api/v1/capture");
  capture_when(browser, [](const Reply& capture) { return capture.at("/state") == "failed"; });
  app.sandbox.faults("{}");
  auto ada = with_history(app.server, "ada");
  auto key = make_key(app.database.url(), "demo");
  auto program = client_with(app.server.origin(), key);
  program.get("/api/v1/tracks/0?token=" + key);  // even where it does not belong
  program.get("/nowhere");

  // Every token that the sandbox gives a person begins with the person's id in its own spelling.
  SpotifyAccount account(app.sandbox, "demo");
  auto demo_token = "Q" + mtm::hex(std::string("demo")) + ".";
  auto ada_token = "Q" + mtm::hex(std::string("ada")) + ".";
  REQUIRE(account.access_token().find(demo_token) == 1);
  REQUIRE(account.refresh_token().find(demo_token) == 1);

  app.server.process().terminate();
  auto log = app.server.process().out() + app.server.process().err();
  auto sql = app.database.sql();
  REQUIRE_THAT(log, Catch::Contains("a user logged in"));
  REQUIRE(tables_that_hold(sql, "demo") == Tables{"identities", "users"});  // the search finds what is there
  REQUIRE(sql.number("select length(access_token) from spotify_grants join users on users.id = user_id where "
                     "spotify_user_id = 'ada'") > 100);
  for (const auto& secret :
       {demo_token, ada_token, code, state, login_cookie, browser.cookies.at("session"), key,
        std::string("sandbox-secret"), std::string("a-key-of-the-tests-with-more-than-32-bytes")}) {
    CAPTURE(secret);
    CHECK(log.find(secret) == std::string::npos);
    CHECK(tables_that_hold(sql, secret) == Tables{});
  }
}

TEST_CASE("a sealed token opens in its own row only") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server, "demo");
  auto ada = with_history(app.server, "ada");
  auto sql = app.database.sql();
  // Somebody who can write to the database gives ada the tokens of demo.
  sql.script(
      "update spotify_grants set access_token = demo.access_token, refresh_token = demo.refresh_token"
      " from spotify_grants as demo join users on users.id = demo.user_id where users.spotify_user_id = 'demo' and "
      "spotify_grants.user_id <> demo.user_id");
  auto before = calls(app.sandbox, "GET /v1/me/tracks");
  auto capture = ada.get("/api/v1/capture").at("/id");
  ada.post("/api/v1/capture");
  auto failed = capture_when(
      ada, [&](const Reply& latest) { return latest.at("/id") != capture && latest.at("/finished_at") != "null"; });
  CHECK(failed.at("/state") == "failed");
  CHECK(calls(app.sandbox, "GET /v1/me/tracks") == before);
  CHECK(ada.get("/api/v1/me").at("/spotify/state") == "needs_login");
}

TEST_CASE("after a change of the secret key what was sealed with the former one still opens") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  auto browser = [&] {
    Server server(environment);
    return with_history(server);
  }();
  environment["SECRET_KEY_PREVIOUS"] = environment["SECRET_KEY"];
  environment["SECRET_KEY"] = "another-key-of-the-tests-with-more-bytes";
  auto capture_over_again = [&] {
    Server server(environment);
    auto client = server.client();
    client.cookies = browser.cookies;
    auto capture = client.get("/api/v1/capture").at("/id");
    client.post("/api/v1/capture");
    return capture_when(
               client,
               [&](const Reply& latest) { return latest.at("/id") != capture && latest.at("/finished_at") != "null"; })
        .at("/state");
  };
  CHECK(capture_over_again() == "done");
  environment.erase("SECRET_KEY_PREVIOUS");
  CHECK(capture_over_again() == "failed");
}

TEST_CASE("an answer about a failure shows nothing of the inside") {
  App app({}, kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  auto sql = app.database.sql();
  sql.script("alter table tracks rename column popularity to fame");
  auto reply = client.get("/api/v1/tracks/1");
  CHECK(reply.status == 500);
  CHECK_THAT(reply.body, !Catch::Contains("popularity") && !Catch::Contains("column") && !Catch::Contains("42703"));
  auto id = reply.at("/request_id");
  REQUIRE_FALSE(id.empty());
  CHECK_NOTHROW(app.server.process().wait_for_line(id));  // by which the operator finds the reason
  sql.script("alter table tracks rename column fame to popularity");
  CHECK(client.get("/api/v1/tracks/1").status == 404);
}
