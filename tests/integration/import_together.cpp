#include <catch2/catch.hpp>
#include <csignal>

#include "integration/old_database.hpp"
#include "support/cluster.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

struct Place {
  explicit Place(const std::string& server = "")
      : database(server.empty() ? std::make_unique<ScratchDatabase>() : std::make_unique<ScratchDatabase>(server)) {
    make_old_database(file, "older");
    REQUIRE(run({import_command(file)[0], "migrate"}, command_environment(database->url())).exit_code == 0);
  }

  std::unique_ptr<ScratchDatabase> database;
  TemporaryFolder folder;
  std::string file = folder.path("old.db");

  bool empty() {
    return database->sql().number(
               "select (select count(*) from tracks) + (select count(*) from artists) + (select count(*) from "
               "users)") == 0;
  }
  /// An import that has staged its rows and stands before the table that `holder` has locked.
  std::unique_ptr<Process> import_that_waits(Sql& holder) {
    holder.script("begin; lock table playlist_tracks");
    auto import = std::make_unique<Process>(import_command(file), command_environment(database->url()));
    auto watcher = database->sql();
    REQUIRE(eventually([&] {
      return watcher.number(
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                 "'Lock'") > 0;
    }));
    return import;
  }
};

}  // namespace

TEST_CASE("while one import is under way, another for the same user waits") {
  Place place;
  auto first = place.database->sql();
  first.script("begin; select pg_advisory_xact_lock(hashtextextended('import of demo', 0))");
  Process second(import_command(place.file), command_environment(place.database->url()));
  second.wait_for_line("waiting for another import for this user");
  CHECK(place.empty());
  first.script("commit");
  CHECK(second.wait() == 0);
  CHECK(place.database->sql().number("select count(*) from tracks") == 3);
}

TEST_CASE("two imports at once both succeed, and one of them adds everything") {
  Place place;
  Process one(import_command(place.file), command_environment(place.database->url()));
  Process other(import_command(place.file), command_environment(place.database->url()));
  CHECK(one.wait() == 0);
  CHECK(other.wait() == 0);
  CHECK(((one.out().find("Nothing was added") == std::string::npos) !=
         (other.out().find("Nothing was added") == std::string::npos)));
  CHECK(place.database->sql().number("select count(*) from playlist_tracks") == 3);
}

TEST_CASE("an import that is interrupted leaves nothing and says so") {
  for (int signal : {SIGINT, SIGTERM}) {
    Place place;
    auto holder = place.database->sql();
    auto import = place.import_that_waits(holder);
    import->signal(signal);
    CHECK(import->wait() == 1);
    CHECK(import->err() == "interrupted: nothing was imported\n");
    holder.script("rollback");
    CHECK(place.empty());
  }
}

TEST_CASE("an import that is killed leaves nothing, and the next one succeeds") {
  Place place;
  auto holder = place.database->sql();
  auto import = place.import_that_waits(holder);
  import->kill();
  holder.script("rollback");
  CHECK(import_old_database(place.database->url(), place.file).exit_code == 0);
  CHECK(place.database->sql().number("select count(*) from playlist_tracks") == 3);
}

TEST_CASE("an import whose PostgreSQL stops in the middle leaves nothing and says so") {
  PrivateCluster cluster;
  Place place(cluster.url());
  {
    auto holder = place.database->sql();
    auto import = place.import_that_waits(holder);
    cluster.kill();
    CHECK(import->wait() == 1);
    CHECK_THAT(import->err(), Contains("PostgreSQL"));
    auto lines = import->err();
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 1);
  }
  cluster.start();
  CHECK(place.empty());
}

TEST_CASE("an import sees one moment of a database that the old app is writing to") {
  Place place;
  auto file = place.folder.path("wal.db");
  SqliteFile old(file);
  old.script("pragma journal_mode = wal; pragma wal_autocheckpoint = 0");
  auto script = test_data("older.sql");
  old.script(script.substr(script.find("CREATE TABLE")));
  old.script(
      "begin; insert into artists (spotify_id, name, created_at) values (spotify_id('late'), 'Not committed', "
      "'2024-01-01')");
  auto outcome = import_old_database(place.database->url(), file);
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(place.database->sql().number("select count(*) from artists") == 3);
  old.script("commit");
  CHECK(import_old_database(place.database->url(), file).exit_code == 0);
  CHECK(place.database->sql().number("select count(*) from artists") == 4);
}

TEST_CASE("an export refuses to overwrite, and a user who is not there") {
  Place place;
  REQUIRE(import_old_database(place.database->url(), place.file).exit_code == 0);
  auto before = bytes_of(place.file);
  auto refused = export_old_database(place.database->url(), place.file);
  CHECK(refused.exit_code == 1);
  CHECK_THAT(refused.err, Contains("is there already, and is not overwritten"));
  CHECK(bytes_of(place.file) == before);
  auto nobody = run({import_command("")[0], "export-sqlite", place.folder.path("new.db"), "--user", "nobody"},
                    command_environment(place.database->url()));
  CHECK(nobody.exit_code == 2);
  CHECK_THAT(nobody.err, Contains("nobody of that Spotify user id is known here, only demo"));
  CHECK_FALSE(std::filesystem::exists(place.folder.path("new.db")));
}
