// /metrics: what Prometheus would read, read here as it reads it.
#include <catch2/catch.hpp>

#include <regex>
#include <set>
#include <sstream>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

const std::string kToken = "a-token-of-the-tests-for-metrics";

/// The samples by their whole name, labels included. Throws for a line that Prometheus would not take.
std::map<std::string, double> samples(const std::string& text) {
  static const std::regex kComment(R"(# (HELP|TYPE) ([a-z_]+) (.+))");
  static const std::regex kSample(
      R"lit(([a-z_]+)(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? (-?[0-9.]+(e[+-]?[0-9]+)?))lit");
  std::map<std::string, double> found;
  std::set<std::string> families;
  std::string family, type;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch parts;
    if (std::regex_match(line, parts, kComment)) {
      if (parts[1] == "TYPE") {
        family = parts[2];
        type = parts[3];
        if (!families.insert(family).second) throw std::runtime_error("a family twice: " + line);
      }
      continue;
    }
    if (!std::regex_match(line, parts, kSample)) throw std::runtime_error("no sample: " + line);
    std::string name = parts[1];
    bool of_family =
        name == family ||
        (type == "histogram" && (name == family + "_bucket" || name == family + "_sum" || name == family + "_count"));
    if (!of_family) throw std::runtime_error("outside its family: " + line);
    if (!found.emplace(name + parts[2].str(), std::stod(parts[4])).second)
      throw std::runtime_error("a sample twice: " + line);
  }
  if (text.empty() || text.back() != '\n') throw std::runtime_error("the last line does not end");
  return found;
}

