// An old database that comes by the settings page: streamed, imported by itself, reported, and gone from the disk.
#include <catch2/catch.hpp>

#include <filesystem>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/event_stream.hpp"
#include "support/gate.hpp"
#include "support/memory.hpp"
#include "support/shelf.hpp"
#include "transfer/rejects.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

const Fields kDatabase{{"Content-Type", "application/vnd.sqlite3"}};

/// A server whose uploads lie in a folder of the test's own.
struct House {
  explicit House(Environment more = {})
      : app(with_folder(std::move(more)), kFewLikes), key(make_key(app.database.url(), "demo")) {}

  Environment with_folder(Environment environment) {
    environment["TMPDIR"] = folder.path("");
    return environment;
  }
  HttpClient client() const { return client_with(app.server.origin(), key); }
  std::string old_database(const std::string& generation, const std::string& more = "") {
    auto path = folder.path(generation + ".db");
    std::filesystem::remove(path);
    make_old_database(path, generation, more);
    return bytes_of(path);
  }
  /// Files of uploads on the disk.
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path("")))
      if (entry.path().filename().string().starts_with("upload-")) ++count;
    return count;
  }

  TemporaryFolder folder;
  App app;
  std::string key;
};

Reply upload(HttpClient&& client, const std::string& bytes, const Fields& fields = kDatabase) {
  return client.send("POST", "/api/v1/imports", bytes, fields);
}

/// The import as it is when it has ended.
Reply ended(HttpClient&& client, const Reply& begun) {
  Reply reply;
  bool over = eventually([&] {
    reply = client.get("/api/v1/imports/" + begun.at("/id"));
    return reply.status == 200 && reply.at("/finished_at") != "null";
  });
  if (!over) throw std::runtime_error("the import does not end: " + reply.body);
  return reply;
}

}  // namespace

TEST_CASE("both generations come over by upload, every row accounted for, and no file stays") {
  House house;
  auto older = ended(house.client(), upload(house.client(), house.old_database("older")));
  INFO(older.body);
  REQUIRE(older.at("/state") == "done");
  CHECK(older.at("/report/generation") == "older");
  CHECK(older.at("/report/added") == "9");
  for (int table = 0; table < 3; ++table) {
    auto at = "/report/tables/" + std::to_string(table);
    CHECK(older.at(at + "/verified") == "true");
    CHECK(std::stoi(older.at(at + "/read")) == std::stoi(older.at(at + "/added")) +
                                                   std::stoi(older.at(at + "/already_there")) +
                                                   std::stoi(older.at(at + "/rejected")));
  }
  auto revised = ended(house.client(), upload(house.client(), house.old_database("revised")));
  CHECK(revised.at("/report/generation") == "revised");
  auto again = ended(house.client(), upload(house.client(), house.old_database("revised")));
  CHECK_THAT(again.at("/sentence"), Contains("Nothing was added"));
  CHECK(house.client().get("/api/v1/imports").size_at("/imports") == 3);
  CHECK(eventually([&] { return house.files() == 0; }));
  CHECK(house.app.database.sql().number("select count(*) from snapshots") == 3);
}

TEST_CASE("an import that rejects everything says so, lists the first ten thousand rows and counts all") {
  House house;
  auto orphans = house.old_database("older",
                                    "delete from playlist_tracks; delete from tracks; delete from artists;"
                                    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 30000) "
                                    "insert into playlist_tracks (playlist_id, track_id, position, created_at) select "
                                    "'p', i, 1, '2024-01-01' from n");
  auto reply = ended(house.client(), upload(house.client(), orphans));
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  CHECK_THAT(reply.at("/sentence"), Contains("Nothing was added: 30,000 rows were rejected") &&
                                        Contains("track_id is an orphan") && !Contains("already"));
  CHECK(reply.at("/report/rejected") == "30000");
  CHECK(reply.at("/report/rejects_listed") == "10000");
  auto csv = house.client().get("/api/v1/imports/" + reply.at("/id") + "/rejects").body;
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 10'002);
  CHECK_THAT(csv, Catch::EndsWith(",,\"This list has the first 10,000 of 30,000 rejected rows.\",\r\n"));
}

TEST_CASE("what an import rejects beside what it adds is in its sentence") {
  House house;
  auto reply =
      ended(house.client(),
            upload(house.client(),
                   house.old_database("older",
                                      "insert into playlist_tracks (playlist_id, track_id, position, created_at) "
                                      "values ('p', 77, 1, '2024-01-01')")));
  CHECK_THAT(reply.at("/sentence"), Catch::StartsWith("9 rows were added and verified; 1 row was rejected. "));
}

