// What a session is worth, and how it ends.
#include <catch2/catch.hpp>

#include <algorithm>

#include "integration/steps.hpp"
#include "support/login.hpp"
#include "support/socket.hpp"

using namespace mtm::test;

namespace {

const Environment kFourThreads{{"THREADS", "4"}};

/// The first Set-Cookie that begins so.
std::string set_cookie(const Reply& reply, const std::string& name) {
  for (const auto& [field, value] : reply.fields) {
    if (field == "set-cookie" && value.starts_with(name)) return value;
  }
  return "";
}

int status(HttpClient& client) { return client.get("/api/v1/me").status; }

/// So many connections that every thread has several; all show this browser's session.
std::vector<HttpClient> tabs(const std::string& origin, const HttpClient& browser, int count = 16) {
  std::vector<HttpClient> clients;
  for (int i = 0; i < count; ++i) clients.emplace_back(origin).cookies = browser.cookies;
  return clients;
}

bool all_answer(std::vector<HttpClient>& clients, int wanted) {
  return std::all_of(clients.begin(), clients.end(), [&](auto& client) { return status(client) == wanted; });
}

bool soon_all_answer(std::vector<HttpClient>& clients, int wanted) {
  return eventually([&] { return all_answer(clients, wanted); });
}

}  // namespace

TEST_CASE("a session's cookie is for this site alone, out of reach of scripts") {
  App app({}, kFewLikes);
  auto browser = app.server.client();
  auto begun = set_cookie(browser.get("/login"), "login-");
  CHECK_THAT(begun, Catch::Contains("; Path=/") && Catch::Contains("; HttpOnly") && Catch::Contains("; SameSite=Lax") &&
                        Catch::Contains("; Max-Age=600"));
  auto back = browser.get(target_of(callback_of(browser)));
  auto cookie = set_cookie(back, "session=");
  CHECK_THAT(cookie, Catch::Contains("; Path=/") && Catch::Contains("; HttpOnly") &&
                         Catch::Contains("; SameSite=Lax") && Catch::Contains("; Max-Age=5184000"));
  CHECK_THAT(cookie, !Catch::Contains("Domain"));
  CHECK(browser.cookies.at("session").size() >= 43);  // 256 bits in base64url
  CHECK_THAT(set_cookie(back, "login-"), Catch::Contains("Max-Age=0"));
}

TEST_CASE("in production cookies are bound to the host and to https") {
  ScratchDatabase database;
  Server server({{"ENVIRONMENT", "production"},
                 {"PORT", std::to_string(free_port())},
                 {"DATABASE_URL", database.url()},
                 {"SECRET_KEY", "Wm0uKq7tGv3xYb9cRz5nHd1fJs8pLa2eTi6o"},
                 {"SPOTIFY_CLIENT_ID", "an-id"},
                 {"SPOTIFY_CLIENT_SECRET", "a-word"},
                 {"SPOTIFY_REDIRECT_URI", "https://music.example.org/callback"}});
  HttpClient browser(server.origin());
  auto login = browser.get("/login");
  REQUIRE(login.status == 303);
  CHECK_THAT(login.field("location"), Catch::StartsWith("https://accounts.spotify.com/authorize?"));
  auto cookie = set_cookie(login, "__Host-login-");
  CHECK_THAT(cookie, Catch::Contains("; Secure") && Catch::Contains("; Path=/") && Catch::Contains("; HttpOnly"));
  CHECK_THAT(login.field("strict-transport-security"), Catch::Contains("max-age="));
}

TEST_CASE("a session of somebody's own making opens nothing") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  auto token = browser.cookies.at("session");
  auto digest = app.database.sql().value("select encode(token_digest, 'hex') from sessions");
  auto secret = token.substr(token.find('.') + 1);
  for (auto forged :
       {std::string(), std::string("x"), token.substr(1), token + "A", std::string(43, 'A'), digest,
        std::string(5000, 'x'), secret, "." + secret, "0." + secret, "2." + secret, "01." + secret, "x." + secret,
        "mtm_" + token, "99999999999999999999." + secret, "-1." + secret, std::string(".")}) {
    auto other = app.server.client();
    other.cookies["session"] = forged;
    CAPTURE(forged);
    CHECK(status(other) == 401);
  }
  CHECK(status(browser) == 200);
}

TEST_CASE("a session says whose it is, and opens nothing when its row is another user's") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  app.server.signed_in("ada");
  auto sql = app.database.sql();
  auto demo = sql.value("select id from users where spotify_user_id = 'demo'");
  auto ada = sql.value("select id from users where spotify_user_id = 'ada'");
  CHECK(browser.cookies.at("session").starts_with(demo + "."));
  auto give = [&](const std::string& from, const std::string& to) {
    sql.rows("update sessions set user_id = $2 where user_id = $1", {from, to});
  };
  give(demo, ada);
  CHECK(status(browser) == 401);
  give(ada, demo);
  CHECK(status(browser) == 200);
}

