// Streams of events end with the key or the session that opened them, wherever that ends.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/event_stream.hpp"
#include "support/neighbours.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// Everybody's capture waits for Spotify until tomorrow, so that a page may watch it all day.
void put_captures_off(Sql sql) {
  sql.script(R"sql(
    update captures set state = 'failed', finished_at = now() where state in ('waiting', 'running');
    insert into captures (user_id, state, steps, sentence, resumes_at)
    select id, 'waiting', '[]', 'Tomorrow', now() + interval '1 day' from users)sql");
}

HttpClient tab_of(const HttpClient& browser, Server& server) {
  auto tab = server.client();
  tab.cookies = browser.cookies;
  return tab;
}

std::optional<Event> next_of(EventStream& stream, const std::string& name) {
  auto event = stream.next();
  while (event && event->name != name) event = stream.next();
  return event;
}

/// Reads what still comes.
bool ends(EventStream& stream) {
  while (stream.next()) {
  }
  return true;
}

}  // namespace

TEST_CASE("the event stream of a key ends when the key is revoked at another server") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  Server one(environment);
  environment["PORT"] = std::to_string(free_port());
  Server two(environment);
  auto key = make_key(database.url(), "demo", "read", "wall");
  auto other = make_key(database.url(), "demo", "read", "desk");
  put_captures_off(database.sql());
  auto wall = client_with(two.origin(), key);
  auto desk = client_with(two.origin(), other);
  EventStream stream(wall, "/api/v1/capture/events"), unharmed(desk, "/api/v1/capture/events");
  REQUIRE(stream.next());
  REQUIRE(unharmed.next());
  auto browser = one.signed_in("demo");
  auto keys = browser.get("/api/v1/api-keys");
  auto id = database.sql().value("select id from api_keys where label = 'wall'");
  REQUIRE(browser.send("DELETE", "/api/v1/api-keys/" + id).status == 204);
  CHECK(ends(stream));
  CHECK(client_with(two.origin(), key).get("/api/v1/me").status == 401);
  CHECK_NOTHROW(database.sql().script(
      "update captures set sentence = 'Still here'; select pg_notify('captures_changed', id::text) from users"));
  CHECK(unharmed.next());
}

TEST_CASE("the event stream of a session ends when the person logs out everywhere") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  Server one(environment);
  environment["PORT"] = std::to_string(free_port());
  Server two(environment);
  auto here = one.signed_in("demo");
  finished_capture(here);
  put_captures_off(database.sql());
  auto there = two.client();
  there.cookies = here.cookies;
  EventStream stream(there, "/api/v1/capture/events");
  REQUIRE(stream.next());
  REQUIRE(here.send("POST", "/logout", R"({"everywhere":true})").status == 204);
  CHECK(ends(stream));
}

TEST_CASE("behind PgBouncer, where nobody hears what others say, a stream ends with its key and tells what changes") {
  ScratchDatabase database;
  auto key = make_key(database.url(), "demo", "read");
  put_captures_off(database.sql());
  PgBouncer bouncer(database.url(), 3);
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(bouncer.url(), sandbox);
  environment["DB_PREPARED"] = "off";
  Server server(environment);
  auto client = client_with(server.origin(), key);
  EventStream stream(client, "/api/v1/capture/events");
  REQUIRE(stream.next());
  database.sql().script("update captures set sentence = 'The day after tomorrow'");
  auto changed = stream.next();
  REQUIRE(changed);
  CHECK_THAT(changed->data, Catch::Contains("The day after tomorrow"));
  database.sql().script("delete from api_keys");
  CHECK(ends(stream));
}

TEST_CASE("a capture that goes on after a while is told to whoever watches, to its end") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in("demo");
  finished_capture(browser);
  auto tab = app.server.client();
  tab.cookies = browser.cookies;
  put_captures_off(app.database.sql());
  EventStream stream(tab, "/api/v1/capture/events");
  REQUIRE(stream.next());
  app.database.sql().script("update captures set resumes_at = now() where state = 'waiting'");  // told to nobody
  std::string last;
  while (auto event = stream.next()) last = event->data;
  CHECK_THAT(last, Catch::Contains("finished_at") && !Catch::Contains(R"("finished_at":null)"));
}

TEST_CASE("an open page hears of its person's plays and syncs, and of nobody else's") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server), ada = with_history(app.server, "ada");
  auto sql = app.database.sql();
  auto version = [&] {
    return sql.value("select version from libraries join users on id = user_id where spotify_user_id = 'demo'");
  };
  auto add_play = [&](HttpClient& browser) {
    auto track = browser.get("/api/v1/history?limit=1").at("/plays/0/track/id");
    CHECK(browser.post("/api/v1/history", R"({"track_id":")" + track + R"(","started_at":"2026-03-01T20:15:00Z"})")
              .status == 201);
  };
  auto tab = tab_of(demo, app.server);
  EventStream stream(tab, "/api/v1/events");
  auto first = next_of(stream, "history"), sync = next_of(stream, "capture");
  REQUIRE(first);
  REQUIRE(sync);
  CHECK_THAT(first->data, Catch::Contains("\"version\":" + version() + ","));

  add_play(ada);
  add_play(demo);
  auto second = stream.next();
  REQUIRE(second);
  CHECK(second->name == "history");
  CHECK_THAT(second->data, Catch::Contains("\"version\":" + version() + ","));

  REQUIRE(ada.post("/api/v1/capture", "").status == 202);
  REQUIRE(demo.post("/api/v1/capture", "").status == 202);
  auto begun =
      sql.value("select max(c.id) from captures c join users on users.id = user_id where spotify_user_id = 'demo'");
  auto capture = next_of(stream, "capture");
  REQUIRE(capture);
  CHECK_THAT(capture->data, Catch::Contains("\"id\":\"" + begun + "\""));
  // It goes on after the capture has ended.
  while (capture && capture->data.find(R"("finished_at":null)") != std::string::npos)
    capture = next_of(stream, "capture");
  REQUIRE(capture);
  sql.script("update libraries set version = version + 1; select pg_notify('histories_changed', id::text) from users");
  CHECK(next_of(stream, "history"));
}

TEST_CASE(
    "a person has so many open pages that are told of changes, and no more, and another person's are not counted") {
  App app({}, kFewLikes);
  auto demo = app.server.signed_in("demo"), ada = app.server.signed_in("ada");
  std::vector<HttpClient> tabs;
  std::vector<EventStream> streams;
  constexpr int kMost = 16;
  for (int i = 0; i < kMost + 2; ++i) tabs.push_back(tab_of(i <= kMost ? demo : ada, app.server));
  for (int i = 0; i < kMost; ++i) {
    streams.emplace_back(tabs[static_cast<std::size_t>(i)], "/api/v1/events");
    CHECK(streams.back().head().status == 200);
  }
  auto refused = tabs[kMost].get("/api/v1/events");
  CHECK(refused.status == 429);
  CHECK(refused.field("retry-after") == "30");
  CHECK(EventStream(tabs[kMost + 1], "/api/v1/events").head().status == 200);
}
