// Listening histories that are brought while things go wrong: nothing is half there, nothing of anybody else's is
// touched, and the same file brought again is all there.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "integration/unpacked.hpp"
#include "support/memory.hpp"
#include "support/shelf.hpp"
#include "transfer/archive/zip.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

const Fields kBytes{{"Content-Type", "application/octet-stream"}};

/// A row of the extended streaming history.
std::string row(const std::string& track, const std::string& ts, int ms_played = 200'000, const std::string& more = "",
                const std::string& title = "Song") {
  return fmt::format(R"({{"ts":"{}","platform":"android","ms_played":{},"conn_country":"DE",)"
                     R"("master_metadata_track_name":"{} {}","master_metadata_album_artist_name":"Singer",)"
                     R"("master_metadata_album_album_name":"Album","spotify_track_uri":"spotify:track:{}"{}}})",
                     ts, ms_played, title, track, spotify_id(track), more);
}

std::string list(const std::vector<std::string>& rows) {
  std::string text = "[";
  for (const auto& row : rows) text += (text.size() > 1 ? ",\n" : "") + row;
  return text + "]";
}

/// So many plays of ten tracks, a minute apart.
std::string many_plays(int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) {
    if (i > 0) text += ",\n";
    text += row("t" + std::to_string(i % 10),
                fmt::format("2020-01-{:02}T{:02}:{:02}:{:02}Z", 1 + i / 86'400, i / 3600 % 24, i / 60 % 60, i % 60));
  }
  return text + "]";
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  mtm::transfer::ZipWriter zip(mtm::wall_now());
  for (const auto& [name, bytes] : files) {
    zip.begin_file(name);
    zip.write(bytes);
    zip.end_file();
  }
  zip.finish();
  return zip.take();
}

/// A server whose uploads lie in a folder of the test's own.
struct House {
  explicit House(Environment more = {})
      : app(with_folder(std::move(more)), kFewLikes),
        key(make_key(app.database.url(), "demo")),
        sql(app.database.sql()) {
    user = sql.value("select id from users where spotify_user_id = 'demo'");
  }

  Environment with_folder(Environment environment) {
    environment["TMPDIR"] = folder.path("");
    return environment;
  }
  HttpClient client() const { return client_with(app.server.origin(), key); }
  HttpClient client_of(const std::string& person) const {
    return client_with(app.server.origin(), make_key(app.database.url(), person));
  }
  Reply begin(HttpClient&& client, const std::string& bytes, const std::string& query = "") const {
    return client.send("POST", "/api/v1/imports" + query, bytes, kBytes);
  }
  Reply begin(const std::string& bytes, const std::string& query = "") const { return begin(client(), bytes, query); }
  /// The import as it is when it has ended.
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
  Reply import(const std::string& bytes, const std::string& query = "") const { return ended(begin(bytes, query)); }
  /// Until the server says that it works on it.
  void wait_until_running(const Reply& begun) const {
    REQUIRE(begun.status == 202);
    REQUIRE(eventually([&] { return client().get("/api/v1/imports/" + begun.at("/id")).at("/progress") != "null"; }));
  }
  std::string newest_source() { return sql.value("select max(id) from sources where user_id = $1", {user}); }
  Reply undo(const std::string& source) const { return client().send("DELETE", "/api/v1/sources/" + source); }
  bool is_undone(const std::string& source) {
    return eventually([&] { return sql.number("select count(*) from sources where id = $1", {source}) == 0; });
  }
  /// Rows of everybody that an import of a history makes, but for the catalogue's.
  std::int64_t rows() {
    return sql.number(
        "select (select count(*) from plays) + (select count(*) from track_claims) + (select count(*) from sources)");
  }
  std::int64_t plays() { return sql.number("select count(*) from plays"); }
  /// How many wait for a lock, as soon as it is two.
  std::int64_t waiting() {
    std::int64_t count = 0;
    eventually([&] {
      count = sql.number(
          "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
      return count >= 2;
    });
    return count;
  }
  bool waits_for_a_lock(const std::string& program) {
    return eventually([&] {
      return sql.number(
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                 "'Lock' "
                 "and application_name = $1",
                 {program}) > 0;
    });
  }

  TemporaryFolder folder;
  App app;
  std::string key;
  Sql sql;
  std::string user;
};

constexpr const char* kImport = "music-time-machine import";
constexpr const char* kUndo = "music-time-machine undo";

/// Held by the test, imports wait: before the first row of theirs, or before the last.
constexpr const char* kBeforeFirst = "begin; lock table tracks in share mode";
constexpr const char* kBeforeLast = "begin; lock table plays in share mode";

}  // namespace

TEST_CASE("of a server that was killed while it imported a history nothing is there, and again it is all there") {
  for (const char* held : {kBeforeFirst, kBeforeLast}) {
    CAPTURE(held);
    House house;
    auto blocker = house.app.database.sql();
    blocker.script(held);
    auto begun = house.begin(many_plays(30));
    house.wait_until_running(begun);
    REQUIRE(house.waits_for_a_lock(kImport));
    house.app.server.process().kill();
    blocker.script("rollback");
    house.app.server.start();
    house.sql.script("update imports set claimed_until = now()");  // half a minute later
    auto reply = house.ended(begun);
    CHECK(reply.at("/state") == "failed");
    CHECK_THAT(reply.at("/sentence"), Contains("Nothing was imported"));
    CHECK(house.rows() == 0);
    auto again = house.import(many_plays(30));
    CHECK(again.at("/report/added") == "30");
    CHECK(house.plays() == 30);
  }
}

TEST_CASE("an import of a history whose connection PostgreSQL ends says so, leaves nothing, and works again") {
  for (const char* held : {kBeforeFirst, kBeforeLast}) {
    CAPTURE(held);
    House house;
    auto blocker = house.app.database.sql();
    blocker.script(held);
    auto begun = house.begin(many_plays(30));
    REQUIRE(house.waits_for_a_lock(kImport));
    blocker.rows(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1 and datname = "
        "current_database()",
        {kImport});
    blocker.script("rollback");
    auto reply = house.ended(begun);
    CHECK(reply.at("/state") == "failed");
    CHECK(reply.at("/sentence") ==
          "The database went away in the middle. Nothing was imported: upload the file again.");
    CHECK(house.rows() == 0);
    CHECK(house.import(many_plays(30)).at("/report/added") == "30");
  }
}

TEST_CASE("two histories that one person imports at once, by the page and by the command, count each play once") {
  House house;
  auto file = house.folder.path("history.json");
  std::ofstream(file) << many_plays(30);
  auto blocker = house.app.database.sql();
  blocker.script(kBeforeLast);
  auto begun = house.begin(many_plays(30));
  REQUIRE(house.waits_for_a_lock(kImport));
  Process command({program("music-time-machine"), "import", file, "--user", "demo"},
                  {{"DATABASE_URL", house.app.database.url()}});
  REQUIRE(eventually([&] {
    return house.sql.number(
               "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'") >
           0;
  }));
  blocker.script("rollback");
  CHECK(house.ended(begun).at("/report/added") == "30");
  CHECK(command.wait() == 0);
  CHECK_THAT(command.out(), Contains("0 added + 30 already there"));
  CHECK(house.client().get("/api/v1/charts/tracks?range=all").at("/played/plays") == "30");
}

TEST_CASE("two people who import the same tracks in another order don't lock each other out") {
  House house;
  // Two histories in one import: the first names a track that comes later in the order of keys.
  auto of_two = zip_of({{"endsong_0.json", list({row("z", "2020-01-01T00:00:00Z")})},
                        {"recenttracks.csv",
                         "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"
                         "1577836800,x,Singer,,Album,,Song,\n"}});
  REQUIRE(house.import(of_two).at("/state") == "done");
  auto second = house.sql.value("select spotify_id from tracks where spotify_id like '\\_%'");
  auto first = std::min(second, spotify_id("z")), last = std::max(second, spotify_id("z"));
  house.sql.script("delete from plays; delete from track_claims; delete from sources; delete from tracks");
  auto other = house.app.database.sql();
  other.script("begin");
  other.rows("insert into tracks (spotify_id) values ($1)", {first});
  auto begun = house.begin(of_two);
  REQUIRE(house.waits_for_a_lock(kImport));
  other.rows("insert into tracks (spotify_id) values ($1)", {last});
  other.script("commit");
  CHECK(house.ended(begun).at("/state") == "done");
}

TEST_CASE("an account is not deleted while the page imports, and while the command does it waits and nothing is left") {
  House house;
  auto browser = house.app.server.signed_in("demo");
  finished_capture(browser);
  const std::string confirmed = R"({"confirm":"demo"})";
  auto blocker = house.app.database.sql();
  blocker.script(kBeforeLast);
  auto begun = house.begin(many_plays(30));
  REQUIRE(house.waits_for_a_lock(kImport));
  CHECK(browser.post("/api/v1/me/delete-account", confirmed).status == 409);
  blocker.script("rollback");
  REQUIRE(house.ended(begun).at("/state") == "done");

  auto file = house.folder.path("history.json");
  std::ofstream(file) << many_plays(40);
  blocker.script(kBeforeLast);
  Process command({program("music-time-machine"), "import", file, "--user", "demo"},
                  {{"DATABASE_URL", house.app.database.url()}});
  REQUIRE(house.waits_for_a_lock(kImport));
  browser.ask("POST", "/api/v1/me/delete-account", confirmed, {{"Content-Type", "application/json"}});
  REQUIRE(house.waiting() == 2);
  blocker.script("rollback");
  auto reply = browser.read_reply();
  INFO(reply.body);
  CHECK(reply.status == 204);
  CHECK(command.wait() == 0);
  CHECK(house.rows() == 0);
  CHECK(house.sql.number("select count(*) from users") + house.sql.number("select count(*) from imports") == 0);
}

TEST_CASE("a history that is deleted, and an account, takes imported plays, claims and sources along") {
  House house;
  auto browser = house.app.server.signed_in("demo");
  REQUIRE(house.import(many_plays(30)).at("/state") == "done");
  auto deleted = browser.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})");
  INFO(deleted.body);
  CHECK(deleted.status == 204);
  CHECK(house.sql.number("select count(*) from plays") == 0);
  CHECK(house.sql.number("select count(*) from track_claims") == 0);
  CHECK(house.sql.number("select count(*) from sources where kind <> 'spotify'") == 0);
  CHECK(house.client().get("/api/v1/charts/tracks?range=all").at("/played/plays") == "0");

  REQUIRE(house.import(many_plays(30)).at("/report/added") == "30");
  CHECK(browser.post("/api/v1/me/delete-account", R"({"confirm":"demo"})").status == 204);
  CHECK(house.rows() == 0);
}