namespace {

/// A browser with a session as they were before they named their users.
HttpClient with_session_of_before(const App& app, const std::string& token) {
  app.database.sql().rows(
      "insert into sessions (token_digest, user_id, expires_at, last_used_at) select sha256($1::text::bytea), id, "
      "now() + interval '59 days', now() - interval '1 day' from users",
      {token});
  auto browser = app.server.client();
  browser.cookies["session"] = token;
  return browser;
}

}  // namespace

TEST_CASE("a session that began before sessions named their users goes on, and ends like any other") {
  App app(kFourThreads, kFewLikes);
  auto sql = app.database.sql();
  auto now = app.server.signed_in();
  auto old = with_session_of_before(app, std::string(43, 'o'));
  auto open = tabs(app.server.origin(), old);
  REQUIRE(all_answer(open, 200));
  CHECK(sql.value("select min(last_used_at) > now() - interval '1 minute' from sessions") == "t");
  CHECK(old.get("/api/v1/sessions").size_at("/sessions") == 2);
  CHECK(old.get("/api/v1/sessions").at("/sessions/0/current") == "true");
  REQUIRE(old.post("/logout").status == 204);
  CHECK(soon_all_answer(open, 401));
  CHECK(status(now) == 200);

  auto again = with_session_of_before(app, std::string(43, 'p'));
  auto before = tabs(app.server.origin(), again);
  REQUIRE(all_answer(before, 200));
  log_in(again);
  CHECK(soon_all_answer(before, 401));
  CHECK(status(again) == 200);

  auto ended = with_session_of_before(app, std::string(43, 'q'));
  REQUIRE(status(ended) == 200);
  CHECK(now.post("/api/v1/sessions/end-others").at("/ended") == "2");
  CHECK(eventually([&] { return status(ended) == 401; }));
}

TEST_CASE("logging in again begins a new session and ends the one that this browser had") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  auto before = tabs(app.server.origin(), browser, 1);
  auto planted = browser.cookies.at("session");
  log_in(browser);
  CHECK(browser.cookies.at("session") != planted);
  CHECK(status(browser) == 200);
  CHECK(soon_all_answer(before, 401));
}

TEST_CASE("logging out ends the session on every thread, and no other one") {
  App app(kFourThreads, kFewLikes);
  auto browser = app.server.signed_in();
  auto elsewhere = app.server.signed_in();
  auto open = tabs(app.server.origin(), browser);
  REQUIRE(all_answer(open, 200));  // every thread knows the session now
  auto out = browser.post("/logout");
  CHECK(out.status == 204);
  CHECK_THAT(set_cookie(out, "session="), Catch::Contains("Max-Age=0"));
  CHECK(soon_all_answer(open, 401));
  CHECK(status(elsewhere) == 200);
}

TEST_CASE("logging out everywhere ends every session of the person on every server, and nobody else's") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  environment.merge(Environment(kFourThreads));
  Server one(environment);
  environment["PORT"] = std::to_string(free_port());
  Server two(environment);

  auto here = one.signed_in();
  auto there = two.signed_in();
  auto ada = two.signed_in("ada");
  auto open = tabs(two.origin(), there);
  auto more = tabs(two.origin(), here);
  REQUIRE(all_answer(open, 200));
  REQUIRE(all_answer(more, 200));
  REQUIRE(here.post("/logout", R"({"everywhere":true})").status == 204);
  CHECK(soon_all_answer(open, 401));
  CHECK(soon_all_answer(more, 401));
  CHECK(status(ada) == 200);
  CHECK(database.sql().number("select count(*) from sessions") == 1);
}

TEST_CASE("a session ends after two weeks without use, and after sixty days whatever happens") {
  App app({}, kFewLikes);
  auto sql = app.database.sql();
  auto session_with = [&](const std::string& change) {
    auto browser = app.server.signed_in();
    sql.script("update sessions set " + change + " where created_at = (select max(created_at) from sessions)");
    return browser;
  };
  auto unused = session_with("last_used_at = now() - interval '14 days 1 second'");
  CHECK(status(unused) == 401);
  auto old = session_with("expires_at = now() - interval '1 second'");
  CHECK(status(old) == 401);
  auto used = session_with("last_used_at = now() - interval '13 days 23 hours'");
  CHECK(status(used) == 200);
  CHECK(sql.value("select max(last_used_at) > now() - interval '1 minute' from sessions") == "t");
}

TEST_CASE("a session whose use can't be noted works all the same") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  auto sql = app.database.sql();
  sql.script("update sessions set last_used_at = last_used_at - interval '1 hour'");
  app.server.process().terminate();
  app.server.start();  // it remembers nobody
  sql.script("begin; select from sessions for update");
  CHECK(browser.get("/api/v1/me").status == 200);
}

TEST_CASE("a session that the database still has works after the server was started again") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  REQUIRE(app.server.process().terminate() == 0);
  app.server.start();
  CHECK(status(browser) == 200);
}
