// What a person sees is as new as what was acknowledged, on every server, and never half.
#include <catch2/catch.hpp>

#include <thread>

#include "support/app.hpp"
#include "support/database.hpp"
#include "support/eventually.hpp"
#include "support/gate.hpp"
#include "support/memory.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// A person with a key, some tracks in the catalogue, and none in the library yet.
struct Reader {
  explicit Reader(int tracks, const Environment& changes = {}) : app(changes), sql(app.database.url()) {
    key = make_key(app.database.url(), "reader", "read");
    user = sql.value("select id from users where spotify_user_id = 'reader'");
    make_tracks(sql, tracks);
  }

  /// As a capture does: the next version first, and every row carries it.
  void change(const std::string& rows) {
    sql.script("begin; insert into libraries (user_id, version) values (" + user +
               ", 1) on conflict on constraint libraries_key do update set version = libraries.version + 1;" + rows +
               "; commit");
  }
  std::string version() const { return "(select version from libraries where user_id = " + user + ")"; }
  void meet(int track) {
    change("insert into library (user_id, track_id, first_seen_at, version) values (" + user + ", " +
           std::to_string(track) + ", now(), " + version() + ")");
  }
  void play(int track, const std::string& when) {
    change("insert into plays (source_id, user_id, played_at, track_id, version) values (0, " + user + ", '" + when +
           "', " + std::to_string(track) + ", " + version() + ")");
  }

  App app;
  Sql sql;
  std::string key, user;
};

std::string tracks_on(HttpClient& client) { return client.get("/api/v1/dashboard").at("/tracks"); }
std::string metric(HttpClient& client, const std::string& name) {
  auto body = client.get("/metrics").body;
  auto at = body.find("\n" + name + " ");
  if (at == body.npos) return "";
  at += name.size() + 2;
  return body.substr(at, body.find('\n', at) - at);
}

}  // namespace

TEST_CASE("what was acknowledged is seen by the next question on every server") {
  Reader reader(301);
  Server second(server_environment(reader.app.database.url(), reader.app.sandbox));
  auto here = client_with(reader.app.server.origin(), reader.key), there = client_with(second.origin(), reader.key);
  CHECK(tracks_on(here) == "0");
  CHECK(tracks_on(there) == "0");
  for (int track = 1; track <= 300; ++track) {
    reader.meet(track);
    REQUIRE(tracks_on(track % 2 ? here : there) == std::to_string(track));
    if (track % 5 == 0) REQUIRE(tracks_on(track % 2 ? there : here) == std::to_string(track));
  }
  reader.change("update libraries set epoch = epoch + 1; delete from library where track_id > 100");
  CHECK(tracks_on(here) == "100");
  CHECK(tracks_on(there) == "100");
  CHECK(metric(here, "history_reads_total{what=\"whole\"}") == "2");
}

TEST_CASE("many who ask at once for a history that is not there make it read once, and it never goes back") {
  Reader reader(400);
  for (int track = 1; track <= 50; ++track) reader.meet(track);
  std::atomic<int> acknowledged = 50, wrong = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> askers;
  for (int i = 0; i < 6; ++i)
    askers.emplace_back([&] {
      auto client = client_with(reader.app.server.origin(), reader.key);
      int last = 0;
      while (!done) {
        int least = acknowledged;
        int seen = std::stoi(tracks_on(client));
        if (seen < least || seen < last) ++wrong;
        last = seen;
      }
    });
  for (int track = 51; track <= 400; ++track) {
    reader.meet(track);
    acknowledged = track;
  }
  done = true;
  for (auto& asker : askers) asker.join();
  CHECK(wrong == 0);
  auto client = client_with(reader.app.server.origin(), reader.key);
  CHECK(metric(client, "history_reads_total{what=\"whole\"}") == "1");
  CHECK(metric(client, "history_read_failures_total") == "0");
}

TEST_CASE("a history without a version row, with plays at one moment, before 1970 and after 2038, has answers") {
  Reader reader(3);
  reader.sql.script("insert into library (user_id, track_id, first_seen_at) select " + reader.user +
                    ", id, '-infinity' from tracks; delete from libraries");
  reader.sql.script(
      "update tracks set release_date = 'infinity', release_precision = 'day' where id = 1; update tracks set "
      "release_date = '4712-01-01 BC', release_precision = 'year' where id = 2");
  auto client = client_with(reader.app.server.origin(), reader.key);
  CHECK(tracks_on(client) == "3");
  for (const char* when : {"1969-07-20T20:17:40Z", "2100-01-01T00:00:00Z", "infinity"})
    for (int track = 1; track <= 3; ++track) reader.play(track, when);
  for (const char* path : {"/api/v1/dashboard", "/api/v1/years?choice=loved", "/api/v1/analytics/growth?range=all",
                           "/api/v1/analytics/mood-years", "/api/v1/search?q=track", "/api/v1/tracks/1/mine"}) {
    CAPTURE(path);
    CHECK(client.get(path).status == 200);
  }
}

