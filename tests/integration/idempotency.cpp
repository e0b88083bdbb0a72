// A change that carries an Idempotency-Key is made once, however often it is repeated.
#include <catch2/catch.hpp>

#include <thread>

#include "integration/steps.hpp"
#include "support/gate.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

Fields key(const std::string& text) { return {{"Idempotency-Key", text}}; }

/// The same person once more, on a connection of its own.
HttpClient another_tab(const HttpClient& client) {
  HttpClient tab(client.origin);
  tab.cookies = client.cookies;
  return tab;
}

/// The body that keeps the playlist of a year that has something.
std::string a_year(HttpClient& client) {
  return R"({"choice":"loved","limit":10,"year":)" + client.get("/api/v1/years").at("/years/0/year") + "}";
}

}  // namespace

TEST_CASE("whoever repeats a change gets the first answer again") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto body = a_year(browser);
  auto first = browser.post("/api/v1/playlists", body, key("first-try"));
  REQUIRE(first.status == 201);
  CHECK(first.field("idempotency-replayed").empty());
  auto again = browser.post("/api/v1/playlists", body, key("first-try"));
  CHECK(again.status == 201);  // without the key it would be 200: kept before
  CHECK(again.body == first.body);
  CHECK(again.field("idempotency-replayed") == "true");
  CHECK(browser.post("/api/v1/playlists", body).status == 200);
  CHECK(app.database.sql().number("select count(*) from playlists") == 1);
}

TEST_CASE("a key that was used for another request is refused, and another user's key is another key") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server);
  auto ada = with_history(app.server, "ada");
  auto body = a_year(demo);
  REQUIRE(demo.post("/api/v1/playlists", body, key("same")).status == 201);
  CHECK(demo.post("/api/v1/playlists", R"({"choice":"loved","limit":20,"year":2016})", key("same")).status == 422);
  CHECK(demo.post("/api/v1/capture", "", key("same")).status == 422);
  CHECK(ada.post("/api/v1/playlists", a_year(ada), key("same")).status == 201);
  for (const std::string& bad : {std::string("two words"), std::string(256, 'x'), std::string("caf\xc3\xa9")})
    CHECK(demo.post("/api/v1/playlists", body, key(bad)).status == 400);
}

TEST_CASE("while a change is being made, its repetition is told to wait") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto body = a_year(browser);
  auto lock = app.database.sql();
  lock.script("begin; lock table playlists in access exclusive mode");
  auto other = another_tab(browser);
  browser.ask("POST", "/api/v1/playlists", body, key("slow"));
  auto watching = app.database.sql();
  REQUIRE(eventually([&] { return watching.number("select count(*) from idempotency_keys") == 1; }));
  auto waiting = other.post("/api/v1/playlists", body, key("slow"));
  CHECK(waiting.status == 409);
  CHECK_FALSE(waiting.field("retry-after").empty());
  lock.script("rollback");
  CHECK(browser.read_reply().status == 201);
  CHECK(other.post("/api/v1/playlists", body, key("slow")).status == 201);
}

TEST_CASE("what the server could not do is tried again under the same key") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto body = a_year(browser);
  auto sql = app.database.sql();
  sql.script("alter table playlist_tracks rename to elsewhere");
  CHECK(browser.post("/api/v1/playlists", body, key("again")).status == 500);
  sql.script("alter table elsewhere rename to playlist_tracks");
  CHECK(browser.post("/api/v1/playlists", body, key("again")).status == 201);
}

TEST_CASE("two who send the same change at once make it once") {
  App app({{"THREADS", "2"}}, kFewLikes);
  auto browser = with_history(app.server);
  auto body = a_year(browser);
  std::vector<int> statuses(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < statuses.size(); ++i)
    threads.emplace_back(
        [&, i] { statuses[i] = another_tab(browser).post("/api/v1/playlists", body, key("together")).status; });
  for (auto& thread : threads) thread.join();
  for (int status : statuses) CHECK((status == 201 || status == 409));
  CHECK(std::count(statuses.begin(), statuses.end(), 201) >= 1);
  CHECK(browser.post("/api/v1/playlists", body, key("together")).status == 201);
}

TEST_CASE("an answer is kept sealed, for a day, and outdated ones go on the way") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto body = a_year(browser);
  REQUIRE(browser.post("/api/v1/playlists", body, key("old")).status == 201);
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from idempotency_keys where position('playlist'::bytea in answer) > 0") == 0);
  CHECK(sql.number("select count(*) from idempotency_keys where expires_at between now() + interval '23 hours' and "
                   "now() + interval '25 hours'") == 1);
  sql.script("update idempotency_keys set expires_at = now() - interval '1 second'");
  CHECK(browser.post("/api/v1/playlists", body, key("new")).status == 200);
  CHECK(sql.rows("select key from idempotency_keys") == Rows{{"new"}});
}