TEST_CASE("a list of rejected rows ends at a number of bytes, too, and has no gap") {
  TemporaryFolder folder;
  auto path = folder.path("rejects.csv");
  mtm::transfer::RejectsFile file(path, {100, 120}, "table,rowid");
  file.add("tracks", 1, "r", "short");
  file.add("tracks", 2, "r", std::string(100, 'x'));
  file.add("tracks", 3, "r", "short");
  file.finish();
  CHECK(file.listed() == 1);
  CHECK_THAT(bytes_of(path), Contains("tracks,1,") && !Contains("tracks,3,") && Contains("the first 1 of 3 rejected"));
}

TEST_CASE("of a person's lists of rejected rows the three newest are kept, for a month") {
  House house;
  auto orphan = house.old_database(
      "older",
      "insert into playlist_tracks (playlist_id, track_id, position, created_at) values ('p', 77, 1, '2024-01-01')");
  std::vector<std::string> lists;
  for (int i = 0; i < 4; ++i)
    lists.push_back("/api/v1/imports/" + ended(house.client(), upload(house.client(), orphan)).at("/id") + "/rejects");
  CHECK(house.client().get(lists[0]).status == 404);
  for (int i = 1; i < 4; ++i) CHECK(house.client().get(lists[static_cast<std::size_t>(i)]).status == 200);
  auto sql = house.app.database.sql();
  CHECK(sql.number("select count(distinct import_id) from import_rejects") == 3);

  sql.script("update imports set finished_at = now() - interval '31 days' where id < (select max(id) from imports)");
  REQUIRE(house.app.server.process().terminate() == 0);
  house.app.server.start();
  CHECK(eventually([&] { return sql.number("select count(distinct import_id) from import_rejects") == 1; }));
  CHECK(house.client().get(lists[2]).status == 404);
  CHECK(house.client().get(lists[3]).status == 200);
}

TEST_CASE("a small import does not wait for a large one") {
  House house;
  auto ada = make_key(house.app.database.url(), "ada");
  auto blocker = house.app.database.sql();
  blocker.script("select pg_advisory_lock(hashtextextended('import of demo', 0))");  // demo's import waits here
  auto large = upload(house.client(), house.old_database("older",
                                                         "create table more (bytes blob);"
                                                         "insert into more values (zeroblob(9000000))"));
  REQUIRE(large.status == 202);
  auto small = upload(client_with(house.app.server.origin(), ada), house.old_database("older"));
  CHECK(ended(client_with(house.app.server.origin(), ada), small).at("/state") == "done");
  CHECK(house.client().get("/api/v1/imports/" + large.at("/id")).at("/state") == "running");
  blocker.script("select pg_advisory_unlock_all()");
  CHECK(ended(house.client(), large).at("/state") == "done");
}

TEST_CASE("large uploads leave places for small ones") {
  House house;
  std::vector<HttpClient> large;
  for (const auto* person : {"one", "two", "three", "four"}) {
    large.push_back(house.app.server.client());
    large.back().send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                          make_key(house.app.database.url(), person) +
                          "\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\nSQLite");
  }
  REQUIRE(eventually([&] { return house.files() == 4; }));
  auto bytes = house.old_database("older");
  auto fifth = house.client();
  fifth.send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + house.key +
                 "\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\n");
  CHECK(fifth.read_reply().status == 503);
  CHECK(upload(house.client(), bytes).status == 202);
}

TEST_CASE("rejected rows come as a file that a spreadsheet opens without harm") {
  House house;
  auto reply = ended(
      house.client(),
      upload(house.client(), house.old_database("older",
                                                "insert into tracks (id, spotify_id, name, artist_id, popularity, "
                                                "created_at) values (900, '=HYPERLINK(1)', 'x', 1, 50, '2024-01-01'), "
                                                "(901, 'abcdefghijklmnopqrstuv', 'y', 77, 5, '2024-01-01')")));
  INFO(reply.body);
  REQUIRE(reply.at("/state") == "done");
  CHECK(reply.at("/report/rejected") == "2");
  auto csv = house.client().get("/api/v1/imports/" + reply.at("/id") + "/rejects");
  CHECK(csv.field("content-type") == "text/csv; charset=utf-8");
  CHECK_THAT(csv.field("content-disposition"), Contains("attachment"));
  CHECK_THAT(csv.body, Catch::StartsWith("\xEF\xBB\xBFtable,rowid,reason,value\r\n") && Contains("tracks,901,") &&
                           Contains("\"'=HYPERLINK"));
  CHECK(csv.body.size() == std::stoul(reply.at("/rejects_bytes")));
}