TEST_CASE("what is no source of the person's own, or is Spotify's, can't be undone") {
  House house;
  REQUIRE(house.import(many_plays(3)).at("/state") == "done");
  auto source = house.newest_source();
  house.sql.rows("insert into sources (user_id, kind) values ($1, 'spotify')", {house.user});
  auto spotify = house.newest_source();
  CHECK(house.undo("999999").status == 404);
  CHECK(house.client_of("ada").send("DELETE", "/api/v1/sources/" + source).status == 404);
  auto refused = house.undo(spotify);
  CHECK(refused.status == 409);
  CHECK_THAT(refused.at("/detail"), Catch::EndsWith("."));
  CHECK(house.plays() == 3);
  CHECK(house.sql.number("select count(*) from sources where undoing_since is not null") == 0);
}

TEST_CASE("an undo that is asked for twice, while another import runs, is done once and takes nothing of the other") {
  House house;
  REQUIRE(house.import(many_plays(30)).at("/state") == "done");
  auto source = house.newest_source();
  auto blocker = house.app.database.sql();
  blocker.script(kBeforeLast);
  auto other = house.begin(list({row("other", "2021-01-01T00:00:00Z"), row("t1", "2021-01-01T01:00:00Z")}));
  REQUIRE(house.waits_for_a_lock(kImport));
  CHECK(house.undo(source).status == 202);
  CHECK(house.undo(source).status == 202);
  REQUIRE(house.waits_for_a_lock(kUndo));
  blocker.script("rollback");
  CHECK(house.ended(other).at("/report/added") == "2");
  REQUIRE(house.is_undone(source));
  CHECK(house.undo(source).status == 404);
  CHECK(house.plays() == 2);
  CHECK(house.client().get("/api/v1/charts/tracks?range=all").at("/played/plays") == "2");
  CHECK(house.import(many_plays(30)).at("/report/added") == "30");  // the undo is undone
}

