// What went wrong once leaves nothing behind: no loop has ended, no place is taken, and Spotify was not asked in a
// hurry.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/gate.hpp"

using namespace mtm::test;

namespace {

const char* const kTables[] = {"captures", "imports", "playlists", "spotify_budgets"};

/// PostgreSQL refuses each change that `condition` describes, until the trigger is dropped.
void refuse_changes(Sql& sql, const std::string& table, const std::string& condition) {
  sql.script(
      "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused by a test'; end "
      "$$;"
      "create trigger refuse before update on " +
      table + " for each row when (" + condition + ") execute function refuse()");
}

}  // namespace

TEST_CASE("a statement that PostgreSQL refuses ends no loop of the background") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto playlist = keep_a_year(browser);
  auto sql = app.database.sql();
  for (const std::string table : kTables) sql.script("alter table " + table + " rename to away_" + table);
  for (const char* task : {"looking for captures", "looking for publications", "keeping the Spotify budget",
                           "keeping the claims of imports"})
    app.server.process().wait_for_line(task);
  for (const std::string table : kTables) sql.script("alter table away_" + table + " rename to " + table);
  // Work for each of them.
  sql.script(
      "update playlists set state = 'publishing', marker = 'mtm-left', claimed_by = 'gone', claimed_until = now() - "
      "interval '1 second';"
      "insert into imports (user_id, state, bytes, claimed_by, claimed_until) select id, 'running', 1, 'gone', now() - "
      "interval '1 second' from users;"
      "update spotify_budgets set updated_at = '2020-01-01'");
  browser.post("/api/v1/capture");
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(eventually([&] { return browser.get("/api/v1/playlists/" + playlist).at("/state") == "published"; }));
  CHECK(eventually([&] { return sql.value("select state from imports") == "failed"; }));
  CHECK(eventually(
      [&] { return sql.number("select count(*) from spotify_budgets where updated_at > '2020-01-01'") == 1; }));
}

TEST_CASE("a capture of which nothing can be noted frees its user's place, and is taken up again") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  refuse_changes(sql, "captures", "old.state = 'running' and new.state = 'waiting'");
  app.sandbox.faults(R"({"rules":[{"route":"GET /v1/me/tracks","status":429,"body":"text/plain","retry_after":6}]})");
  browser.post("/api/v1/capture");
  app.server.process().wait_for_line("refused by a test");
  sql.script("drop trigger refuse on captures");
  app.sandbox.faults("{}");
  sql.script("update captures set claimed_until = now() - interval '1 second' where state = 'running'");
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(app.server.process().terminate() == 0);
}

TEST_CASE("a capture that finds no room for a connection does not ask Spotify before there is room") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Gate gate(database.socket_path());
  Server server(server_environment(database.url_through(gate.port()), sandbox));
  auto browser = with_history(server);
  gate.refuse();
  // The shared connection stays. Those that were lent are known by the end of a transaction; one that is in the middle
  // of another comes to it, too.
  auto sql = database.sql();
  const std::string ours =
      " from pg_stat_activity where datname = current_database() and application_name = 'music-time-machine "
      "background'";
  REQUIRE(eventually([&] {
    sql.script("select pg_terminate_backend(pid)" + ours + " and query in ('commit', 'rollback')");
    return sql.number("select count(*)" + ours) == 1;
  }));
  auto asked = calls(sandbox, "GET /v1/me/tracks");
  browser.post("/api/v1/capture");
  server.process().wait_for_line("capture waits for the database");
  CHECK(calls(sandbox, "GET /v1/me/tracks") == asked + 1);
  gate.pass();
  CHECK(finished_capture(browser).at("/state") == "done");
  CHECK(calls(sandbox, "GET /v1/me/tracks") == asked + 1 + 3);  // and its three pages
}
