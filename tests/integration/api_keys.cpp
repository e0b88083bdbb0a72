// Keys for programs, from the command line to the door.
#include <catch2/catch.hpp>

#include <algorithm>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// A database with the one user "demo", a server over it, and the command line beside it.
struct House {
  House() : app({}, kFewLikes) {
    settings = {{"DATABASE_URL", app.database.url()}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};
  }

  Outcome key(const std::string& command_word, const std::vector<std::string>& words) {
    std::vector<std::string> line{"api-key", command_word};
    line.insert(line.end(), words.begin(), words.end());
    return command(line, settings);
  }

  App app;
  Environment settings;
};

}  // namespace

TEST_CASE("a key is printed once and alone, and opens the door for its user") {
  House house;
  auto made = house.key("create", {"--user", "demo", "--new-user", "--label", "harness", "--scope", "write"});
  REQUIRE(made.exit_code == 0);
  CHECK(made.err.empty());
  REQUIRE(made.out.size() > 43);
  CHECK(made.out.find('\n') == made.out.size() - 1);
  auto key = made.out.substr(0, made.out.size() - 1);
  auto client = client_with(house.app.server.origin(), key);
  auto me = client.get("/api/v1/me");
  CHECK(me.at("/user/spotify_user_id") == "demo");
  CHECK(me.at("/spotify/state") == "needs_login");  // nobody has logged in yet
  for (const char* scheme : {"bearer ", "BEARER ", "Bearer ", " bearer   "})
    CHECK(house.app.server.client().get("/api/v1/me", {{"Authorization", scheme + key}}).status == 200);
}

TEST_CASE("who made a key before the first login is the same user afterwards") {
  House house;
  auto key = make_key(house.app.database.url(), "demo");
  auto browser = house.app.server.signed_in();
  auto client = client_with(house.app.server.origin(), key);
  CHECK(client.get("/api/v1/me").at("/user/id") == browser.get("/api/v1/me").at("/user/id"));
}

TEST_CASE("what is no key opens nothing") {
  House house;
  auto key = make_key(house.app.database.url(), "demo");
  auto digest = house.app.database.sql().value("select encode(key_digest, 'hex') from api_keys");
  auto secret = key.substr(key.find('.') + 1);
  for (const auto& credentials : std::vector<std::string>{
           "Bearer", "Bearer ", "Bearer x", "Bearer " + key + "A", "Bearer " + key.substr(1), "Bearer " + digest,
           "Basic " + key, key, "Bearer mtm_" + secret, "Bearer mtm_." + secret, "Bearer mtm_0." + secret,
           "Bearer mtm_2." + secret, "Bearer mtm_01." + secret, "Bearer 1." + secret, "Bearer mtm_x." + secret,
           "Bearer mtm_99999999999999999999." + secret, "Bearer mtm_-1." + secret, "Bearer ."}) {
    CAPTURE(credentials);
    auto reply = house.app.server.client().get("/api/v1/me", {{"Authorization", credentials}});
    CHECK(reply.status == 401);
    CHECK(reply.field("www-authenticate") == "Bearer");
    CHECK(reply.field("content-type") == "application/problem+json");
  }
}

TEST_CASE("a key says whose it is, and opens nothing when its row is another user's") {
  House house;
  auto key = make_key(house.app.database.url(), "demo");
  make_key(house.app.database.url(), "ada");
  auto sql = house.app.database.sql();
  auto user = [&](const std::string& name) {
    return sql.value("select id from users where spotify_user_id = $1", {name});
  };
  CHECK(key.starts_with("mtm_" + user("demo") + "."));
  auto give_to = [&](const std::string& name) {
    sql.rows("update api_keys set user_id = $1, label = label || ' of demo' where key_digest = sha256($2::text::bytea)",
             {user(name), key});
  };
  auto status = [&] { return client_with(house.app.server.origin(), key).get("/api/v1/me").status; };
  give_to("ada");
  CHECK(status() == 401);
  give_to("demo");
  CHECK(status() == 200);
}

