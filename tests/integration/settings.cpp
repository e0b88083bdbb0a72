// What a person decides: sessions, keys, and what is to be kept of them.
#include <catch2/catch.hpp>

#include <algorithm>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

int status(HttpClient& client) { return client.get("/api/v1/me").status; }
int status(HttpClient&& client) { return client.get("/api/v1/me").status; }

HttpClient tab_of(const Server& server, const HttpClient& browser) {
  auto tab = server.client();
  tab.cookies = browser.cookies;
  return tab;
}

/// Tables that say whose their rows are, users itself among them.
std::vector<std::string> tables_of_users(Sql& sql) {
  std::vector<std::string> names;
  for (const auto& row :
       sql.rows("select table_name from information_schema.columns join information_schema.tables using (table_schema, "
                "table_name) "
                "where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'user_id' order by 1"))
    names.push_back(row[0]);
  return names;
}

std::int64_t rows_of(Sql& sql, const std::string& table, const std::string& user) {
  return sql.number("select count(*) from " + table + " where user_id = $1", {user});
}

/// Somebody who has something in every table of their own.
std::string fill_every_table(Sql& sql, const std::string& person) {
  auto user = sql.value("select id from users where spotify_user_id = $1", {person});
  sql.rows(
      "insert into plays (source_id, version, user_id, played_at, track_id) select 0, 0, user_id, now(), track_id from "
      "library "
      "where user_id = $1 limit 3 on conflict do nothing",
      {user});
  sql.rows(
      "insert into snapshots (source_id, user_id, snapshot_date, time_range, rank, track_id) select 0, user_id, "
      "'2020-01-01', "
      "'short_term', row_number() over (), track_id from library where user_id = $1 limit 3",
      {user});
  sql.rows("insert into playlists (user_id, playlist_id, name, kind) values ($1, 'kept', 'kept', 'year')", {user});
  sql.rows(
      "insert into playlist_tracks (user_id, playlist_id, track_id, position) select user_id, 'kept', track_id, 1 from "
      "library where user_id = $1 limit 3",
      {user});
  sql.rows("insert into library_artists (user_id, artist_id, source_id) select $1::bigint, id, 0 from artists limit 2",
           {user});
  sql.rows("insert into imports (user_id, state, bytes) values ($1, 'done', 1)", {user});
  sql.rows("insert into gaps (user_id, starts_at, why) values ($1, now(), 'no_reading')", {user});
  sql.rows("insert into covered_spans (user_id, source_id, covered_from, covered_until) values ($1, 0, now(), now())",
           {user});
  sql.rows(
      "insert into removed_plays (user_id, track_id, played_at, is_start, source_kind) select user_id, track_id, "
      "now(), "
      "false, 'spotify' from library where user_id = $1 limit 1",
      {user});
  sql.rows(
      "insert into import_rejects (user_id, import_id, part, csv) select user_id, id, 0, 'x' from imports where "
      "user_id = $1",
      {user});
  sql.rows("insert into api_keys (key_digest, user_id, label, scope) values ($1::text::bytea, $2, 'a key', 'read')",
           {"digest " + person, user});
  sql.rows("insert into shares (user_id, slug, what, parameters) values ($1, $2, 'artists', '')",
           {user, "share of " + person});
  sql.rows("insert into share_links (user_id, slug) values ($1, $2)", {user, "share of " + person});
  sql.facts_changed();
  return user;
}

}  // namespace

TEST_CASE("sessions are listed with this one first, and each can be ended, at once") {
  App app({{"THREADS", "2"}}, kFewLikes);
  auto here = app.server.signed_in();
  auto there = app.server.signed_in();
  auto list = here.get("/api/v1/sessions");
  REQUIRE(list.size_at("/sessions") == 2);
  CHECK(list.at("/sessions/0/current") == "true");
  CHECK(list.at("/sessions/1/current") == "false");
  REQUIRE(status(there) == 200);
  CHECK(here.send("DELETE", "/api/v1/sessions/" + list.at("/sessions/1/id")).status == 204);
  CHECK(eventually([&] { return status(tab_of(app.server, there)) == 401; }));
  CHECK(status(here) == 200);
  CHECK(here.send("DELETE", "/api/v1/sessions/" + list.at("/sessions/1/id")).status == 404);
}

TEST_CASE("all other sessions end in one go, and this one goes on") {
  App app({}, kFewLikes);
  auto here = app.server.signed_in();
  auto one = app.server.signed_in(), two = app.server.signed_in(), ada = app.server.signed_in("ada");
  REQUIRE(status(one) + status(two) == 400);
  CHECK(here.post("/api/v1/sessions/end-others").at("/ended") == "2");
  CHECK(eventually([&] { return status(tab_of(app.server, one)) + status(tab_of(app.server, two)) == 802; }));
  CHECK(status(here) == 200);
  CHECK(status(ada) == 200);
}