TEST_CASE("an undo waits for the account's deletion, or the other way round, and neither is ended for the other") {
  House house;
  auto browser = house.app.server.signed_in("demo");
  finished_capture(browser);
  REQUIRE(house.import(many_plays(30)).at("/state") == "done");
  make_playlist(house.sql, "demo", "kept");
  auto blocker = house.app.database.sql();
  blocker.script("begin; select from playlists for update");  // the undo waits here
  CHECK(house.undo(house.newest_source()).status == 202);
  REQUIRE(house.waits_for_a_lock(kUndo));
  browser.ask("POST", "/api/v1/me/delete-account", R"({"confirm":"demo"})", {{"Content-Type", "application/json"}});
  REQUIRE(house.waiting() == 2);
  auto deadlocks = [&] {
    house.sql.script("select pg_stat_clear_snapshot()");
    return house.sql.number("select deadlocks from pg_stat_database where datname = current_database()");
  };
  blocker.script("rollback");
  CHECK(browser.read_reply().status == 204);
  CHECK(house.rows() == 0);
  CHECK(deadlocks() == 0);
}

TEST_CASE("an undo that a server did not live to do is done by the next one") {
  House house;
  REQUIRE(house.import(many_plays(30)).at("/state") == "done");
  auto source = house.newest_source();
  auto blocker = house.app.database.sql();
  blocker.script("begin; lock table plays in share mode");
  CHECK(house.undo(source).status == 202);
  REQUIRE(house.waits_for_a_lock(kUndo));
  CHECK(house.app.server.process().terminate() == 0);
  blocker.script("rollback");
  CHECK(house.plays() == 30);
  house.sql.script("update sources set undoing_since = now() - interval '2 minutes'");
  house.app.server.start();
  CHECK(house.is_undone(source));
  CHECK(house.rows() == 0);
}