TEST_CASE("a key that was made before keys named their users works, is noted and is revoked like any other") {
  House house;
  auto browser = house.app.server.signed_in();
  const std::string key = "mtm_" + std::string(43, 'k');
  auto sql = house.app.database.sql();
  sql.rows(
      "insert into api_keys (key_digest, user_id, label, scope) select sha256($1::text::bytea), id, 'of before', "
      "'read' from users",
      {key});
  std::vector<HttpClient> clients;
  for (int i = 0; i < 6; ++i) clients.push_back(client_with(house.app.server.origin(), key));
  for (auto& client : clients) {
    CHECK(client.get("/api/v1/me").at("/user/spotify_user_id") == "demo");
    CHECK(client.post("/api/v1/capture").status == 403);
  }
  CHECK(sql.number("select count(*) from api_keys where last_used_at is not null") == 1);
  CHECK(house.app.server.client().get("/api/v1/me", {{"Cookie", "session=" + key}}).status == 401);
  auto id = browser.get("/api/v1/api-keys").at("/api_keys/0/id");
  REQUIRE(browser.send("DELETE", "/api/v1/api-keys/" + id).status == 204);
  for (auto& client : clients) CHECK(eventually([&] { return client.get("/api/v1/me").status == 401; }));
}

TEST_CASE("a key that may read changes nothing") {
  House house;
  auto key = make_key(house.app.database.url(), "demo", "read");
  auto client = client_with(house.app.server.origin(), key);
  CHECK(client.get("/api/v1/dashboard").status == 200);
  struct Change {
    const char* method;
    const char* target;
    const char* body;
  };
  for (auto change : {Change{"POST", "/api/v1/capture", ""},
                      {"POST", "/api/v1/playlists", R"({"year":2016,"choice":"loved"})"},
                      {"POST", "/api/v1/playlists/p/tracks", R"({"track_id":1,"position":1})"},
                      {"POST", "/api/v1/playlists/p/publish", ""},
                      {"PATCH", "/api/v1/me", R"({"time_zone":"Europe/Berlin"})"}}) {
    CAPTURE(change.target);
    CHECK(client.send(change.method, change.target, change.body).status == 403);
  }
  auto sql = house.app.database.sql();
  CHECK(sql.number("select count(*) from captures") == 0);
  CHECK(sql.value("select time_zone from users") == "null");
}

TEST_CASE("a key can't end anybody's sessions") {
  House house;
  auto browser = house.app.server.signed_in();
  auto client = client_with(house.app.server.origin(), make_key(house.app.database.url(), "demo"));
  CHECK(client.post("/logout", R"({"everywhere":true})").status == 403);
  CHECK(browser.get("/api/v1/me").status == 200);
}

TEST_CASE("keys are listed with what they are for and when they were used, never as they are") {
  House house;
  auto used = make_key(house.app.database.url(), "demo", "read", "dashboard on the wall");
  make_key(house.app.database.url(), "demo", "write", "loader");
  make_key(house.app.database.url(), "ada", "write", "another person's");
  REQUIRE(client_with(house.app.server.origin(), used).get("/api/v1/me").status == 200);
  auto listed = house.key("list", {"--user", "demo"});
  REQUIRE(listed.exit_code == 0);
  CHECK_THAT(listed.out, Catch::Contains("dashboard on the wall\tread\t") && Catch::Contains("\tlast used 2"));
  CHECK_THAT(listed.out, Catch::Contains("loader\twrite\t") && Catch::Contains("\tnever used"));
  CHECK_THAT(listed.out, !Catch::Contains("another") && !Catch::Contains(used));
  CHECK(std::count(listed.out.begin(), listed.out.end(), '\n') == 2);
}

TEST_CASE("a user id that is not known makes no user, and those who are known are listed") {
  House house;
  TemporaryFolder folder;
  auto old = folder.path("old.db");
  make_old_database(old, "older");
  auto refused = [&](std::vector<std::string> words, const std::string& told) {
    auto ended = command(words, house.settings);
    CAPTURE(words, ended.out, ended.err);
    CHECK(ended.exit_code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, Catch::Contains(told));
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  };
  auto all_refused = [&](const std::vector<std::string>& named, const std::string& told) {
    for (std::vector<std::string> words :
         std::vector<std::vector<std::string>>{{"api-key", "create", "--label", "x"},
                                               {"api-key", "list"},
                                               {"api-key", "revoke", "--label", "x"},
                                               {"import-sqlite", old},
                                               {"export-sqlite", folder.path("new.db")}}) {
      words.insert(words.end(), named.begin(), named.end());
      refused(words, told);
    }
  };
  all_refused({}, "log in once");
  all_refused({"--user", "demo"}, "log in once");
  refused({"api-key", "create", "--label", "x", "--new-user"}, "--new-user needs --user");
  CHECK(house.app.database.sql().number("select count(*) from users") == 0);

  make_key(house.app.database.url(), "demo");
  make_key(house.app.database.url(), "ada");
  all_refused({}, "ada, demo");
  all_refused({"--user", "Demo"}, "ada, demo");
  CHECK(house.app.database.sql().number("select count(*) from users") == 2);

  for (int i = 0; i < 30; ++i)
    house.app.database.sql().rows("insert into users (spotify_user_id) values ($1)", {"u\n" + std::to_string(i)});
  all_refused({}, " and 22 more");
}