TEST_CASE("a key is made on the page, shown once, works as far as it may, and is refused at once when revoked") {
  App app({{"THREADS", "2"}}, kFewLikes);
  auto browser = app.server.signed_in();
  auto made = browser.post("/api/v1/api-keys", R"({"label":"wall","scope":"read","days":30})");
  REQUIRE(made.status == 201);
  auto key = made.at("/key");
  CHECK(made.at("/expires_at") != "null");
  auto list = browser.get("/api/v1/api-keys");
  CHECK(list.at("/api_keys/0/label") == "wall");
  CHECK_THAT(list.body, !Contains(key));
  std::vector<HttpClient> programs;
  for (int i = 0; i < 6; ++i) programs.push_back(client_with(app.server.origin(), key));
  for (auto& program : programs) CHECK(status(program) == 200);
  CHECK(programs[0].post("/api/v1/capture").status == 403);
  CHECK(browser.send("DELETE", "/api/v1/api-keys/" + made.at("/id")).status == 204);
  for (auto& program : programs) CHECK(eventually([&] { return status(program) == 401; }));
}

TEST_CASE("a key ends on its day") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  auto key = browser.post("/api/v1/api-keys", R"({"label":"short","scope":"write","days":1})").at("/key");
  app.database.sql().script("update api_keys set expires_at = now() - interval '1 second'");
  CHECK(status(client_with(app.server.origin(), key)) == 401);
}

TEST_CASE("keys that nobody could mean are refused, and a name is given once") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  for (const char* body : {R"({"scope":"read"})", R"({"label":"x"})", R"({"label":"x","scope":"admin"})",
                           R"({"label":"x","scope":"read","days":-1})", R"({"label":"x","scope":"read","days":99999})",
                           R"({"label":"","scope":"read"})"}) {
    CAPTURE(body);
    CHECK(browser.post("/api/v1/api-keys", body).status == 422);
  }
  CHECK(browser.post("/api/v1/api-keys", R"({"label":"twice","scope":"read"})").status == 201);
  CHECK(browser.post("/api/v1/api-keys", R"({"label":"twice","scope":"read"})").status == 409);
}

TEST_CASE("a key manages neither sessions nor keys nor the account") {
  App app({}, kFewLikes);
  auto program = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  for (const char* target : {"/api/v1/sessions", "/api/v1/api-keys"}) CHECK(program.get(target).status == 403);
  for (const char* target : {"/api/v1/sessions/end-others", "/api/v1/api-keys", "/api/v1/me/disconnect",
                             "/api/v1/me/delete-history", "/api/v1/me/delete-account"})
    CHECK(program.post(target, R"({"confirm":"demo"})").status == 403);
}

TEST_CASE("what can't be undone wants to be confirmed in so many words") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto before = browser.get("/api/v1/me/holdings").body;
  for (const char* target : {"/api/v1/me/disconnect", "/api/v1/me/delete-history", "/api/v1/me/delete-account"}) {
    for (const char* body : {"", "{}", R"({"confirm":true})", R"({"confirm":"yes"})", R"({"confirm":"Demo"})"}) {
      CAPTURE(target, body);
      CHECK(browser.post(target, body).status == 422);
    }
  }
  CHECK(browser.get("/api/v1/me/holdings").body == before);
}

TEST_CASE("disconnecting forgets what Spotify granted and keeps everything else") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto library = app.database.sql().number("select count(*) from library");
  CHECK(browser.post("/api/v1/me/disconnect", R"({"confirm":"disconnect"})").status == 204);
  auto sql = app.database.sql();
  CHECK(sql.number("select count(*) from spotify_grants") == 0);
  CHECK(sql.number("select count(*) from library") == library);
  auto me = browser.get("/api/v1/me");
  CHECK(me.at("/spotify/state") == "needs_login");
  CHECK(me.at("/spotify/authorized_at") == "null");
  CHECK(app.server.signed_in().get("/api/v1/me").at("/spotify/state") == "ok");  // and can be had again
}

