// Logging in with Spotify, and every way in which it goes wrong: a page with a reason, never a session, never a 500.
#include <catch2/catch.hpp>

#include <future>

#include "integration/steps.hpp"
#include "support/login.hpp"

using namespace mtm::test;

namespace {

/// The word by which the page's script chooses what to say.
std::string problem(const Reply& page) {
  const std::string name = "data-problem=\"";
  auto begin = page.body.find(name);
  if (begin == std::string::npos) return "no problem: " + page.body;
  begin += name.size();
  return page.body.substr(begin, page.body.find('"', begin) - begin);
}

struct House {
  explicit House(const Environment& changes = {}) : app(changes, kFewLikes), browser(app.server.client()) {}

  Reply come_back() { return browser.get(target_of(callback_of(browser))); }
  std::int64_t sessions() { return app.database.sql().number("select count(*) from sessions"); }

  App app;
  HttpClient browser;
};

}  // namespace

TEST_CASE("a login leads to the dashboard, with a session and without a trace of the way") {
  House house;
  auto login = house.app.server.client().get("/login");
  REQUIRE(login.status == 303);
  auto authorize = login.field("location");
  CHECK_THAT(authorize, Catch::StartsWith(house.app.sandbox.origin() + "/authorize?"));
  CHECK_THAT(authorize, Catch::Contains("code_challenge_method=S256") && Catch::Contains("state="));
  auto back = house.come_back();
  REQUIRE(back.status == 303);
  CHECK(back.field("location") == "/dashboard");
  CHECK(house.browser.cookies.size() == 1);
  CHECK(house.browser.cookies.contains("session"));
  auto me = house.browser.get("/api/v1/me");
  CHECK(me.at("/user/spotify_user_id") == "demo");
  CHECK(me.at("/spotify/state") == "ok");
  CHECK(me.at("/spotify/sandbox") == "true");
}

TEST_CASE("a browser whose name is no text can log in, and what of it is text is shown") {
  App app({}, kFewLikes);
  auto browser = app.server.client();
  browser.always = {{"User-Agent", "Old\xff Browser \xc3\xa9\xc3"}};
  log_in(browser);
  CHECK(browser.get("/api/v1/me").status == 200);
  CHECK(app.database.sql().value("select agent from sessions") == "Old Browser \xc3\xa9");
}

TEST_CASE("state and challenge are new with every login, and long enough to be unguessable") {
  House house;
  auto one = house.browser.get("/login").field("location");
  auto other = house.browser.get("/login").field("location");
  auto state = [](const std::string& address) {
    auto begin = address.find("&state=") + 7;
    return address.substr(begin, address.find('&', begin) - begin);
  };
  CHECK(state(one) != state(other));
  CHECK(state(one).size() >= 22);  // 128 bits
  CHECK(one.substr(one.find("code_challenge=")) != other.substr(other.find("code_challenge=")));
}

TEST_CASE("who says no at Spotify gets a page that says so, and can log in afterwards") {
  House house;
  auto authorize = house.browser.get("/login").field("location");
  auto spotify = house.app.sandbox.client();
  auto said_no = spotify.post("/authorize/decision", authorize.substr(authorize.find('?') + 1) + "&decision=cancel",
                              {{"Content-Type", "application/x-www-form-urlencoded"}});
  REQUIRE_THAT(said_no.field("location"), Catch::Contains("error=access_denied"));
  auto page = house.browser.get(target_of(said_no.field("location")));
  CHECK(page.status == 403);
  CHECK(problem(page) == "denied");
  CHECK(house.sessions() == 0);
  REQUIRE(house.come_back().status == 303);
}

TEST_CASE("a login that took longer than ten minutes has to begin again") {
  House house;
  auto callback = callback_of(house.browser);
  house.app.database.sql().script("update logins set created_at = created_at - interval '601 seconds'");
  auto page = house.browser.get(target_of(callback));
  CHECK(page.status == 400);
  CHECK(problem(page) == "replayed");
  CHECK(house.sessions() == 0);
}

TEST_CASE("a code that Spotify has let expire is told apart from a trouble of Spotify's") {
  House house;
  auto callback = callback_of(house.browser);
  house.app.sandbox.faults(R"({"clock_offset_s":601})");
  auto page = house.browser.get(target_of(callback));
  CHECK(page.status == 400);
  CHECK(problem(page) == "expired");
  CHECK(house.sessions() == 0);
}

