// Everything of one person as one archive: complete, of one moment, and made while it is sent.
#include <fcntl.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <set>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "integration/unpacked.hpp"
#include "support/memory.hpp"
#include "support/shelf.hpp"
#include "transfer/archive/zip.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

std::int64_t open_exports(Sql& sql) {
  return sql.number(
      "select count(*) from pg_stat_activity where application_name = 'music-time-machine export' and xact_start is "
      "not null"
      " and datname = current_database()");
}

}  // namespace

TEST_CASE("an export has what the tables have, and nothing of anybody else") {
  App app({}, kFewLikes);
  auto demo = with_history(app.server);
  auto ada = with_history(app.server, "ada");
  keep_a_year(demo, 10, 0);
  auto sql = app.database.sql();
  auto user = sql.value("select id from users where spotify_user_id = 'demo'");
  auto reply = demo.get("/api/v1/export");
  REQUIRE(reply.status == 200);
  CHECK(reply.field("content-type") == "application/zip");
  CHECK_THAT(reply.field("content-disposition"), Contains("music-time-machine-demo-archive-"));
  Unpacked files(reply.body);
  CHECK(files.names().contains("README.md"));
  for (const char* table : {"library", "plays", "snapshots", "playlists", "playlist_tracks", "captures", "gaps",
                            "covered_spans", "imports", "sessions", "api_keys", "shares"}) {
    CAPTURE(table);
    CHECK(static_cast<std::int64_t>(files.lines(std::string(table) + ".jsonl").size()) ==
          sql.number(std::string("select count(*) from ") + table + " where user_id = $1", {user}));
  }
  // Line for line what PostgreSQL itself makes of the rows.
  auto compare = [&](const std::string& name, const std::string& query) {
    CAPTURE(name);
    auto lines = files.lines(name + ".jsonl");
    auto rows = sql.rows(query, {user});
    REQUIRE(lines.size() == rows.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
      CHECK(sql.value("select $1::jsonb = $2::jsonb", {lines[i], rows[i][0]}) == "t");
  };
  compare("playlist_tracks",
          "select json_build_object('playlist_id', playlist_id, 'position', position, 'track_id', track_id::text, "
          "'source_id', source_id::text, "
          "'created_at', "
          "to_char(created_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || rtrim(rtrim(to_char(created_at at "
          "time zone 'UTC', '.US'), '0'), '.') || 'Z', 'left_out', left_out) "
          "from playlist_tracks where user_id = $1 order by playlist_id, position, track_id");
  compare("snapshots",
          "select json_build_object('snapshot_date', snapshot_date, 'time_range', time_range, 'rank', rank, "
          "'track_id', track_id::text, 'source_id', source_id::text) "
          "from snapshots where user_id = $1 order by snapshot_date, time_range, rank");
  CHECK(files.lines("tracks.jsonl").size() == files.lines("library.jsonl").size());
  CHECK_THAT(files.lines("account.jsonl").at(0), Contains("\"spotify_user_id\":\"demo\""));
}

TEST_CASE("every table of a person's own is in the export, or is known to be none of theirs") {
  App app({}, kFewLikes);
  auto names = Unpacked(app.server.signed_in().get("/api/v1/export").body).names();
  const std::map<std::string, std::string> elsewhere{
      {"spotify_grants", "connection.jsonl"},
      {"library_artists", "artist_claims.jsonl"},
      {"brought_library", ""},              // how an undo finds what was there before
      {"import_rejects", "imports.jsonl"},  // a file of its own, while the import is remembered
      {"idempotency_keys", ""},
      {"identities", "account.jsonl"},
      {"share_links", "shares.jsonl"},
      {"polls", ""},        // when Spotify is asked next
      {"enrichments", ""},  // whose turn it is
      {"libraries", ""}};   // the version of the rest
  for (const auto& row : app.database.sql().rows(
           "select table_name from information_schema.columns join information_schema.tables using (table_schema, "
           "table_name) "
           "where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'user_id'")) {
    CAPTURE(row[0]);
    auto known = elsewhere.find(row[0]);
    if (known == elsewhere.end())
      CHECK(names.contains(row[0] + ".jsonl"));
    else if (!known->second.empty())
      CHECK(names.contains(known->second));
  }
}

TEST_CASE("a key exports what it may read: no sessions and no keys, not even their number") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  for (const std::string format : {"jsonl", "csv"}) {
    for (const char* scope : {"read", "write"}) {
      CAPTURE(format, scope);
      auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo", scope, scope + format));
      Unpacked files(client.get("/api/v1/export?format=" + format).body);
      CHECK(files.names().contains("library." + format));
      CHECK_FALSE(files.names().contains("sessions." + format));
      CHECK_FALSE(files.names().contains("api_keys." + format));
      for (const char* file : {"counts.json", "README.md"}) {
        for (const auto& line : files.lines(file)) CHECK_THAT(line, !Contains("sessions") && !Contains("api_keys"));
      }
    }
    Unpacked files(browser.get("/api/v1/export?format=" + format).body);
    CHECK(files.names().contains("sessions." + format));
    CHECK(files.names().contains("api_keys." + format));
  }
}

