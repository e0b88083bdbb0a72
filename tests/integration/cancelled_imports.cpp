// Imports that are cancelled, at each place where that may meet them: nothing of them is there, and the same file again
// needs no cleaning up.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <filesystem>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

constexpr const char* kImport = "music-time-machine import";
const Fields kBytes{{"Content-Type", "application/octet-stream"}};

/// So many plays, a minute apart, each of a track of its own.
std::string plays(int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i)
    text += fmt::format(
        R"({}{{"ts":"2020-01-{:02}T{:02}:{:02}:00Z","ms_played":200000,"conn_country":"DE","master_metadata_track_name":"Song {}",)"
        R"("master_metadata_album_artist_name":"Singer","master_metadata_album_album_name":"Album","spotify_track_uri":"spotify:track:{}"}})",
        i > 0 ? ",\n" : "", 1 + i / 1440, i / 60 % 24, i % 60, i, spotify_id("t" + std::to_string(i)));
  return text + "]";
}

struct House {
  House() : app(Environment{{"TMPDIR", folder.path("")}}, kFewLikes), sql(app.database.sql()) {
    key = make_key(app.database.url(), "demo");
  }

  HttpClient client() const { return client_with(app.server.origin(), key); }
  Reply begin(HttpClient&& client, const std::string& bytes, const std::string& name = "history.json") const {
    return client.send("POST", "/api/v1/imports?name=" + name, bytes, kBytes);
  }
  Reply begin(const std::string& bytes) const { return begin(client(), bytes); }
  Reply cancel(const Reply& begun) const { return client().send("DELETE", "/api/v1/imports/" + begun.at("/id")); }
  Reply ended(HttpClient&& client, const Reply& begun) const {
    INFO(begun.body);
    REQUIRE(begun.status == 202);
    Reply reply;
    bool over = eventually([&] {
      reply = client.get("/api/v1/imports/" + begun.at("/id"));
      return reply.status == 200 && reply.at("/finished_at") != "null";
    });
    if (!over) throw std::runtime_error("the import does not end: " + reply.body);
    return reply;
  }
  Reply ended(const Reply& begun) const { return ended(client(), begun); }
  std::int64_t of_imports(const std::string& condition) {
    return sql.number(
        "select count(*) from pg_stat_activity where datname = current_database() and application_name = $1 and " +
            condition,
        {kImport});
  }
  bool waits_for_a_lock() {
    return eventually([&] { return of_imports("wait_event_type = 'Lock'") > 0; });
  }
  /// The import's connection is gone: its transaction has been rolled back.
  bool no_import_runs() {
    return eventually([&] { return of_imports("true") == 0; });
  }
  /// How many wait for a lock, as soon as it is two.
  bool two_wait() {
    return eventually([&] {
      return sql.number(
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                 "'Lock'") == 2;
    });
  }
  /// Rows that an import makes, but for the catalogue's.
  std::int64_t rows() {
    return sql.number(
        "select (select count(*) from plays) + (select count(*) from track_claims) + (select count(*) from sources)");
  }
  /// Files of uploads on the disk.
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path("")))
      if (entry.path().extension() == ".db") ++count;
    return count;
  }
  void check_again(int count) {
    auto again = ended(begin(plays(count)));
    CHECK(again.at("/report/added") == std::to_string(count));
    CHECK(sql.number("select count(*) from plays") == count);
  }

  TemporaryFolder folder;
  App app;
  Sql sql;
  std::string key;
};

/// An import waits with its last word, or just after it and before the commit, until the lock goes.
constexpr const char* kWaitBefore = "before update of report on imports for each statement";
constexpr const char* kWaitAfter = "after update on imports for each row when (new.state = 'done')";

std::string waiting(const char* when) {
  return fmt::format(R"sql(
    create function wait() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(4711); return new; end $$;
    create trigger wait {} execute function wait())sql",
                     when);
}

}  // namespace

