// What a person sees is as new as what was acknowledged, on every server, and never half.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <future>
#include <thread>

#include "integration/steps.hpp"
#include "support/app.hpp"
#include "support/cluster.hpp"
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
    sql.script("begin; insert into libraries (user_id, version, epoch) values (" + user +
               ", extract(epoch from now())::bigint, extract(epoch from now())::bigint) on conflict on constraint "
               "libraries_key do update set version = libraries.version + 1;" +
               rows + "; commit");
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

/// Holds what a reading comes to last of all, so that it is in the middle for as long as this lives.
class HeldReading {
 public:
  explicit HeldReading(const std::string& database_url) : sql_(database_url) {
    sql_.script("begin; lock table snapshots in access exclusive mode");
  }
  /// Somebody reads and waits.
  bool waits() {
    return eventually([this] {
      return sql_.number("select count(*) from pg_locks where not granted and relation = 'snapshots'::regclass") > 0;
    });
  }
  void let_go() { sql_.script("commit"); }

 private:
  Sql sql_;
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

/// So many times as the environment says: a longer loop than a test's may be wished for.
int loops(int usual) {
  const char* wished = std::getenv("MTM_TEST_LOOPS");
  return wished ? std::atoi(wished) : usual;
}

TEST_CASE("a person who writes by one server and reads by another reads each time what was written") {
  Reader reader(1);
  Server second(server_environment(reader.app.database.url(), reader.app.sandbox));
  auto here = client_with(reader.app.server.origin(), reader.key), there = client_with(second.origin(), reader.key);
  reader.meet(1);
  auto plays = [](HttpClient& client) { return client.get("/api/v1/tracks/1/mine").at("/play_count"); };
  int stale = 0;
  int times = loops(500);
  for (int i = 1; i <= times; ++i) {
    reader.play(1, "2026-01-01T00:00:00Z'::timestamptz + '" + std::to_string(i) + " minutes");
    stale += plays(i % 2 ? there : here) != std::to_string(i);
  }
  CHECK(stale == 0);
  CHECK(plays(here) == std::to_string(times));
  CHECK(plays(there) == std::to_string(times));
}

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
  // Empty, with its first version, and in its new epoch.
  CHECK(metric(here, "history_reads_total{what=\"whole\"}") == "3");
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
  gate.cut_answer("fetch 20000 from tracks");
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

TEST_CASE("two hundred people at once, with room for about twenty, are all served within the bound") {
  auto small = frugal({{"HISTORY_CACHE_MB", "2"}, {"RATE_LIMIT", "off"}});
  App app(small);
  auto sql = app.database.sql();
  make_tracks(sql, 300);
  sql.script("insert into users (spotify_user_id) select 'reader' || n from generate_series(1, 200) n");
  std::vector<std::string> keys;
  for (int i = 1; i <= 200; ++i) {
    // As api_keys of before: the digest of the key alone says whose it is.
    keys.push_back("mtm_reader_" + std::to_string(i));
    sql.rows(
        "insert into api_keys (key_digest, user_id, label, scope) select sha256($1::bytea), id, 'test', 'read' from "
        "users where spotify_user_id = $2",
        {keys.back(), "reader" + std::to_string(i)});
  }
  sql.facts(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks");
  auto before = memory_peak_kb(app.server.process().pid());
  std::vector<std::thread> readers;
  std::atomic<int> right = 0;
  for (const auto& key : keys)
    readers.emplace_back([&] {
      auto client = client_with(app.server.origin(), key);
      for (int i = 0; i < 5; ++i) right += tracks_on(client) == "300";
    });
  for (auto& reader : readers) reader.join();
  CHECK(right == 1000);
  auto client = client_with(app.server.origin(), keys[0]);
  CHECK(std::stol(metric(client, "history_cache_bytes")) <= 2 * 1024 * 1024);
  CHECK(std::stol(metric(client, "history_cache_evictions_total")) > 0);
  CHECK(metric(client, "history_read_failures_total") == "0");
  // Two hundred connections, two histories in the making, and what libpq holds of them.
  CHECK(memory_peak_kb(app.server.process().pid()) < before + 24 * 1024 * kMemoryFactor);
}

TEST_CASE("many who ask at once for a history that is larger than the cache share one reading, and others go ahead") {
  Environment small{{"HISTORY_CACHE_MB", "1"}};
  Reader reader(12'000, small);
  auto others_key = make_key(reader.app.database.url(), "other", "read");
  reader.sql.facts("insert into library (user_id, track_id, first_seen_at) select " + reader.user +
                   ", id, now() from tracks");
  HeldReading held(reader.app.database.url());
  std::vector<HttpClient> readers;
  for (int i = 0; i < 12; ++i) {
    readers.push_back(client_with(reader.app.server.origin(), reader.key));
    readers.back().ask("GET", "/api/v1/dashboard");
  }
  REQUIRE(held.waits());
  auto client = client_with(reader.app.server.origin(), reader.key);
  for (int i = 0; i < 5; ++i) CHECK(client.get("/api/v1/me").status == 200);  // so all of them have been heard
  held.let_go();
  for (auto& one : readers) CHECK(one.read_reply().at("/tracks") == "12000");
  CHECK(metric(client, "history_reads_total{what=\"whole\"}") == "1");
  CHECK(tracks_on(client) == "12000");
  CHECK(metric(client, "history_reads_total{what=\"whole\"}") == "2");
  auto other = client_with(reader.app.server.origin(), others_key);
  CHECK(tracks_on(other) == "0");
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

TEST_CASE("an artist whom others' captures confirm is called so in tracks that the person alone has") {
  Reader reader(1);
  reader.sql.script(
      "insert into artists (spotify_id) values (lpad('unknown', 22, '0'));"
      "insert into tracks (spotify_id) values (lpad('unknown', 22, '0'));"
      "insert into track_claims (user_id, track_id, source_id, name, artist_id, artist_name) "
      "select " +
      reader.user +
      ", tracks.id, 0, 'Told', artists.id, 'Told by a file' from tracks join artists using (spotify_id) "
      "where tracks.name is null");
  reader.meet(1);
  auto unknown = reader.sql.number("select id from tracks where name is null");
  reader.meet(static_cast<int>(unknown));
  auto client = client_with(reader.app.server.origin(), reader.key);
  CHECK(client.get("/api/v1/search?q=told").at("/results/0/artist") == "Told by a file");
  reader.sql.script("update artists set name = 'Confirmed', created_at = now(), changed_at = now() where name is null");
  reader.play(1, "2026-01-01T00:00:00Z");
  CHECK(client.get("/api/v1/search?q=told").at("/results/0/artist") == "Confirmed");
  CHECK(client.get("/api/v1/search?q=confirmed").at("/count") == "1");
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

TEST_CASE("who waits for a history learns as soon as everybody else that the database has fallen silent") {
  ScratchDatabase database;
  Gate gate(database.socket_path());
  Sandbox sandbox;
  Server server(server_environment(database.url_through(gate.port()), sandbox));
  auto key = make_key(database.url(), "reader", "read");
  HeldReading held(database.url());
  auto client = client_with(server.origin(), key);
  auto asked = std::async([&] { return client.get("/api/v1/dashboard").status; });
  REQUIRE(held.waits());
  gate.stall();
  auto silent = std::chrono::steady_clock::now();
  CHECK(asked.get() == 503);
  CHECK(std::chrono::steady_clock::now() - silent < std::chrono::milliseconds(4500));
  held.let_go();
  gate.pass();
  CHECK(eventually([&] { return client.get("/api/v1/dashboard").status == 200; }));
}

TEST_CASE("a history whose epoch is raised in the middle of its reading is the one or the other, and then the other") {
  Reader reader(20);
  for (int track = 1; track <= 20; ++track) reader.meet(track);
  HeldReading held(reader.app.database.url());
  auto client = client_with(reader.app.server.origin(), reader.key);
  auto asked = std::async([&] { return tracks_on(client); });
  REQUIRE(held.waits());
  reader.change("update libraries set epoch = epoch + 1; delete from library where track_id > 5");
  held.let_go();
  CHECK(asked.get() == "20");
  CHECK(tracks_on(client) == "5");
}

TEST_CASE("a history of which the version row is lost is read anew") {
  Reader reader(3);
  reader.meet(1);
  auto client = client_with(reader.app.server.origin(), reader.key);
  REQUIRE(tracks_on(client) == "1");
  reader.sql.script("insert into library (user_id, track_id, first_seen_at) values (" + reader.user +
                    ", 2, now()); delete from libraries");
  CHECK(tracks_on(client) == "2");
  reader.meet(3);
  CHECK(tracks_on(client) == "3");
}

TEST_CASE("a capture after the loss of a version row counts nothing twice") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto dashboard = [&] { return browser.get("/api/v1/dashboard").body; };
  auto before = dashboard();
  app.database.sql().script("delete from libraries");
  CHECK(dashboard() == before);
  browser.post("/api/v1/capture");
  finished_capture(browser);
  CHECK(dashboard() == before);
  browser.post("/api/v1/capture");
  finished_capture(browser);
  CHECK(dashboard() == before);
}

TEST_CASE("a server that is killed in the middle of a reading leaves nothing to others, nor to itself") {
  Reader reader(10);
  for (int track = 1; track <= 10; ++track) reader.meet(track);
  Server second(server_environment(reader.app.database.url(), reader.app.sandbox));
  HeldReading held(reader.app.database.url());
  auto client = client_with(reader.app.server.origin(), reader.key);
  auto asked = std::async([&] {
    try {
      return client.get("/api/v1/dashboard").status;
    } catch (const std::exception&) {
      return 0;
    }
  });
  REQUIRE(held.waits());
  reader.app.server.process().kill();
  CHECK(asked.get() == 0);
  held.let_go();
  auto there = client_with(second.origin(), reader.key);
  CHECK(tracks_on(there) == "10");
  reader.app.server.start();
  auto again = client_with(reader.app.server.origin(), reader.key);
  CHECK(tracks_on(again) == "10");
}

TEST_CASE("a database that restarts between a version and what is newer costs at most a 503") {
  for (bool crashes : {false, true}) {
    CAPTURE(crashes);
    PrivateCluster cluster;
    ScratchDatabase database(cluster.url());
    Sandbox sandbox;
    Server server(server_environment(database.url(), sandbox));
    auto key = make_key(database.url(), "reader", "read");
    {
      auto sql = database.sql();
      make_tracks(sql, 2);
      sql.facts("insert into library (user_id, track_id, first_seen_at) select id, 1, now() from users");
    }
    auto client = client_with(server.origin(), key);
    REQUIRE(tracks_on(client) == "1");
    database.sql().script(
        "update libraries set version = version + 1; insert into library (user_id, track_id, first_seen_at, version) "
        "select user_id, 2, now(), version from libraries");
    std::future<Reply> asked;
    {
      HeldReading held(database.url());
      asked = std::async([&] { return client.get("/api/v1/dashboard"); });
      REQUIRE(held.waits());
      crashes ? cluster.quit() : cluster.stop();
    }
    auto broken = asked.get();
    CHECK((broken.status == 503 || broken.at("/tracks") == "2"));
    cluster.start();
    CHECK(eventually([&] { return client.get("/api/v1/dashboard").status == 200; }));
    CHECK(tracks_on(client) == "2");
  }
}