TEST_CASE("an import is watched while it works, to its end") {
  House house;
  auto begun = upload(house.client(), house.old_database("older"));
  REQUIRE(begun.status == 202);
  CHECK(begun.field("location") == "/api/v1/imports/" + begun.at("/id"));
  auto client = house.client();
  EventStream events(client, "/api/v1/imports/" + begun.at("/id") + "/events");
  std::string last;
  while (auto event = events.next()) {
    CHECK(event->name == "import");
    last = event->data;
  }
  CHECK_THAT(last, Contains(R"("state":"done")"));
}

TEST_CASE("what is no database of the old app is refused in one sentence, which names no file of ours") {
  House house;
  for (const auto& bytes : std::vector<std::string>{"", "short", std::string(100'000, 'x')}) {
    auto reply = upload(house.client(), bytes);
    CHECK(reply.status == 422);
    CHECK_THAT(reply.at("/detail"), Catch::StartsWith(bytes.empty() ? "The file is empty." : "This is no listening"));
  }
  auto whole = house.old_database("older");
  SqliteFile(house.folder.path("foreign.db")).script("create table cats (name text)");
  for (const auto& bytes : {whole.substr(0, 6000), bytes_of(house.folder.path("foreign.db"))}) {
    auto reply = ended(house.client(), upload(house.client(), bytes));
    CHECK(reply.at("/state") == "failed");
    CHECK_THAT(reply.at("/sentence"), !Contains("upload-") && !Contains(house.folder.path("")) && Catch::EndsWith("."));
    CHECK(reply.at("/sentence").find('\n') == std::string::npos);
  }
  CHECK(house.app.database.sql().number("select count(*) from tracks") == 0);
  CHECK(eventually([&] { return house.files() == 0; }));
}

TEST_CASE("a file that is too large is refused before it is read, and in its middle when nobody knew") {
  House house(Environment{{"IMPORT_MB", "1"}});
  auto client = house.client();
  client.send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + house.key +
                  "\r\nContent-Type: application/octet-stream\r\nContent-Length: 1048577\r\n\r\n");
  auto reply = client.read_reply();
  CHECK(reply.status == 413);
  CHECK(client.closed_by_server());

  auto chunked = house.client();
  chunked.send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + house.key +
                   "\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::string piece = "10000\r\nSQLite format 3" + std::string(0x10000 - 15, '\0') + "\r\n";
  for (int i = 0; i < 17; ++i) chunked.send_raw(piece);
  CHECK(chunked.read_reply().status == 413);
  CHECK(eventually([&] { return house.files() == 0; }));
  CHECK(upload(house.client(), house.old_database("older")).status == 202);
}

TEST_CASE("nobody uploads without a login, from another site, with a key that reads, or as something else") {
  House house;
  auto bytes = std::string(200'000, 'x');  // more than comes with the head
  CHECK(upload(house.app.server.client(), bytes).status == 401);
  CHECK(upload(client_with(house.app.server.origin(), make_key(house.app.database.url(), "demo", "read", "reading")),
               bytes)
            .status == 403);
  auto with = [&](const Fields& fields) { return upload(house.client(), bytes, fields).status; };
  CHECK(with({{"Content-Type", "application/vnd.sqlite3"}, {"Sec-Fetch-Site", "cross-site"}}) == 403);
  CHECK(with({{"Content-Type", "text/plain"}}) == 415);
  CHECK(with({{"Content-Type", "multipart/form-data; boundary=x"}}) == 415);
  CHECK(with({{"Content-Type", "application/json"}}) == 415);
  CHECK(house.app.database.sql().number("select count(*) from imports") == 0);
  CHECK(house.files() == 0);
}

TEST_CASE("one import of a user at a time: the second is refused before its file is sent") {
  House house;
  house.app.database.sql().script(
      "insert into imports (user_id, state, bytes, claimed_by, claimed_until) select id, 'running', 1, 'another "
      "replica', now() + interval '1 hour' from users");
  auto client = house.client();
  client.send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + house.key +
                  "\r\nContent-Type: application/octet-stream\r\nContent-Length: 300000\r\n\r\n");
  CHECK(client.read_reply().status == 409);
  CHECK(upload(client_with(house.app.server.origin(), make_key(house.app.database.url(), "ada")),
               house.old_database("older"))
            .status == 202);
}

TEST_CASE(
    "of a server that was killed in the middle of an import nothing is there, and its file goes at the next start") {
  House house;
  auto blocker = house.app.database.sql();
  blocker.script("begin; lock table tracks in share mode");  // the import waits here
  auto begun = upload(house.client(), house.old_database("older"));
  REQUIRE(
      eventually([&] { return house.client().get("/api/v1/imports/" + begun.at("/id")).at("/progress") != "null"; }));
  house.app.server.process().kill();
  CHECK(house.files() > 0);
  blocker.script("rollback");
  house.app.server.start();
  CHECK(house.files() == 0);
  auto sql = house.app.database.sql();
  sql.script("update imports set claimed_until = now()");  // half a minute later
  auto reply = ended(house.client(), begun);
  CHECK(reply.at("/state") == "failed");
  CHECK_THAT(reply.at("/sentence"), Contains("Nothing was imported"));
  CHECK(sql.number("select count(*) from tracks") + sql.number("select count(*) from library") == 0);
  CHECK(upload(house.client(), house.old_database("older")).status == 202);
}

TEST_CASE("an import that lost the database, and could not even say so, keeps its user out no longer than its claim") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Gate gate(database.socket_path());
  TemporaryFolder folder;
  auto environment = server_environment(database.url_through(gate.port()), sandbox);
  environment["TMPDIR"] = folder.path("");
  Server server(environment);
  auto client = client_with(server.origin(), make_key(database.url(), "demo"));
  make_old_database(folder.path("older.db"), "older");
  auto blocker = database.sql();
  blocker.script("begin; lock table tracks in share mode");
  auto begun = client.send("POST", "/api/v1/imports", bytes_of(folder.path("older.db")), kDatabase);
  REQUIRE(eventually([&] { return client.get("/api/v1/imports/" + begun.at("/id")).at("/progress") != "null"; }));
  gate.refuse();
  gate.cut();
  server.process().wait_for_line("could not record the end of an import");
  gate.pass();
  blocker.script("rollback");
  database.sql().script("update imports set claimed_until = now()");  // half a minute later
  CHECK(ended(std::move(client), begun).at("/state") == "failed");
}