std::map<std::string, double> scraped(HttpClient& client) {
  auto reply = client.get("/metrics", {{"Authorization", "Bearer " + kToken}});
  REQUIRE(reply.status == 200);
  REQUIRE(reply.field("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  return samples(reply.body);
}

}  // namespace

TEST_CASE("metrics are shown to whoever knows the token, and to nobody else") {
  App app({{"METRICS_TOKEN", kToken}}, kFewLikes);
  auto client = app.server.client();
  CHECK(client.get("/metrics").status == 401);
  CHECK(client.get("/metrics", {{"Authorization", "Bearer " + kToken + "x"}}).status == 401);
  CHECK(client.get("/metrics?token=" + kToken).status == 401);
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER   "})
    CHECK(client.get("/metrics", {{"Authorization", scheme + kToken}}).status == 200);
}

TEST_CASE("requests are counted by the pattern of their route, not by their path") {
  App app({{"METRICS_TOKEN", kToken}, {"THREADS", "2"}}, kFewLikes);
  auto key = make_key(app.database.url(), "somebody");
  auto sql = app.database.sql();
  make_tracks(sql, 3);
  make_playlist(sql, "somebody", "mine");
  auto program = client_with(app.server.origin(), key);
  for (int track : {1, 2, 3, 4, 5}) program.get("/api/v1/tracks/" + std::to_string(track));
  program.get("/api/v1/energy-distribution");
  program.post("/api/v1/playlists/mine/tracks", R"({"track_id":1,"position":1})");
  auto stranger = app.server.client();
  stranger.get("/nowhere/at-all");
  stranger.send_raw("junk\r\n\r\n");
  stranger.read_reply();
  REQUIRE(stranger.closed_by_server());
  auto client = app.server.client();
  auto found = scraped(client);
  // An answer is counted when it is on its way: who has it may be sooner at another thread's count than the one who
  // counts.
  REQUIRE(eventually(
      [&] { return (found = scraped(client))[R"(http_requests_total{method="",route="none",status="4xx"})"] == 2; }));
  const std::string track = R"(method="GET",route="/api/v1/tracks/{id}")";
  CHECK(found["http_requests_total{" + track + R"(,status="2xx"})"] == 3);
  CHECK(found["http_requests_total{" + track + R"(,status="4xx"})"] == 2);
  CHECK(found["http_request_duration_seconds_count{" + track + "}"] == 5);
  CHECK(found["http_request_duration_seconds_bucket{" + track + R"(,le="+Inf"})"] == 5);
  CHECK(found["http_request_duration_seconds_sum{" + track + "}"] > 0);
  CHECK(found[R"(db_group_size_sum{group="track_reads"})"] == 5);
  CHECK(found[R"(db_group_size_sum{group="version_reads"})"] == 1);
  CHECK(found[R"(db_group_size_count{group="playlist_writes"})"] == 1);
  CHECK(found[R"(db_connections_open{pool="requests"})"] == 4);
  CHECK(found["process_resident_memory_bytes"] > 1e6);
  CHECK(found["process_open_fds"] > 5);
}

TEST_CASE("what Spotify answered and what PostgreSQL refused is counted") {
  App app({{"METRICS_TOKEN", kToken}}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  sql.script("alter table tracks rename column popularity to fame");
  auto id = sql.value("select min(id) from tracks");
  CHECK(browser.get("/api/v1/tracks/" + id).status == 500);
  auto client = app.server.client();
  CHECK(eventually([&] { return scraped(client)["captures_under_way"] == 0; }));
  auto found = scraped(client);
  CHECK(found[R"(spotify_answers_total{status="2xx"})"] >= 3);
  CHECK(found["spotify_budget_calls"] >= 3);
  CHECK(found[R"(captures_total{outcome="finished"})"] == 1);
  CHECK(found[R"(db_errors_total{sqlstate="42703"})"] >= 1);
}

TEST_CASE("imports and exports are counted by what became of them, and so are their rows") {
  TemporaryFolder folder;
  App app(Environment{{"METRICS_TOKEN", kToken}, {"TMPDIR", folder.path("")}}, kFewLikes);
  auto key = make_key(app.database.url(), "demo");
  auto program = client_with(app.server.origin(), key);
  auto client = app.server.client();
  auto import = [&](const std::string& bytes) {
    auto before = scraped(client);
    REQUIRE(program.send("POST", "/api/v1/imports", bytes, {{"Content-Type", "application/vnd.sqlite3"}}).status ==
            202);
    REQUIRE(eventually([&] {
      auto now = scraped(client);
      double ended = 0;
      for (const char* outcome : {"finished", "refused", "failed", "stopped"}) {
        auto name = std::string("imports_total{outcome=\"") + outcome + "\"}";
        ended += now[name] - before[name];
      }
      return ended == 1 && now["imports_under_way"] == 0;
    }));
  };
  make_old_database(folder.path("older.db"), "older",
                    "insert into tracks (id, spotify_id, name, artist_id, popularity, created_at) values (901, "
                    "'abcdefghijklmnopqrstuv', 'y', 77, 5, '2024-01-01')");
  auto whole = bytes_of(folder.path("older.db"));
  import(whole);
  import(whole);
  import(whole.substr(0, 6000));
  auto found = scraped(client);
  CHECK(found[R"(imports_total{outcome="finished"})"] == 2);
  CHECK(found[R"(imports_total{outcome="refused"})"] == 1);
  CHECK(found[R"(imports_total{outcome="failed"})"] == 0);
  CHECK(found[R"(import_rows_total{outcome="added"})"] == 9);
  CHECK(found[R"(import_rows_total{outcome="already_there"})"] == 9);
  CHECK(found[R"(import_rows_total{outcome="rejected"})"] == 2);
  CHECK(found["imports_waiting"] == 0);

  REQUIRE(program.get("/api/v1/export").status == 200);
  REQUIRE(eventually([&] { return scraped(client)["exports_under_way"] == 0; }));
  found = scraped(client);
  CHECK(found[R"(exports_total{outcome="finished"})"] == 1);
  CHECK(found["export_rows_total"] > 9);
  auto sql = app.database.sql();
  make_plays(sql, 400'000);
  program.ask("GET", "/api/v1/export");
  auto head = program.read_head();
  program.read_body_piece(head);
  found = scraped(client);
  CHECK(found["exports_under_way"] == 1);
  CHECK(found[R"(db_connections_lent{pool="exports"})"] == 1);
  program.hang_up();
  CHECK(eventually([&] { return scraped(client)[R"(exports_total{outcome="left"})"] == 1; }));
}