TEST_CASE("a callback works once") {
  House house;
  auto callback = target_of(callback_of(house.browser));
  auto cookies = house.browser.cookies;
  REQUIRE(house.browser.get(callback).status == 303);
  house.browser.cookies = cookies;
  auto page = house.browser.get(callback);
  CHECK(page.status == 400);
  CHECK(problem(page) == "replayed");
  CHECK(house.sessions() == 1);
  CHECK(calls(house.app.sandbox, "POST /api/token") == 1);
}

TEST_CASE("a callback with a state of somebody's own making opens nothing and asks Spotify nothing") {
  House house;
  auto callback = target_of(callback_of(house.browser));
  auto forged = callback.substr(0, callback.find("state=")) + "state=" + std::string(43, 'A');
  CHECK(house.browser.get(forged).status == 400);
  for (const char* target : {"/callback", "/callback?code=x", "/callback?state=x", "/callback?error=access_denied",
                             "/callback?code=&state=", "/callback?code=%00&state=%00"}) {
    CAPTURE(target);
    CHECK(house.browser.get(target).status == 400);
  }
  CHECK(house.sessions() == 0);
  CHECK(calls(house.app.sandbox, "POST /api/token") == 0);
}

TEST_CASE(
    "a callback belongs to the browser that began the login: in another one it opens nothing, and is not spoilt") {
  House house;
  auto callback = target_of(callback_of(house.browser));
  auto without_cookie = house.app.server.client();
  auto page = without_cookie.get(callback);
  CHECK(page.status == 400);
  CHECK(problem(page) == "forged");
  auto other = house.app.server.client();
  other.get("/login");  // a login of its own under way
  CHECK(problem(other.get(callback)) == "forged");
  CHECK(house.sessions() == 0);
  REQUIRE(house.browser.get(callback).status == 303);
}

TEST_CASE("who logs in in two tabs at once gets in, whichever comes back first") {
  House house;
  auto first = target_of(callback_of(house.browser));
  auto second = target_of(callback_of(house.browser));
  CHECK(house.browser.cookies.size() == 2);
  auto back = house.browser.get(second);
  CHECK(back.status == 303);
  CHECK(house.browser.get("/api/v1/me").status == 200);
  CHECK(house.browser.get(first).status == 303);
  CHECK(house.browser.get("/api/v1/me").status == 200);
  CHECK(house.browser.cookies.size() == 1);  // the session; both logins are forgotten
  CHECK(house.sessions() == 1);              // the second one has ended the first
}

TEST_CASE("a link to a callback ends no login that is under way") {
  House house;
  auto callback = target_of(callback_of(house.browser));
  auto cookies = house.browser.cookies;
  for (const char* link :
       {"/callback?code=x&state=y", "/callback", "/callback?state=y", "/callback?error=access_denied",
        "/callback?error=access_denied&state=y", "/callback?code=&state="}) {
    CAPTURE(link);
    auto page = house.browser.get(link);
    CHECK(page.status == 400);
    CHECK(page.field("set-cookie").empty());
    CHECK(house.browser.cookies == cookies);
  }
  CHECK(house.browser.get(callback).status == 303);
}

TEST_CASE("a browser has eight logins under way, and the oldest makes room for the next") {
  House house;
  auto cookie_of = [](const Reply& reply) {
    auto cookie = reply.field("set-cookie");
    return cookie.substr(0, cookie.find(';'));
  };
  std::vector<std::string> cookies;
  auto field = [&] {
    std::string text;
    for (const auto& cookie : cookies) text += (text.empty() ? "" : "; ") + cookie;
    return text;
  };
  auto client = house.app.server.client();
  for (int i = 0; i < 8; ++i) cookies.push_back(cookie_of(client.get("/login", {{"Cookie", field()}})));
  auto ninth = client.get("/login", {{"Cookie", field()}});
  auto oldest = cookies.front().substr(0, cookies.front().find('='));
  CHECK(cookie_of(ninth) == oldest + "=");
  CHECK_THAT(ninth.field("set-cookie"), Catch::Contains("Max-Age=0"));
  std::size_t set = 0;
  for (const auto& [name, value] : ninth.fields) set += name == "set-cookie";
  CHECK(set == 2);
  // What only looks like a login of ours harms nothing.
  CHECK(client.get("/login", {{"Cookie", "login-\xff=1; login-=2; login-;;" + std::string(20, ';')}}).status == 303);
}