TEST_CASE("an import that waits for its turn is cancelled: it never begins, its file goes, and the next may begin") {
  House house;
  auto blocker = house.app.database.sql();
  std::vector<std::string> keys;
  std::vector<Reply> others;
  for (const std::string person : {"ada", "one"}) {  // there are two threads that import
    blocker.script("select pg_advisory_lock(hashtextextended('import of " + person + "', 0))");
    keys.push_back(make_key(house.app.database.url(), person));
    others.push_back(house.begin(client_with(house.app.server.origin(), keys.back()), plays(3)));
  }
  REQUIRE(eventually([&] { return house.of_imports("wait_event_type = 'Lock'") == 2; }));
  auto begun = house.begin(plays(30));
  REQUIRE(begun.at("/state") == "waiting");
  CHECK(begun.at("/name") == "history.json");
  CHECK(house.files() == 3);
  auto cancelled = house.cancel(begun);
  CHECK(cancelled.status == 200);
  CHECK(cancelled.at("/state") == "cancelled");
  CHECK(cancelled.at("/finished_at") != "null");
  CHECK(cancelled.at("/sentence") == "Cancelled. Nothing was imported.");
  CHECK(eventually([&] { return house.files() == 2; }));
  auto next = house.begin(plays(20));
  blocker.script("select pg_advisory_unlock_all()");
  CHECK(house.ended(next).at("/report/added") == "20");
  for (std::size_t i = 0; i < others.size(); ++i)
    CHECK(house.ended(client_with(house.app.server.origin(), keys[i]), others[i]).at("/state") == "done");
  CHECK(house.sql.number("select count(*) from plays") == 26);
  CHECK(house.client().get("/api/v1/imports/" + begun.at("/id")).at("/state") == "cancelled");
  CHECK(house.cancel(begun).status == 200);  // it is, already
}