TEST_CASE("a deleted history is gone, playlists, keys and others stay") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server);
  auto ada = with_history(app.server, "ada");
  auto sql = app.database.sql();
  auto user = fill_every_table(sql, "demo");
  auto other = sql.value("select id from users where spotify_user_id = 'ada'");
  auto of_ada = sql.number("select count(*) from library where user_id = $1", {other});
  CHECK(demo.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})").status == 204);
  for (const char* table : {"library", "library_artists", "plays", "snapshots", "captures", "polls", "gaps",
                            "covered_spans", "imports", "import_rejects", "removed_plays"}) {
    CAPTURE(table);
    CHECK(rows_of(sql, table, user) == 0);
  }
  CHECK(demo.get("/api/v1/dashboard").at("/tracks") == "0");
  CHECK(rows_of(sql, "playlists", user) == 1);
  CHECK(rows_of(sql, "playlist_tracks", user) == 3);
  CHECK(rows_of(sql, "api_keys", user) == 1);
  CHECK(sql.number("select count(*) from library where user_id = $1", {other}) == of_ada);
  CHECK(status(demo) == 200);
}

TEST_CASE("a page that is being kept and a deletion of the history wait for each other in one direction only") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server);
  auto sql = app.database.sql();
  // Another capture, whose first page has something to change in the catalogue.
  sql.script("update tracks set name = name || '!'");
  // Somebody holds the user, as the deletion of a history does first.
  auto holder = app.database.sql();
  holder.script("begin; select from users where spotify_user_id = 'demo' for update");
  sql.script(
      "update captures set state = 'waiting', finished_at = null, claimed_by = null, claimed_until = null, steps = ("
      "select jsonb_agg(step || '{\"state\":\"waiting\",\"done\":0}') from jsonb_array_elements(steps) as step);"
      "notify captures_changed");
  auto watcher = app.database.sql();
  auto waiting = [&] {
    return watcher.number(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
  };
  REQUIRE(eventually([&] { return waiting() == 1; }, std::chrono::seconds(60)));
  // The page waits with no track in its hands: the deletion, which needs them, can't be in its way.
  CHECK_NOTHROW(watcher.script("begin; set local lock_timeout = '1ms'; select from tracks for update; rollback"));
  holder.script("rollback");
  CHECK(demo.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})").status == 204);
  CHECK(rows_of(sql, "library", sql.value("select id from users where spotify_user_id = 'demo'")) == 0);
}

TEST_CASE("a deleted account is gone from every table that says whose its rows are, and nobody else's is") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server);
  auto ada = with_history(app.server, "ada");
  auto sql = app.database.sql();
  auto user = fill_every_table(sql, "demo");
  auto other = fill_every_table(sql, "ada");
  // One of a later version, that no foreign key holds to users.
  sql.script("create table notes (user_id bigint, note text); insert into notes select id, 'mine' from users");
  std::map<std::string, std::int64_t> of_ada;
  auto tables = tables_of_users(sql);
  REQUIRE(tables.size() >= 10);
  for (const auto& table : tables) of_ada[table] = rows_of(sql, table, other);
  for (const char* table :
       {"library", "plays", "snapshots", "playlists", "playlist_tracks", "captures", "polls", "gaps", "covered_spans",
        "removed_plays", "imports", "sessions", "api_keys", "shares", "share_links", "spotify_grants"})
    REQUIRE(rows_of(sql, table, user) > 0);

  auto gone = demo.post("/api/v1/me/delete-account", R"({"confirm":"demo"})");
  REQUIRE(gone.status == 204);
  CHECK_THAT(gone.field("set-cookie"), Contains("Max-Age=0"));
  for (const auto& table : tables) {
    CAPTURE(table);
    CHECK(rows_of(sql, table, user) == 0);
    CHECK(rows_of(sql, table, other) == of_ada[table]);
  }
  CHECK(sql.number("select count(*) from users where spotify_user_id = 'demo'") == 0);
  CHECK(status(tab_of(app.server, demo)) == 401);
  CHECK(status(ada) == 200);
  CHECK(app.server.signed_in().get("/api/v1/me/holdings").at("/holdings/0/rows") !=
        "null");  // who comes back begins anew
}

TEST_CASE("nothing is deleted under an import that is under way") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  app.database.sql().script(
      "insert into imports (user_id, state, bytes, claimed_by, claimed_until) select id, 'running', 1, 'another "
      "replica', now() + interval '1 hour' from users");
  CHECK(browser.post("/api/v1/me/delete-account", R"({"confirm":"demo"})").status == 409);
  CHECK(browser.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})").status == 409);
}

TEST_CASE("what is held is counted table by table") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto user = fill_every_table(sql, "demo");
  auto holdings = browser.get("/api/v1/me/holdings");
  for (std::size_t i = 0; i < holdings.size_at("/holdings"); ++i) {
    auto at = "/holdings/" + std::to_string(i);
    CAPTURE(holdings.at(at + "/name"));
    CHECK(std::stoll(holdings.at(at + "/rows")) == rows_of(sql, holdings.at(at + "/name"), user));
    CHECK(std::stoll(holdings.at(at + "/bytes")) > 0);
  }
  CHECK(browser.get("/api/v1/captures").size_at("/captures") == 1);
}