TEST_CASE("as CSV an export harms no spreadsheet") {
  App app({}, kFewLikes);
  auto browser = app.server.signed_in();
  auto sql = app.database.sql();
  sql.script(
      "insert into playlists (user_id, playlist_id, name, kind, problem) select id, 'p', "
      "'=HYPERLINK(\"http://x\";\"y\")', 'year', '' from users;"
      "insert into playlists (user_id, playlist_id, name, kind) select id, 'q', E'@SUM(1)\\n', 'year' from users");
  auto lines = Unpacked(browser.get("/api/v1/export?format=csv").body).lines("playlists.csv");
  CHECK(lines.at(0) ==
        "\xEF\xBB\xBFplaylist_id,name,kind,year,choice,source_id,state,spotify_playlist_id,url,published_count,problem,"
        "created_"
        "at,updated_"
        "at\r");
  CHECK_THAT(lines.at(1),
             Catch::StartsWith(R"csv("p","'=HYPERLINK(""http://x"";""y"")","year",,,,"draft",,,0,"",)csv"));
  CHECK_THAT(lines.at(2), Catch::StartsWith("\"q\",\"'@SUM(1)"));
  CHECK(browser.get("/api/v1/export?format=xml").status == 422);
}

TEST_CASE("a hundred thousand rows cost no memory, however slowly they are read, and are of one moment") {
  App app(frugal(), kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  auto sql = app.database.sql();
  make_tracks(sql, 1);
  make_plays(sql, 100'000);
  REQUIRE(client.get("/api/v1/me").status == 200);
  auto before = memory_peak_kb(app.server.process().pid());
  client.ask("GET", "/api/v1/export");
  auto head = client.read_head();
  auto archive = client.read_body_piece(head).value();
  sql.script("delete from plays");  // behind the back of the one who reads
  while (auto piece = client.read_body_piece(head)) archive += *piece;
  CHECK(Unpacked(archive).lines("plays.jsonl").size() == 100'000);
  CHECK(memory_peak_kb(app.server.process().pid()) < before + 16 * 1024 * kMemoryFactor);
  CHECK(eventually([&] { return open_exports(sql) == 0; }));
}

TEST_CASE("who leaves in the middle of an export leaves nothing open") {
  App app({}, kFewLikes);
  auto key = make_key(app.database.url(), "demo");
  auto sql = app.database.sql();
  make_tracks(sql, 1);
  make_plays(sql, 400'000);
  for (int i = 0; i < 5; ++i) {  // more than may be open at once
    auto client = client_with(app.server.origin(), key);
    client.ask("GET", "/api/v1/export");
    auto head = client.read_head();
    REQUIRE(head.status == 200);
    client.read_body_piece(head);
    CHECK(open_exports(sql) > 0);
    client.hang_up();
    CHECK(eventually([&] { return open_exports(sql) == 0; }));
  }
}

TEST_CASE("one export of a user at a time, and the next one as soon as it has ended") {
  App app({}, kFewLikes);
  auto key = make_key(app.database.url(), "demo");
  auto other = make_key(app.database.url(), "ada");
  auto sql = app.database.sql();
  make_tracks(sql, 1);
  make_plays(sql, 200'000);
  auto client = client_with(app.server.origin(), key);
  client.ask("GET", "/api/v1/export");
  auto head = client.read_head();
  client.read_body_piece(head);
  auto second = client_with(app.server.origin(), key).get("/api/v1/export");
  CHECK(second.status == 409);
  CHECK_THAT(second.at("/detail"), Contains("under way"));
  CHECK(client_with(app.server.origin(), other).get("/api/v1/export").status == 200);
  while (client.read_body_piece(head)) {
  }
  sql.script("delete from plays");
  for (int i = 0; i < 10; ++i) CHECK(client_with(app.server.origin(), key).get("/api/v1/export").status == 200);
}

TEST_CASE("an archive that begins beyond four gigabytes can be read") {
  constexpr std::uint64_t kBefore = 5'000'000'000;
  mtm::transfer::ZipWriter zip(mtm::wall_now(), kBefore);
  for (const char* name : {"one.txt", "two.txt"}) {
    zip.begin_file(name);
    zip.write(std::string(100'000, 'x') + name);
    zip.end_file();
  }
  zip.finish();
  TemporaryFolder folder;
  auto bytes = zip.take();
  Fd file(::open(folder.path("far.zip").c_str(), O_CREAT | O_WRONLY, 0600));
  REQUIRE(::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(kBefore)) ==
          static_cast<ssize_t>(bytes.size()));
  auto outcome = run({"/usr/bin/unzip", "-p", folder.path("far.zip"), "two.txt"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Catch::EndsWith("xxxtwo.txt"));
}