TEST_CASE("an import is cancelled in the middle of its COPY: it waits for nothing more, and nothing of it is there") {
  House house;
  // Somebody's transaction has a row under a key that the import brings, too: the COPY waits there.
  house.sql.rows("insert into tracks (spotify_id) values ($1)", {spotify_id("t1500")});
  auto blocker = house.app.database.sql();
  blocker.script("begin");
  blocker.rows(
      "insert into plays (user_id, version, source_id, track_id, played_at) select users.id, 0, 1, tracks.id, "
      "'2020-01-02 01:00Z' from users, tracks where spotify_user_id = 'demo' and spotify_id = $1",
      {spotify_id("t1500")});
  auto begun = house.begin(plays(12'000));  // more than fits between the two programs
  REQUIRE(eventually([&] { return house.of_imports("wait_event_type = 'Lock' and query like 'copy plays%'") == 1; }));
  auto cancelled = house.cancel(begun);
  CHECK(cancelled.status == 200);
  CHECK(cancelled.at("/state") == "cancelled");
  CHECK(house.no_import_runs());
  CHECK(eventually([&] { return house.files() == 0; }));
  blocker.script("rollback");
  CHECK(house.rows() == 0);
  house.check_again(2'000);
}

TEST_CASE("a cancellation before an import's last word wins over it, and one after it comes too late") {
  for (bool early : {true, false}) {
    CAPTURE(early);
    House house;
    house.sql.script(waiting(early ? kWaitBefore : kWaitAfter));
    auto blocker = house.app.database.sql();
    blocker.script("select pg_advisory_lock(4711)");
    auto begun = house.begin(plays(30));
    REQUIRE(house.waits_for_a_lock());
    auto client = house.client();
    client.ask("DELETE", "/api/v1/imports/" + begun.at("/id"), "", {});
    if (!early) REQUIRE(house.two_wait());
    Reply reply;
    if (early) reply = client.read_reply();
    blocker.script("select pg_advisory_unlock_all()");
    if (!early) reply = client.read_reply();
    INFO(reply.body);
    CHECK(reply.status == (early ? 200 : 409));
    CHECK(house.no_import_runs());
    CHECK(house.ended(begun).at("/state") == (early ? "cancelled" : "done"));
    CHECK(house.sql.number("select count(*) from plays") == (early ? 0 : 30));
    CHECK(house.sql.number("select count(*) from sources") == (early ? 0 : 1));
    house.sql.script("drop function wait cascade");
    if (early) house.check_again(30);
  }
}

TEST_CASE("an import that has ended is not cancelled, and stays what it is") {
  House house;
  auto done = house.ended(house.begin(plays(5)));
  auto failed = house.ended(house.begin("SQLite format 3" + std::string(1000, '\0')));
  REQUIRE(failed.at("/state") == "failed");
  for (const auto& import : {done, failed}) {
    auto refused = house.client().send("DELETE", "/api/v1/imports/" + import.at("/id"));
    CHECK(refused.status == 409);
    CHECK_THAT(refused.at("/detail"), Contains("has ended"));
    CHECK(house.client().get("/api/v1/imports/" + import.at("/id")).body == import.body);
  }
  CHECK(house.sql.number("select count(*) from plays") == 5);
  auto reader = client_with(house.app.server.origin(), make_key(house.app.database.url(), "demo", "read", "reading"));
  CHECK(reader.send("DELETE", "/api/v1/imports/" + done.at("/id")).status == 403);
}

TEST_CASE("what another replica imports is cancelled here, and even when the word of it is lost") {
  House house;
  TemporaryFolder folder;
  auto environment = server_environment(house.app.database.url(), house.app.sandbox);
  environment["TMPDIR"] = folder.path("");
  Server other(environment);
  auto blocker = house.app.database.sql();
  for (bool heard : {true, false}) {
    CAPTURE(heard);
    blocker.script("begin; lock table plays in share mode");
    auto begun = house.begin(plays(30));
    REQUIRE(house.waits_for_a_lock());
    if (heard)
      CHECK(client_with(other.origin(), house.key).send("DELETE", "/api/v1/imports/" + begun.at("/id")).status == 200);
    else  // as the route does it, without the word: the next renewal of the claim sees it
      house.sql.script("update imports set state = 'cancelled', finished_at = now(), claimed_by = null");
    CHECK(house.no_import_runs());
    blocker.script("rollback");
    CHECK(house.ended(begun).at("/state") == "cancelled");
    CHECK(house.rows() == 0);
    CHECK(eventually([&] { return house.files() == 0; }));
  }
}

TEST_CASE("an import of the old app's database is cancelled like any other") {
  House house;
  make_old_database(house.folder.path("older.db"), "older");
  auto blocker = house.app.database.sql();
  blocker.script("begin; lock table tracks in share mode");
  auto begun = house.begin(bytes_of(house.folder.path("older.db")));
  REQUIRE(house.waits_for_a_lock());
  CHECK(house.cancel(begun).at("/state") == "cancelled");
  CHECK(house.no_import_runs());
  blocker.script("rollback");
  CHECK(house.sql.number("select count(*) from tracks") + house.rows() == 0);
  CHECK(house.ended(house.begin(bytes_of(house.folder.path("older.db")))).at("/state") == "done");
}

TEST_CASE("a source says which import brought it, for as long as that is remembered, and how many plays it told") {
  House house;
  make_old_database(house.folder.path("older.db"), "older");
  auto old = house.ended(house.begin(house.client(), bytes_of(house.folder.path("older.db")), "older.db"));
  auto text = plays(7);
  text.replace(text.size() - 1, 1, R"(,{"ts":"2020-01-01T00:00:00Z","ms_played":-1}])");  // one is rejected
  auto history = house.ended(house.begin(house.client(), text, "seven.json"));
  INFO(history.body);
  CHECK(history.at("/name") == "seven.json");
  auto sources = house.client().get("/api/v1/sources");
  INFO(sources.body);
  REQUIRE(sources.size_at("/sources") == 2);
  CHECK(sources.at("/sources/0/import_id") == history.at("/id"));
  CHECK(sources.at("/sources/0/plays") == "7");
  CHECK(sources.at("/sources/1/kind") == "old_app");
  CHECK(sources.at("/sources/1/import_id") == old.at("/id"));
  house.sql.rows("delete from imports where id = $1", {history.at("/id")});
  CHECK(house.client().get("/api/v1/sources").at("/sources/0/import_id") == "null");
}