TEST_CASE("an undo that takes long is not begun a second time") {
  House house;
  REQUIRE(house.import(many_plays(30)).at("/state") == "done");
  auto source = house.newest_source();
  house.sql.script(
      "update sources set undoing_since = now() - interval '2 minutes'");  // so it is overdue at every look
  auto blocker = house.app.database.sql();
  blocker.script("begin; lock table plays in share mode");
  CHECK(house.undo(source).status == 202);
  REQUIRE(house.waits_for_a_lock(kUndo));
  for (int i = 0; i < 3; ++i) CHECK(house.undo(source).status == 202);
  // A small import still finds a thread.
  auto ada = make_key(house.app.database.url(), "ada");
  auto other = [&] { return client_with(house.app.server.origin(), ada); };
  auto refused = house.begin(other(), zip_of({{"notes.txt", "nothing"}}));
  CHECK(house.ended(other(), refused).at("/state") == "failed");
  blocker.script("rollback");
  CHECK(house.is_undone(source));
}

TEST_CASE("somebody else's export is asked about, and imported when the person says whose it is") {
  House house;
  std::string theirs = R"(,"username":"somebody")";
  auto history = list({row("a", "2020-01-01T00:00:00Z", 1000, theirs), row("b", "2020-01-01T01:00:00Z", 1000, theirs)});
  auto asked = house.import(history);
  CHECK(asked.at("/state") == "failed");
  CHECK_THAT(asked.at("/sentence"), Contains("somebody") && Contains("demo"));
  CHECK(asked.at("/report/owners/0") == "somebody");
  CHECK(house.rows() == 0);
  CHECK(house.import(history, "?whose=nobody").at("/state") == "failed");
  CHECK(house.import(history, "?whose=somebody").at("/report/added") == "2");
}

