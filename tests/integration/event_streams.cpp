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
