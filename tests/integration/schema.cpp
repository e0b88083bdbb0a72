// The schema is brought up to date once, whoever tries, and a database that does not fit the program is left alone.
#include <catch2/catch.hpp>

#include <algorithm>

#include "db/errors.hpp"
#include "db/schema.hpp"
#include "integration/old_database.hpp"
#include "integration/steps.hpp"

using namespace mtm::test;
using namespace mtm;

namespace {

Environment settings(const ScratchDatabase& database) {
  return {{"DATABASE_URL", database.url()}, {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"}};
}

auto lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

std::string tables(const ScratchDatabase& database) {
  return database.sql().value(
      "select coalesce(string_agg(table_name || '.' || column_name, ' ' order by table_name, column_name), '')"
      " from information_schema.columns where table_schema = 'public'");
}

void check_that_it_refuses(const ScratchDatabase& database, const std::string& says) {
  auto before = tables(database);
  for (const char* word : {"serve", "migrate"}) {
    CAPTURE(word);
    auto ended = command({word}, settings(database));
    CHECK(ended.exit_code == 1);
    CHECK_THAT(ended.err, Catch::Contains(says));
    CHECK(lines(ended.err) == 1);
  }
  CHECK(tables(database) == before);
}

std::vector<std::string> step_names(const ScratchDatabase& database) {
  std::vector<std::string> names;
  for (const auto& row : database.sql().rows("select name from schema_steps order by name")) names.push_back(row[0]);
  return names;
}

Embedded step(std::string_view path, std::string_view sql) {
  Embedded file{};
  file.path = path;
  file.bytes = sql;
  return file;
}

}  // namespace

TEST_CASE("migrate applies every step, and a second time nothing") {
  ScratchDatabase database;
  auto first = command({"migrate"}, settings(database));
  CHECK(first.exit_code == 0);
  auto names = step_names(database);
  REQUIRE_FALSE(names.empty());
  for (const auto& name : names) CHECK_THAT(first.out, Catch::Contains("applied " + name));
  auto before = tables(database);
  auto second = command({"migrate"}, settings(database));
  CHECK(second.exit_code == 0);
  CHECK_THAT(second.out, Catch::Contains("nothing to do"));
  CHECK(tables(database) == before);
}

TEST_CASE("three who migrate at once apply every step once") {
  ScratchDatabase database;
  std::vector<std::unique_ptr<Process>> migrating;
  for (int i = 0; i < 3; ++i)
    migrating.push_back(std::make_unique<Process>(std::vector<std::string>{program("music-time-machine"), "migrate"},
                                                  settings(database)));
  std::string said;
  for (auto& process : migrating) {
    CHECK(process->wait() == 0);
    said += process->out();
  }
  for (const auto& name : step_names(database)) {
    CAPTURE(said);
    auto found = said.find("applied " + name);
    REQUIRE(found != std::string::npos);
    CHECK(said.find("applied " + name, found + 1) == std::string::npos);
  }
}

TEST_CASE("three servers that start at once over an empty database all serve") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  std::vector<std::unique_ptr<Process>> servers;
  for (int i = 0; i < 3; ++i) {
    auto environment = server_environment(database.url(), sandbox);
    servers.push_back(
        std::make_unique<Process>(std::vector<std::string>{program("music-time-machine"), "serve"}, environment));
  }
  for (auto& server : servers) CHECK_NOTHROW(server->wait_for_line("Listening on"));
}

TEST_CASE("a program goes on under the schema of a newer one, as when somebody rolls back") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  REQUIRE(command({"migrate"}, settings(database)).exit_code == 0);
  database.sql().script("insert into schema_steps (name, checksum) values ('999_future.sql', 'x')");
  auto before = tables(database);
  auto again = command({"migrate"}, settings(database));
  CHECK(again.exit_code == 0);
  CHECK_THAT(again.out, Catch::Contains("newer"));
  Server server(server_environment(database.url(), sandbox));
  CHECK_NOTHROW(server.process().wait_for_line("newer than this program"));
  CHECK(server.client().get("/health").status == 200);
  CHECK(tables(database) == before);
}