TEST_CASE("a file of a hundred thousand people's plays is asked about in a few words") {
  House house;
  std::vector<std::string> rows;
  for (int i = 0; i < 100'000; ++i)
    rows.push_back(row("a", "2020-01-01T00:00:00Z", i, fmt::format(R"(,"username":"{:0>300}")", i)));
  auto asked = house.import(list(rows));
  CHECK(asked.at("/state") == "failed");
  CHECK(asked.at("/sentence").size() < 4'000);
  CHECK(asked.size_at("/report/owners") <= 100);
  CHECK(asked.body.size() < 40'000);
}

TEST_CASE("a broken file among good ones of a ZIP is named, and the others are imported") {
  House house;
  auto good = many_plays(10);
  auto reply = house.import(zip_of({{"my/endsong_0.json", good},
                                    {"my/endsong_1.json", list({row("x", "2021-01-01T00:00:00Z")}) + "garbage"},
                                    {"my/endsong_2.json", good.substr(0, good.size() - 40)},
                                    {"my/endsong_3.json", list({row("y", "2021-01-02T00:00:00Z")})},
                                    {"__MACOSX/my/._endsong_0.json", "junk"},
                                    {"my/ReadMe.pdf", "%PDF"}}));
  INFO(reply.body);
  CHECK(reply.at("/state") == "done");
  CHECK(reply.at("/report/added") == "12");
  CHECK(reply.at("/report/already_there") == "9");  // the whole rows of the file that was cut
  std::int64_t rows = 0, problems = 0;
  for (std::size_t i = 0; i < reply.size_at("/report/files"); ++i) {
    auto at = "/report/files/" + std::to_string(i);
    rows += std::stoll(reply.at(at + "/rows"));
    problems += !reply.at(at + "/problem").empty();
  }
  CHECK(std::to_string(rows) == reply.at("/report/rows"));
  CHECK(problems >= 1);
}

TEST_CASE("a flood of rejected rows is counted whole and listed in part, and costs no memory") {
  House house(frugal());
  std::string flood = "[";
  constexpr int kRows = 2'000'000;
  flood.reserve(2 * kRows + 100);
  flood += row("a", "2020-01-01T00:00:00Z");
  for (int i = 0; i < kRows; ++i) flood += ",1";
  flood += "]";
  REQUIRE(house.import(many_plays(1)).at("/state") == "done");
  auto before = memory_peak_kb(house.app.server.process().pid());
  auto reply = house.import(flood);
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  CHECK(reply.at("/report/rejected") == std::to_string(kRows));
  CHECK(reply.at("/report/added") == "1");
  CHECK(std::stol(reply.at("/report/rejects_listed")) <= 10'000);
  CHECK(std::stol(reply.at("/rejects_bytes")) <= 2 * 1024 * 1024 + 1000);
  CHECK(memory_peak_kb(house.app.server.process().pid()) < before + 32 * 1024 * kMemoryFactor);
}

TEST_CASE("forty thousand rows of one track and second are accounted for, more than can be told apart among them") {
  House house;
  std::string history = "[";
  for (int i = 0; i < 40'000; ++i) history += (i > 0 ? "," : "") + row("a", "2020-01-01T00:00:00Z", 1000 + i);
  auto reply = house.import(history + "]");
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  CHECK(reply.at("/report/rows") == "40000");
  CHECK(reply.at("/report/added") == "32767");
  CHECK(reply.at("/report/rejected") == "7233");
  CHECK(house.plays() == 32'767);
  CHECK(house.client().get("/api/v1/charts/tracks?range=all&counted_from=0").at("/played/plays") == "32767");
}

TEST_CASE("a history whose rows are all rejected is said to be so, and leaves nothing but its report") {
  House house;
  auto reply =
      house.import(list({row("a", "1970-01-01T00:00:00Z"), row("b", "yesterday"), row("c", "2020-01-01T00:00:00Z", -1),
                         row("d", "9999-12-31T23:59:59Z"), "null", "[]"}));
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  CHECK(reply.at("/report/rows") == "6");
  CHECK(reply.at("/report/rejected") == "6");
  CHECK(reply.at("/report/first_play") == "null");
  CHECK(house.plays() == 0);
  CHECK(house.client().get("/api/v1/charts/tracks?range=all").status == 200);
  auto sources = house.client().get("/api/v1/sources");
  CHECK(sources.at("/sources/0/plays") == "0");
  CHECK(sources.at("/sources/0/report/rejected") == "6");
  CHECK(house.undo(house.newest_source()).status == 202);
}

TEST_CASE("odd times, long names, NUL and markup harm nothing and are shown as they are") {
  House house;
  auto tomorrow = house.sql.value(
      "select to_char((now() + interval '23 hours') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')");
  std::string longest(5'000, 'x'), markup = "<script>alert(1)<\\/script>", nul = "zero\\u0000byte \\ud800";
  std::string umlauts;
  for (int i = 0; i < 5'000; ++i) umlauts += "ü";
  auto reply =
      house.import(list({row("a", "2006-01-01T00:00:00Z", 40'000, "", markup), row("b", tomorrow, 40'000, "", longest),
                         row("c", "2020-01-01T00:00:00Z", 40'000, "", nul),
                         row("d", "2020-01-02T00:00:00Z", 40'000, "", umlauts), row("e", "1970-01-01T00:00:00Z")}));
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  CHECK(reply.at("/report/added") == "4");
  CHECK(reply.at("/report/rejected") == "1");
  CHECK(house.sql.number("select max(length(name)) from track_claims") == 500);
  auto chart = house.client().get("/api/v1/charts/tracks?range=all");
  CHECK(chart.status == 200);
  CHECK(chart.size_at("/entries") >= 3);  // who counts up to today does not count tomorrow
  CHECK(house.client().get("/api/v1/search?q=script").at("/results/0/name") == "<script>alert(1)</script> a");
  CHECK(house.client().get("/api/v1/dashboard").status == 200);
  CHECK(house.client().get("/api/v1/export").status == 200);
}

TEST_CASE("who has imported plays and nothing else sees them at once") {
  House house;
  auto client = house.client();
  for (const char* target : {"/api/v1/charts/tracks?range=all", "/api/v1/dashboard", "/api/v1/years"})
    REQUIRE(client.get(target).status == 200);
  REQUIRE(client.get("/api/v1/search?q=song").at("/count") == "0");
  std::vector<std::string> rows;
  for (int i = 0; i < 3; ++i) rows.push_back(row("a", fmt::format("2019-05-0{}T12:00:00Z", 1 + i)));
  rows.push_back(row("b", "2019-05-04T12:00:00Z"));
  REQUIRE(house.import(list(rows)).at("/state") == "done");
  CHECK(house.sql.number("select count(*) from library") == 0);
  auto chart = client.get("/api/v1/charts/tracks?range=all");
  CHECK(chart.at("/played/plays") == "4");
  CHECK(chart.at("/entries/0/name") == "Song a");
  CHECK(client.get("/api/v1/charts/artists?range=all").at("/entries/0/name") == "Singer");
  CHECK(client.get("/api/v1/search?q=song").at("/count") == "2");
  auto dashboard = client.get("/api/v1/dashboard");
  INFO(dashboard.body);
  CHECK(dashboard.body.find("\"tracks\":2") != std::string::npos);
  auto years = client.get("/api/v1/years");
  INFO(years.body);
  CHECK_THAT(years.body, Contains("2019"));
}

TEST_CASE("an export has all of an imported history: the report, each play's row, what the files say of tracks") {
  House house;
  auto id = spotify_id("episode");
  auto listens = fmt::format(
      R"({{"listened_at":1577836800,"track_metadata":{{"track_name":"Heard","artist_name":"Band","additional_info":{{"recording_mbid":"{}"}}}}}})",
      "11111111-2222-3333-4444-555555555555");
  auto episode = fmt::format(
      R"({{"ts":"2020-02-01T00:00:00Z","ms_played":5000,"episode_name":"Folge","episode_show_name":"Show","spotify_episode_uri":"spotify:episode:{}"}})",
      id);
  auto reply = house.import(zip_of({{"endsong_0.json", list({row("a", "2020-01-01T00:00:00Z"), episode})},
                                    {"listens/2020/1.jsonl", listens + "\n"}}));
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  Unpacked files(house.client().get("/api/v1/export").body);
  auto all_of = [&](const std::string& name) {
    std::string text;
    for (const auto& line : files.lines(name + ".jsonl")) text += line + "\n";
    return text;
  };
  CHECK(files.lines("sources.jsonl").size() == 2);
  CHECK_THAT(all_of("sources"), Contains("\"report\":{") && Contains("\"ignored_files\""));
  CHECK(files.lines("plays.jsonl").size() == 3);
  CHECK_THAT(all_of("plays"), Contains("\"file\":1,\"file_row\":2"));
  CHECK_THAT(all_of("track_claims"), Contains("\"recording_mbid\":\"11111111-2222-3333-4444-555555555555\""));
  CHECK(files.lines("tracks.jsonl").size() == 3);
  CHECK_THAT(all_of("tracks"), Contains("\"kind\":\"episode\"") && Contains("Folge") && Contains("Heard"));
  CHECK_THAT(all_of("artists"), Contains("\"Band\""));
}

TEST_CASE("a track that somebody's file calls an episode is a track for everybody when Spotify says so") {
  House house;
  SpotifyAccount account(house.app.sandbox, "ada");
  auto liked = account.liked().begin()->first;
  auto lie = fmt::format(
      R"({{"ts":"2020-02-01T00:00:00Z","ms_played":5000,"episode_name":"Folge","episode_show_name":"Show","spotify_episode_uri":"spotify:episode:{}"}})",
      liked);
  REQUIRE(house.import(list({lie})).at("/report/episodes") == "1");
  REQUIRE(house.sql.value("select kind from tracks where spotify_id = $1", {liked}) == "episode");
  auto ada = with_history(house.app.server, "ada");
  CHECK(house.sql.value("select kind from tracks where spotify_id = $1", {liked}) == "track");
  auto id = house.sql.value("select id from tracks where spotify_id = $1", {liked});
  CHECK(ada.get("/api/v1/tracks/" + id).status == 200);
}

TEST_CASE("a disk without room for the list of rejected rows imports nothing of a history") {
  TemporaryFolder folder;
  ScratchDatabase database;
  auto file = folder.path("history.json");
  std::ofstream(file) << list({row("a", "2020-01-01T00:00:00Z"), "1"});
  auto outcome =
      run({program("music-time-machine"), "import", file, "--user", "demo", "--new-user", "--rejects", "/dev/full"},
          {{"DATABASE_URL", database.url()}, {"MIGRATE_AT_START", "true"}});
  CHECK(outcome.exit_code == 1);
  CHECK_THAT(outcome.err, Contains("/dev/full can't be written"));
  CHECK(database.sql().number("select count(*) from users") == 0);
}