TEST_CASE("while the database is silent in the middle of a history the answer is 503, and afterwards it is whole") {
  ScratchDatabase database;
  Gate gate(database.socket_path());
  Sandbox sandbox;
  auto environment = server_environment(database.url_through(gate.port()), sandbox);
  Server server(environment);
  auto key = make_key(database.url(), "reader", "read");
  auto sql = database.sql();
  make_tracks(sql, 1000);
  sql.facts(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks");
  auto client = client_with(server.origin(), key);
  CHECK(client.get("/api/v1/me").status == 200);
  gate.cut_answer("fetch 20000 from rows");
  auto broken = client.get("/api/v1/dashboard");
  CHECK(broken.status == 503);
  CHECK(gate.fates() == 1);
  auto whole = client.get("/api/v1/dashboard");
  CHECK(whole.status == 200);
  CHECK(whole.at("/tracks") == "1000");
}

TEST_CASE("more people than the cache has room for are all served, and its bound holds") {
  Environment small{{"HISTORY_CACHE_MB", "1"}};
  App app(small);
  auto sql = app.database.sql();
  make_tracks(sql, 1500);
  std::vector<std::string> keys;
  for (int i = 0; i < 8; ++i)
    keys.push_back(make_key(app.database.url(), "reader" + std::to_string(i), "read", "key" + std::to_string(i)));
  sql.facts(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks");
  std::vector<std::thread> readers;
  std::atomic<int> right = 0;
  for (const auto& key : keys)
    readers.emplace_back([&] {
      auto client = client_with(app.server.origin(), key);
      for (int i = 0; i < 20; ++i) right += tracks_on(client) == "1500";
    });
  for (auto& reader : readers) reader.join();
  CHECK(right == 160);
  auto client = client_with(app.server.origin(), keys[0]);
  CHECK(std::stol(metric(client, "history_cache_bytes")) <= 1024 * 1024);
  CHECK(std::stol(metric(client, "history_cache_evictions_total")) > 0);
}

TEST_CASE("a history that is larger than the cache is answered all the same") {
  Environment small{{"HISTORY_CACHE_MB", "1"}};
  Reader reader(12'000, small);
  reader.sql.facts("insert into library (user_id, track_id, first_seen_at) select " + reader.user +
                   ", id, now() from tracks");
  auto client = client_with(reader.app.server.origin(), reader.key);
  CHECK(tracks_on(client) == "12000");
  CHECK(tracks_on(client) == "12000");
  CHECK(metric(client, "history_cache_histories") == "0");
}

TEST_CASE("a change of the catalogue that others made is seen with the person's next own change") {
  Reader reader(2);
  reader.meet(1);
  auto client = client_with(reader.app.server.origin(), reader.key);
  reader.sql.script("update tracks set popularity = 10 where id = 1");
  reader.meet(2);
  CHECK(client.get("/api/v1/dashboard").at("/top/tracks/0/popularity") == "10");
  reader.sql.script("update tracks set popularity = 77, name = 'Renamed', changed_at = now() where id = 1");
  reader.play(2, "2026-01-01T00:00:00Z");
  auto dashboard = client.get("/api/v1/dashboard");
  CHECK(dashboard.at("/top/tracks/0/popularity") == "77");
  CHECK(dashboard.at("/top/tracks/0/name") == "Renamed");
}

TEST_CASE("changes that a database has lost, or has not heard of, are not counted twice when they are there again") {
  Reader reader(1);
  reader.meet(1);
  reader.play(1, "2026-01-01T00:00:00Z");
  auto client = client_with(reader.app.server.origin(), reader.key);
  auto plays = [&](const std::string& zone) {
    reader.sql.script("update users set time_zone = '" + zone + "'");  // so that the database is looked at
    return client.get("/api/v1/tracks/1/mine").at("/play_count");
  };
  REQUIRE(plays("Europe/Berlin") == "1");
  // What a standby shows that is behind by one change, and what it shows a little later.
  reader.sql.script("update libraries set version = version - 1; delete from plays");
  CHECK(plays("Europe/Paris") == "0");
  reader.play(1, "2026-01-01T00:00:00Z");
  CHECK(plays("Europe/Rome") == "1");
}

TEST_CASE("what is newer than a known history is read piece by piece when it is much") {
  Reader reader(1, frugal());
  reader.meet(1);
  auto client = client_with(reader.app.server.origin(), reader.key);
  REQUIRE(client.get("/api/v1/tracks/1/mine").at("/play_count") == "0");
  constexpr int kPlays = 600'000;
  auto before = memory_peak_kb(reader.app.server.process().pid());
  reader.change("insert into plays (source_id, user_id, played_at, track_id, version) select 0, " + reader.user +
                ", '2020-01-01'::timestamptz + n * interval '1 minute', 1, " + reader.version() +
                " from generate_series(1, " + std::to_string(kPlays) + ") n");
  CHECK(client.get("/api/v1/tracks/1/mine").at("/play_count") == std::to_string(kPlays));
  // Their columns take 10 MB, and as much again while they grow; in one answer of libpq they took 90 MB more.
  CHECK(memory_peak_kb(reader.app.server.process().pid()) < before + 40 * 1024 * kMemoryFactor);
}

TEST_CASE("a person whose time zone this machine does not know is answered from memory all the same") {
  Reader reader(1);
  reader.meet(1);
  reader.sql.script("update users set time_zone = 'Mars/Olympus'");
  auto client = client_with(reader.app.server.origin(), reader.key);
  for (int i = 0; i < 3; ++i) CHECK(tracks_on(client) == "1");
  CHECK(metric(client, "history_reads_total{what=\"whole\"}") == "1");
  CHECK(metric(client, "history_reads_total{what=\"newer\"}") == "0");
}

TEST_CASE("nothing is answered from what was kept of a person who is gone") {
  Reader reader(1);
  reader.meet(1);
  auto client = client_with(reader.app.server.origin(), reader.key);
  REQUIRE(tracks_on(client) == "1");
  reader.sql.script("select erase_user(" + reader.user + ")");  // the server has not heard of it, and knows the key
  CHECK(tracks_on(client) == "0");
}