TEST_CASE("a login leads to where one was going, also after a first attempt that failed") {
  House house;
  auto back_from = [&](const std::string& login) {
    auto authorize = house.browser.get(login).field("location");
    HttpClient spotify(origin_of(authorize));
    auto question = authorize.substr(authorize.find('?') + 1);
    auto answer = spotify.post("/authorize/decision", question + "&person=demo&decision=agree",
                               {{"Content-Type", "application/x-www-form-urlencoded"}});
    return house.browser.get(target_of(answer.field("location")));
  };
  CHECK(back_from("/login?to=%2Fsettings%23import").field("location") == "/settings#import");
  CHECK(back_from("/login?to=/search%3Fq%3Da%2Cb%2526c").field("location") == "/search?q=a%2Cb%26c");
  for (const char* elsewhere :
       {"https%3A%2F%2Fexample.org%2F", "%2F%2Fexample.org", "%2F%5Cexample.org", "%2Fa%0D%0ASet-Cookie%3A%20x%3Dy",
        "%2Flogin", "settings", "", "%2F%09%2Fexample.org"}) {
    CAPTURE(elsewhere);
    auto back = back_from(std::string("/login?to=") + elsewhere);
    CHECK(back.status == 303);
    CHECK(back.field("location") == "/dashboard");
  }

  house.app.sandbox.faults(R"({"rules":[{"route":"POST /api/token","count":1,"status":500}]})");
  auto page = back_from("/login?to=%2Fsearch%3Fq%3Da%26copy%3D1");
  CHECK(problem(page) == "spotify_down");
  CHECK_THAT(page.body, Catch::Contains("data-return-path=\"/search?q=a&amp;copy=1\""));
}

TEST_CASE("a path that was put into a login's cookie afterwards is not believed") {
  House house;
  auto callback = target_of(callback_of(house.browser));
  REQUIRE(house.browser.cookies.size() == 1);
  house.browser.cookies.begin()->second += "//example.org";
  auto page = house.browser.get(callback);
  CHECK(page.status == 400);
  CHECK(problem(page) == "replayed");
  CHECK(house.sessions() == 0);
}

TEST_CASE("nothing that sets a cookie may be kept by anybody in between") {
  House house;
  auto check = [](const Reply& reply) {
    CAPTURE(reply.status, reply.body);
    CHECK_FALSE(reply.field("set-cookie").empty());
    CHECK(reply.field("cache-control") == "no-store");
  };
  check(house.browser.get("/login"));
  check(house.browser.send("HEAD", "/login"));
  auto callback = target_of(callback_of(house.browser));
  auto cookies = house.browser.cookies;
  check(house.browser.get(callback));
  auto session = house.browser.cookies;
  house.browser.cookies = cookies;
  check(house.browser.get(callback));  // used already
  house.browser.cookies = session;
  check(house.browser.post("/logout"));
  log_in(house.browser);
  check(house.browser.post("/api/v1/me/delete-account", R"({"confirm":"demo"})"));
}

TEST_CASE("an app that Spotify does not know leads to Spotify's own page, and a wrong secret to ours") {
  House unknown(Environment{{"SPOTIFY_CLIENT_ID", "another-client"}});
  auto authorize = unknown.browser.get("/login").field("location");
  auto page = unknown.app.sandbox.client().get(target_of(authorize));
  CHECK(page.status == 400);
  CHECK_THAT(page.body, Catch::Contains("INVALID_CLIENT"));

  House wrong(Environment{{"SPOTIFY_CLIENT_SECRET", "not-the-secret"}});
  auto back = wrong.come_back();
  CHECK(back.status == 503);
  CHECK(problem(back) == "not_configured");
  CHECK(wrong.sessions() == 0);
}

TEST_CASE("without an app at Spotify's, the login says that this machine is not connected") {
  House house({{"SPOTIFY_CLIENT_ID", ""}, {"SPOTIFY_CLIENT_SECRET", ""}});
  auto page = house.browser.get("/login");
  CHECK(page.status == 503);
  CHECK(problem(page) == "not_configured");
}

TEST_CASE("whatever Spotify does to the exchange of the code, the person is told and can log in afterwards") {
  House house;
  for (const char* rule :
       {R"("status":500)", R"("status":503,"body":"html")", R"("status":200,"body":"html")",
        R"("status":200,"body":"truncated")", R"("status":200,"body":"empty")", R"("status":200,"body":"nested")",
        R"("status":400,"body":"html")", R"("status":302,"location":"http://127.0.0.1:1/")", R"("cut":"before")",
        R"("cut":"middle")", R"("status":429,"retry_after":1)"}) {
    CAPTURE(rule);
    house.app.sandbox.faults(R"({"rules":[{"route":"POST /api/token","count":1,)" + std::string(rule) + "}]}");
    auto page = house.come_back();
    CHECK(page.status == 503);
    CHECK(problem(page) == "spotify_down");
    CHECK(house.sessions() == 0);
  }
  REQUIRE(eventually([&] { return house.come_back().status == 303; }));  // once the second of the 429 has passed
  CHECK(house.sessions() == 1);
}