TEST_CASE("while there is one user nobody has to say whom a command is about") {
  House house;
  TemporaryFolder folder;
  auto old = folder.path("old.db");
  make_old_database(old, "older");
  REQUIRE(command({"import-sqlite", old, "--user", "demo", "--new-user"}, house.settings).exit_code == 0);
  CHECK(command({"import-sqlite", old}, house.settings).exit_code == 0);
  CHECK(command({"export-sqlite", folder.path("new.db")}, house.settings).exit_code == 0);
  auto made = house.key("create", {"--label", "mine"});
  REQUIRE(made.exit_code == 0);
  auto client = client_with(house.app.server.origin(), made.out.substr(0, made.out.size() - 1));
  CHECK(client.get("/api/v1/me").at("/user/spotify_user_id") == "demo");
  CHECK_THAT(house.key("list", {}).out, Catch::StartsWith("mine\tread"));
  CHECK(house.key("revoke", {"--label", "mine"}).exit_code == 0);
  CHECK(house.app.database.sql().number("select count(*) from users") == 1);
}

TEST_CASE("a revoked key is refused at once by a server that knew it, on every thread") {
  House house;
  auto key = make_key(house.app.database.url(), "demo", "write", "lost");
  auto kept = make_key(house.app.database.url(), "demo", "write", "kept");
  std::vector<HttpClient> clients;
  for (int i = 0; i < 12; ++i) clients.push_back(client_with(house.app.server.origin(), key));
  for (auto& client : clients) REQUIRE(client.get("/api/v1/me").status == 200);
  REQUIRE(house.key("revoke", {"--user", "demo", "--label", "lost"}).exit_code == 0);
  for (auto& client : clients) CHECK(eventually([&] { return client.get("/api/v1/me").status == 401; }));
  CHECK(client_with(house.app.server.origin(), kept).get("/api/v1/me").status == 200);
  auto again = house.key("revoke", {"--user", "demo", "--label", "lost"});
  CHECK(again.exit_code == 1);
  CHECK(std::count(again.err.begin(), again.err.end(), '\n') == 1);
}

TEST_CASE("a second key of the same label is refused in one line") {
  House house;
  make_key(house.app.database.url(), "demo", "write", "twice");
  auto second = house.key("create", {"--user", "demo", "--label", "twice"});
  CHECK(second.exit_code == 1);
  CHECK(second.out.empty());
  CHECK_THAT(second.err, Catch::Contains("revoke it first"));
  CHECK(std::count(second.err.begin(), second.err.end(), '\n') == 1);
  CHECK(house.app.database.sql().number("select count(*) from api_keys") == 1);
  make_key(house.app.database.url(), "ada", "write", "twice");  // another person's labels are another matter
}

TEST_CASE("a command that is called wrongly ends with 2 and does nothing") {
  House house;
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {},
           {"api-key"},
           {"api-key", "create"},
           {"api-key", "create", "--user", "demo", "--new-user"},
           {"api-key", "create", "--user", "demo", "--new-user", "--label", "x", "--scope", "admin"},
           {"api-key", "revoke"},
           {"serve", "now"},
           {"dance"}}) {
    CHECK(command(words, house.settings).exit_code == 2);
  }
  CHECK(house.app.database.sql().number("select count(*) from users") == 0);
}

TEST_CASE("a key for a database that is away fails in one line") {
  auto made = command({"api-key", "create", "--user", "demo", "--label", "x"},
                      {{"DATABASE_URL", "postgresql:///music?host=/nowhere"},
                       {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}});
  CHECK(made.exit_code == 1);
  CHECK(made.out.empty());
  CHECK(std::count(made.err.begin(), made.err.end(), '\n') == 1);
}

TEST_CASE("a key is no session and a session no key, also right after each was used as what it is") {
  House house;
  auto key = make_key(house.app.database.url(), "demo");
  auto program = client_with(house.app.server.origin(), key);
  auto browser = house.app.server.signed_in();
  auto session = browser.cookies.at("session");
  for (int i = 0; i < 3; ++i) {
    CHECK(program.get("/api/v1/me").status == 200);
    CHECK(browser.get("/api/v1/me").status == 200);
    auto other = house.app.server.client();
    CHECK(other.get("/api/v1/me", {{"Cookie", "session=" + key}}).status == 401);
    CHECK(other.get("/api/v1/session", {{"Cookie", "session=" + key}}).at("/signed_in") == "false");
    CHECK(other.get("/api/v1/me", {{"Authorization", "Bearer " + session}}).status == 401);
  }
}