TEST_CASE("a schema with unknown steps that lacks some of ours is another program's and left as it is") {
  ScratchDatabase database;
  REQUIRE(command({"migrate"}, settings(database)).exit_code == 0);
  database.sql().script("insert into schema_steps (name, checksum) values ('000_foreign.sql', 'x')");
  check_that_it_refuses(database, "does not know");
  database.sql().script(
      "delete from schema_steps where name like '019%'; insert into schema_steps (name, checksum) values "
      "('999_future.sql', 'x')");
  check_that_it_refuses(database, "does not know");
}

TEST_CASE("told to wait, a server changes no schema and serves when somebody else has") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  environment["MIGRATE_AT_START"] = "off";
  Process server({program("music-time-machine"), "serve"}, environment);
  server.wait_for_line("waiting for the schema");
  CHECK(tables(database).empty());
  REQUIRE(command({"migrate"}, settings(database)).exit_code == 0);
  CHECK_NOTHROW(server.wait_for_line("Listening on"));
  CHECK(server.terminate() == 0);
}

TEST_CASE("a server starts over a database that is read-only for the moment") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  REQUIRE(command({"migrate"}, settings(database)).exit_code == 0);
  auto name = database.sql().value("select current_database()");
  database.sql().script("alter database \"" + name + "\" set default_transaction_read_only = on");
  Server server(server_environment(database.url(), sandbox));
  CHECK(server.client().get("/health").status == 200);
}

TEST_CASE("told to wait, commands change no schema either, and say what to do") {
  ScratchDatabase database;
  TemporaryFolder folder;
  auto environment = settings(database);
  environment["MIGRATE_AT_START"] = "off";
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"import-sqlite", file, "--user", "demo"},
                                             {"export-sqlite", folder.path("new.db"), "--user", "demo"},
                                             {"api-key", "create", "--user", "demo", "--label", "wall"}}) {
    CAPTURE(words);
    auto refused = command(words, environment);
    CHECK(refused.exit_code == 1);
    CHECK_THAT(refused.err, Catch::Contains("run `music-time-machine migrate` first"));
    CHECK(tables(database).empty());
  }
  REQUIRE(command({"migrate"}, environment).exit_code == 0);
  CHECK(command({"import-sqlite", file, "--user", "demo", "--new-user"}, environment).exit_code == 0);
}

TEST_CASE("a server waits for a database that is read-only and lacks steps of the schema") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto name = database.sql().value("select current_database()");
  auto sql = database.sql();
  sql.script("alter database \"" + name + "\" set default_transaction_read_only = on");
  Process server({program("music-time-machine"), "serve"}, server_environment(database.url(), sandbox));
  CHECK_THAT(server.wait_for_line("waiting for the database"), Catch::Contains("read-only and lacks"));
  sql.script("alter database \"" + name + "\" reset default_transaction_read_only");
  CHECK_NOTHROW(server.wait_for_line("Listening on"));
}

TEST_CASE("a step takes as long as it needs, whatever the role's limit for a statement is") {
  ScratchDatabase database;
  auto name = database.sql().value("select current_database()");
  database.sql().script("alter database \"" + name + "\" set statement_timeout = '1s'");
  const Embedded slow[] = {step("/001_slow.sql", "create table slow as select pg_sleep(1.5)::text")};
  CHECK_NOTHROW(db::apply_schema(database.url(), slow));
}

TEST_CASE("a step that was applied with another text is refused by its name") {
  ScratchDatabase database;
  REQUIRE(command({"migrate"}, settings(database)).exit_code == 0);
  database.sql().script("update schema_steps set checksum = repeat('0', 64) where name like '019%'");
  check_that_it_refuses(database, "019_baseline.sql");
}