TEST_CASE("a person whom the app's owner has not let in is told so") {
  House house;
  house.app.sandbox.faults(
      R"({"rules":[{"route":"GET /v1/me","status":403,"body":"text/plain","message":"User not registered in the Developer Dashboard"}]})");
  auto page = house.come_back();
  CHECK(page.status == 403);
  CHECK(problem(page) == "not_registered");
  CHECK(house.sessions() == 0);
}

TEST_CASE("the account stays the same when Spotify renames it") {
  ScratchDatabase database;
  Sandbox before({"--likes", "20", "--person-id", "demo"});
  {
    Server server(server_environment(database.url(), before));
    auto browser = with_history(server);
  }
  auto sql = database.sql();
  // As if the account had had another name then: the public account id says that it is the same one.
  sql.script(
      "update users set spotify_user_id = 'old name';"
      "update identities set identity = 'spotify:user:old name' where identity = 'spotify:user:demo'");
  Server server(server_environment(database.url(), before));
  auto browser = server.signed_in();
  CHECK(sql.rows("select id, spotify_user_id from users") == Rows{{"1", "demo"}});
  // The former name is nobody's, for whoever is called so next.
  CHECK(sql.value("select string_agg(regexp_replace(identity, 'account:.*', 'account'), ' ' order by identity) "
                  "from identities where user_id = 1") == "spotify:account spotify:user:demo");
}

TEST_CASE("a name that somebody else has here stays theirs, and the account logs in all the same") {
  House house;
  REQUIRE(house.come_back().status == 303);
  auto sql = house.app.database.sql();
  // The account had another name here, and the one that it has now was given to another user meanwhile.
  sql.script(
      "update users set spotify_user_id = 'old name';"
      "insert into users (spotify_user_id) values ('demo');"
      "update identities set user_id = (select max(id) from users) where identity = 'spotify:user:demo'");
  auto browser = house.app.server.signed_in();
  CHECK(browser.get("/api/v1/me").at("/user/id") == "1");
  CHECK(sql.value("select user_id from identities where identity = 'spotify:user:demo'") == "2");
}

namespace {

/// A login whose callback is answered while the test does something else.
class LoginUnderWay {
 public:
  explicit LoginUnderWay(House& house) : watcher_(house.app.database.sql()) {
    auto target = target_of(callback_of(house.browser));
    answer_ = std::async(std::launch::async, [&house, target] { return house.browser.get(target); });
  }

  /// Until it waits for what another transaction holds.
  void wait_until_held() {
    REQUIRE(eventually([&] {
      return watcher_.number(
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                 "'Lock'") == 1;
    }));
  }
  Reply answer() { return answer_.get(); }

 private:
  Sql watcher_;
  std::future<Reply> answer_;
};

}  // namespace

TEST_CASE("who logs in for the first time in two places at once is one user") {
  House house;
  auto other = house.app.database.sql(), sql = house.app.database.sql();
  // The other place has looked, found nobody, and made the user; it has not committed.
  other.script(
      "begin; insert into users (spotify_user_id) values ('demo');"
      "insert into identities (identity, user_id) select 'spotify:user:demo', id from users");
  auto theirs = other.value("select id from users");
  LoginUnderWay login(house);
  SECTION("and the other one was first") {
    // This place found nobody either, has made its own user, and waits for the name.
    login.wait_until_held();
    other.script("commit");
    REQUIRE(login.answer().status == 303);
    CHECK(house.browser.get("/api/v1/me").at("/user/id") == theirs);
  }
  SECTION("and the other one gave up") {
    login.wait_until_held();
    other.script("rollback");
    REQUIRE(login.answer().status == 303);
    CHECK(house.browser.get("/api/v1/me").at("/user/id") != theirs);
  }
  CHECK(sql.number("select count(*) from users") == 1);
  CHECK(sql.number("select count(*) from identities where user_id = (select id from users)") == 2);
}

TEST_CASE("who logs in while the account is being deleted begins anew") {
  House house;
  REQUIRE(house.come_back().status == 303);
  auto before = house.browser.get("/api/v1/me").at("/user/id");
  auto other = house.app.database.sql(), sql = house.app.database.sql();
  other.rows("begin");
  other.rows("select id from users where id = $1 for update", {before});
  LoginUnderWay login(house);
  login.wait_until_held();
  other.rows("select erase_user($1)", {before});
  other.rows("commit");
  REQUIRE(login.answer().status == 303);
  CHECK(house.browser.get("/api/v1/me").at("/user/id") != before);
  CHECK(sql.number("select count(*) from users") == 1);
  CHECK(sql.number("select count(*) from identities") == 2);
}