TEST_CASE("one upload of a user at a time: nobody takes every place there is") {
  House house;
  auto slow = house.client();
  slow.send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + house.key +
                "\r\nContent-Type: application/octet-stream\r\nContent-Length: 300000\r\n\r\nSQLite");
  REQUIRE(eventually([&] { return house.files() == 1; }));
  auto bytes = house.old_database("older");
  auto second = upload(house.client(), bytes);
  CHECK(second.status == 409);
  CHECK_THAT(second.at("/detail"), Contains("is being uploaded"));
  CHECK(upload(client_with(house.app.server.origin(), make_key(house.app.database.url(), "ada")), bytes).status == 202);
  slow.hang_up();
  CHECK(eventually([&] { return upload(house.client(), bytes).status == 202; }));
}

TEST_CASE("a server that stops says so to who waits for an import") {
  House house;
  auto blocker = house.app.database.sql();
  blocker.script("begin; lock table tracks in share mode");
  auto begun = upload(house.client(), house.old_database("older"));
  REQUIRE(
      eventually([&] { return house.client().get("/api/v1/imports/" + begun.at("/id")).at("/progress") != "null"; }));
  CHECK(house.app.server.process().terminate() == 0);
  CHECK(house.app.database.sql().value("select state || ': ' || sentence from imports") ==
        "failed: The server was stopped. Nothing was imported: upload the file again.");
  CHECK(house.files() == 0);
}

TEST_CASE("an upload of a hundred megabytes costs no memory") {
  House house(frugal());
  upload(house.client(), "warm");
  auto before = memory_peak_kb(house.app.server.process().pid());
  auto client = house.client();
  constexpr int kPieces = 1600;
  client.send_raw("POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + house.key +
                  "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + std::to_string(kPieces * 65536) +
                  "\r\n\r\n");
  std::string piece = "SQLite format 3" + std::string(65536 - 15, '\0');
  for (int i = 0; i < kPieces; ++i) client.send_raw(piece);
  auto begun = client.read_reply();
  REQUIRE(begun.status == 202);
  CHECK(begun.at("/bytes") == std::to_string(kPieces * 65536));
  CHECK(ended(house.client(), begun).at("/state") == "failed");
  CHECK(memory_peak_kb(house.app.server.process().pid()) < before + 32 * 1024 * kMemoryFactor);
}