TEST_CASE("a step that fails leaves nothing of itself, and those before it stay") {
  ScratchDatabase database;
  const Embedded broken[] = {step("/001_good.sql", "create table good (n int)"),
                             step("/002_broken.sql", "create table half (n int); insert into half values (1 / 0)"),
                             step("/003_later.sql", "create table later (n int)")};
  CHECK_THROWS_AS(db::apply_schema(database.url(), broken), db::Error);
  CHECK(step_names(database) == std::vector<std::string>{"001_good.sql"});
  CHECK(database.sql().rows(
            "select to_regclass('good') is null, to_regclass('half') is null, to_regclass('later') is null") ==
        Rows{{"f", "t", "t"}});

  const Embedded mended[] = {broken[0], step("/002_broken.sql", "create table half (n int)"), broken[2]};
  CHECK(db::missing_schema_steps(database.url(), mended) == 2);
  auto report = db::apply_schema(database.url(), mended);
  CHECK(report.before == 1);
  CHECK(report.applied == std::vector<std::string>{"002_broken.sql", "003_later.sql"});
  CHECK(db::missing_schema_steps(database.url(), mended) == 0);
}

TEST_CASE("whoever waits for another's step applies what is left") {
  ScratchDatabase database;
  auto other = database.sql();
  other.script("select pg_advisory_lock(1836346673)");  // as somebody who migrates holds it
  Process migrate({program("music-time-machine"), "migrate"}, settings(database));
  auto watching = database.sql();
  REQUIRE(eventually([&] {
    return watching.number(
               "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
               "'Lock'") == 1;
  }));
  CHECK(watching.value("select to_regclass('tracks')") == "null");
  other.script("select pg_advisory_unlock(1836346673)");
  CHECK(migrate.wait() == 0);
  CHECK(watching.value("select to_regclass('tracks')") == "tracks");
}

TEST_CASE("a migration that is killed in the middle of a step leaves nothing of it, and the next one applies it") {
  ScratchDatabase database, whole;
  auto other = database.sql();
  other.script(
      "create function pause() returns event_trigger language plpgsql as "
      "$$ begin if to_regclass('playlists') is not null then perform pg_advisory_xact_lock(4711); end if; end $$;"
      "create event trigger pauses on ddl_command_end when tag in ('CREATE TABLE') execute function pause();"
      "select pg_advisory_lock(4711)");
  Process migrate({program("music-time-machine"), "migrate"}, settings(database));
  auto in_the_middle = [&] {
    return other.number(
               "select count(*) from pg_locks where locktype = 'advisory' and objid = 4711 and not granted"
               " and database = (select oid from pg_database where datname = current_database())") == 1;
  };
  REQUIRE(eventually(in_the_middle));
  migrate.kill();
  other.script("select pg_advisory_unlock(4711)");
  REQUIRE(eventually(
      [&] { return other.number("select count(*) from pg_stat_activity where datname = current_database()") == 1; }));
  CHECK(tables(database).empty());
  other.script("drop event trigger pauses; drop function pause()");

  auto again = command({"migrate"}, settings(database));
  CHECK(again.exit_code == 0);
  REQUIRE(command({"migrate"}, settings(whole)).exit_code == 0);
  CHECK(step_names(database) == step_names(whole));
  CHECK(tables(database) == tables(whole));
}

// Without a search_path, as autovacuum, reindexdb and a dump that is restored see it.
TEST_CASE("what indexes and generated columns say can be evaluated by whoever looks after the database") {
  ScratchDatabase database;
  REQUIRE(command({"migrate"}, settings(database)).exit_code == 0);
  auto sql = database.sql();
  sql.script(
      "insert into users (spotify_user_id) values ('demo'); insert into artists (spotify_id, name) values ('a', 'An "
      "Artist');"
      "insert into tracks (spotify_id, name, artist_id, audio_features) "
      "select 't' || n, 'A Track', id, '{\"energy\": 0.5, \"valence\": 0.5, \"danceability\": 0.5}' from artists, "
      "generate_series(1, 50) n;"
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks "
      "where tracks.id > 1;"
      "set search_path = ''");
  for (const auto& row : sql.rows("select format('%I.%I', table_schema, table_name) from information_schema.tables "
                                  "where table_schema = 'public' and table_type = 'BASE TABLE'")) {
    CAPTURE(row[0]);
    CHECK_NOTHROW(sql.script("analyze " + row[0] + "; reindex table " + row[0]));
  }
}
