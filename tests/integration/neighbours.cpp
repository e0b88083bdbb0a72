// The server beside what real installations put next to it: PgBouncer, a standby, HAProxy.
#include <catch2/catch.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/cluster.hpp"
#include "support/gate.hpp"
#include "support/neighbours.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

Reply add(HttpClient& client, int track) {
  return client.post("/api/v1/playlists/mine/tracks", R"({"track_id":)" + std::to_string(track) + R"(,"position":1})");
}

/// Adds one track after the other, each again and again until it is acknowledged, and after the last one begins anew;
/// what was said otherwise is kept.
class Writer {
 public:
  Writer(const std::string& origin, const std::string& key, int tracks)
      : thread_([this, origin, key, tracks] { write(origin, key, tracks); }) {}
  ~Writer() { stop(); }

  int count() const { return count_; }
  void stop() {
    ending_ = true;
    if (thread_.joinable()) thread_.join();
  }
  std::set<int> acknowledged, strange;

 private:
  void write(const std::string& origin, const std::string& key, int tracks) {
    auto client = client_with(origin, key);
    for (int track = 1; !ending_;) {
      int status = 0;
      try {
        status = add(client, track).status;
      } catch (const std::exception&) {
        client = client_with(origin, key);  // hung up on: asked again, as a client does
      }
      if (status == 200 || status == 201) {
        acknowledged.insert(track);
        track = track % tracks + 1;
        ++count_;
      } else if (status != 0 && status != 502 && status != 503 && status != 504) {
        strange.insert(status);
        track = track % tracks + 1;
      }
    }
  }

  std::atomic<bool> ending_ = false;
  std::atomic<int> count_ = 0;
  std::thread thread_;
};

/// The same person once more, on a connection of its own.
HttpClient another_tab(const HttpClient& client) {
  HttpClient tab(client.origin);
  tab.cookies = client.cookies;
  return tab;
}

int times(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::set<int> kept(Sql sql) {
  std::set<int> tracks;
  for (const auto& row : sql.rows("select track_id from playlist_tracks")) tracks.insert(std::stoi(row[0]));
  return tracks;
}

}  // namespace

TEST_CASE("behind PgBouncer in transaction mode everything works, with nothing set for it") {
  ScratchDatabase database;
  PgBouncer bouncer(database.url(), 3);
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(bouncer.url(), sandbox);
  environment["THREADS"] = "2";
  Server server(environment);
  auto browser = with_history(server);
  CHECK(browser.get("/api/v1/dashboard").at("/tracks") == database.sql().value("select count(*) from library"));
  auto id = keep_a_year(browser);
  CHECK(browser.post("/api/v1/playlists/" + id + "/publish").at("/state") == "published");
  CHECK(browser.get("/api/v1/me").at("/user/created_at").ends_with("Z"));
  auto track = database.sql().value("select min(id) from tracks");
  std::vector<std::thread> asking;
  std::atomic<int> well = 0;
  for (int i = 0; i < 8; ++i)
    asking.emplace_back([&] {
      auto client = another_tab(browser);
      for (int j = 0; j < 50; ++j) well += client.get("/api/v1/tracks/" + track).at("/id") == track;
    });
  for (auto& thread : asking) thread.join();
  CHECK(well == 400);
  CHECK(browser.post("/logout").status == 204);
  CHECK(browser.get("/api/v1/me").status == 401);
}

TEST_CASE("behind PgBouncer nobody gets another's answer, and everybody an answer") {
  auto threads = GENERATE(1, 2);
  CAPTURE(threads);
  ScratchDatabase database;
  PgBouncer bouncer(database.url(), 3);
  Sandbox sandbox;
  auto environment = server_environment(bouncer.url(), sandbox);
  environment["THREADS"] = std::to_string(threads);
  environment["DB_PREPARED"] = threads == 1 ? "on" : "off";
  Server server(environment);
  const std::vector<std::string> people{"somebody", "another"};
  std::vector<std::string> keys;
  for (const auto& person : people) {
    keys.push_back(make_key(database.url(), person));
    auto sql = database.sql();
    make_playlist(sql, person, "mine");
  }
  auto sql = database.sql();
  make_tracks(sql, 400);
  std::mutex mutex;
  std::map<std::string, int> strange;  // what should never be said, and how often it was
  std::vector<std::thread> asking;
  for (int client = 0; client < 32; ++client)
    asking.emplace_back([&, client] {
      auto who = static_cast<std::size_t>(client % 2);
      auto http = client_with(server.origin(), keys[who]);
      for (int i = 0; i < 400; ++i) {
        bool writes = i % 8 == 0;
        auto reply = writes ? add(http, i + 1) : http.get("/api/v1/me");
        auto said = std::to_string(reply.status);
        if (!writes && reply.status == 200) said = reply.at("/user/spotify_user_id");
        bool well = writes ? said == "200" || said == "201" : said == people[who];
        std::lock_guard lock(mutex);
        if (!well) ++strange[(writes ? "a change: " : "a question: ") + said];
      }
    });
  for (auto& thread : asking) thread.join();
  std::string counts;
  for (const auto& [said, times] : strange) counts += said + " " + std::to_string(times) + " times; ";
  CHECK(counts == "");
  CHECK(sql.rows("select distinct count(*) from playlist_tracks group by user_id") == Rows{{"50"}});
}

TEST_CASE("several who migrate behind PgBouncer apply every step once") {
  ScratchDatabase database;
  PgBouncer bouncer(database.url(), 3);
  Environment environment{{"DATABASE_URL", bouncer.url()},
                          {"SECRET_KEY", "a-key-of-the-tests-with-more-than-32-bytes"},
                          {"DB_PREPARED", "off"}};
  std::vector<std::unique_ptr<Process>> migrating;
  for (int i = 0; i < 3; ++i)
    migrating.push_back(
        std::make_unique<Process>(std::vector<std::string>{program("music-time-machine"), "migrate"}, environment));
  for (auto& process : migrating) CHECK(process->wait() == 0);
  CHECK(database.sql().number("select count(*) from pg_locks where locktype = 'advisory'") == 0);
  CHECK(command({"migrate"}, environment).out.find("nothing to do") == 0);
}

TEST_CASE("commands leave nothing of theirs on the connections that PgBouncer gives to others next") {
  ScratchDatabase database;
  PgBouncer bouncer(database.url(), 2);
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  auto environment = command_environment(bouncer.url());
  environment["DB_PREPARED"] = "off";
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"migrate"},
                                             {"import-sqlite", file, "--user", "demo", "--new-user"},
                                             {"export-sqlite", folder.path("new.db"), "--user", "demo"},
                                             {"api-key", "create", "--user", "demo", "--label", "wall"},
                                             {"explain"}}) {
    CAPTURE(words);
    auto done = command(words, environment);
    CAPTURE(done.err);
    CHECK(done.exit_code == 0);
  }
  // Two transactions at once see both of the pool's connections. PgBouncer itself carries over what it knows of.
  Sql one(bouncer.url()), two(bouncer.url());
  std::set<std::string> connections;
  for (auto* sql : {&one, &two}) {
    sql->script("begin");
    connections.insert(sql->value("select pg_backend_pid()"));
    CHECK(
        sql->rows("select name, setting from pg_settings where source = 'session' and name not in ('application_name', "
                  "'client_encoding', 'DateStyle', 'TimeZone', 'standard_conforming_strings')") == Rows{});
    CHECK(sql->rows("select name from pg_prepared_statements where from_sql") == Rows{});
    CHECK(sql->rows("select pg_listening_channels()") == Rows{});
    CHECK(sql->rows("select objid from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()") == Rows{});
  }
  CHECK(connections.size() == 2);
}

TEST_CASE("an import through PgBouncer with six others in the pool outlasts the role's limit for a statement") {
  ScratchDatabase database;
  auto sql = database.sql();
  auto environment = command_environment(database.url());
  REQUIRE(command({"migrate"}, environment).exit_code == 0);
  // As for the role: each new connection of the pool has it.
  auto name = sql.value("select current_database()");
  sql.script("alter database \"" + name + "\" set statement_timeout = '2s'");
  PgBouncer bouncer(database.url(), 3);
  std::atomic<bool> ending = false;
  std::atomic<int> asked = 0, limited = 0;
  std::vector<std::thread> others;
  for (int i = 0; i < 6; ++i)
    others.emplace_back([&] {
      Sql client(bouncer.url());
      while (!ending) {
        limited += client.value("select current_setting('statement_timeout')") == "2s";
        ++asked;
      }
    });
  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  sql.script("begin; lock table playlist_tracks");
  environment = command_environment(bouncer.url());
  environment["DB_PREPARED"] = "off";
  Process import(import_command(file), environment);
  // The statement that waits for the lock takes longer than the limit.
  auto watching = database.sql();
  CHECK(eventually([&] {
    return watching.number(
               "select count(*) from pg_stat_activity where datname = current_database() and "
               "wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '3 seconds'") == 1;
  }));
  sql.script("rollback");
  CHECK(import.wait() == 0);
  ending = true;
  for (auto& other : others) other.join();
  CHECK(sql.number("select count(*) from playlist_tracks") == 3);
  CHECK(asked > 0);
  CHECK(limited == asked);
}

TEST_CASE("a standby serves reads for as long as it is one, tries no change, and says so once") {
  PrivateCluster primary;
  ScratchDatabase database(primary.url());
  Sandbox sandbox(kFewLikes);
  HttpClient browser("");
  {
    Server server(server_environment(database.url(), sandbox));
    browser = with_history(server);
  }
  auto sql = database.sql();
  auto name = sql.value("select current_database()");
  auto key = make_key(database.url(), "demo");                                     // never used
  sql.script("update sessions set last_used_at = now() - interval '10 minutes'");  // its use would be noted
  make_playlist(sql, "demo", "mine");
  auto track = std::stoi(sql.value("select min(id) from tracks"));
  PrivateCluster standby(primary);
  Server server(server_environment(standby.url(name), sandbox));
  auto program = client_with(server.origin(), key);
  auto person = server.client();
  person.cookies = browser.cookies;
  for (int i = 0; i < 50; ++i) {
    REQUIRE(person.get("/api/v1/me").status == 200);
    REQUIRE(program.get("/api/v1/tracks/" + std::to_string(track)).status == 200);
  }
  auto refused = add(program, track);
  CHECK(refused.status == 503);
  CHECK_THAT(refused.at("/detail"), Catch::Contains("takes no changes"));
  CHECK(person.get("/api/v1/dashboard").status == 200);
  auto metrics = server.client().get("/metrics").body;
  CHECK_THAT(metrics, !Catch::Contains("sqlstate=\"25006\"") && !Catch::Contains("sqlstate=\"0A000\""));
  CHECK_THAT(metrics, Catch::Contains("db_losses_total{pool=\"requests\"} 0"));
  auto said = server.process().err() + server.process().out();
  CHECK(times(said, "read-only") == 1);
  CHECK(times(said, "\"reason\"") + times(said, "reason=") == 0);

  standby.promote();
  // From here on it is heard who ends a session. Nobody asks meanwhile, so LISTEN is the last thing that was said.
  Sql now(standby.url(name));
  CHECK(eventually([&] {
    return now.number(
               "select count(*) from pg_stat_activity where datname = current_database() and query like 'listen%'") >=
           1;
  }));
  CHECK(eventually([&] { return add(program, track).status == 201; }));
  CHECK_NOTHROW(server.process().wait_for_line("takes changes again"));
}

TEST_CASE("a host of the database that is silent, or has no address, keeps nobody from the next one") {
  ScratchDatabase database;
  DatabaseUrl url(database.url());
  Gate gate(database.socket_path());
  gate.stall();
  Sandbox sandbox;
  const std::string nowhere(70, 'n');  // too long for a name: no name server is asked
  for (auto [host, port] :
       {std::pair<std::string, std::string>("127.0.0.1", std::to_string(gate.port())), {nowhere, "5432"}}) {
    CAPTURE(host);
    auto both = "postgresql:///" + url.part("dbname") + "?host=" + host + "," + url.part("host") + "&port=" + port +
                "," + url.part("port") + "&user=" + url.part("user");
    Server server(server_environment(both, sandbox));
    CHECK(server.client().get("/health").status == 200);
  }
}

TEST_CASE("when the primary becomes read-only and the standby is promoted, changes go there and reads never fail") {
  PrivateCluster primary;
  PrivateCluster standby(primary);
  ScratchDatabase database(primary.url());
  Sandbox sandbox;
  auto name = database.sql().value("select current_database()");
  auto both = "postgresql:///" + name + "?host=" + primary.folder() + "," + standby.folder() +
              "&user=music_time_machine&port=5432";
  Server server(server_environment(both, sandbox));
  auto key = make_key(database.url(), "somebody");
  {
    auto sql = database.sql();
    make_tracks(sql, 10);
    make_playlist(sql, "somebody", "mine");
  }
  auto writer = client_with(server.origin(), key);
  REQUIRE(add(writer, 1).status == 201);
  std::atomic<bool> ending = false;
  std::atomic<int> read = 0, failed = 0;
  std::thread reader([&] {
    auto client = client_with(server.origin(), key);
    while (!ending) ++(client.get("/api/v1/tracks/1").status == 200 ? read : failed);
  });
  Sql admin(primary.url());
  admin.script("alter system set default_transaction_read_only = on");
  admin.script("select pg_reload_conf()");
  CHECK(eventually([&] { return add(writer, 2).status == 503; }));
  auto before = read.load();
  CHECK(eventually([&] { return read > before + 50; }));
  Sql beyond(standby.url(name));
  CHECK(eventually([&] { return beyond.number("select count(*) from playlists") == 1; }));
  standby.promote();
  CHECK(eventually([&] { return add(writer, 3).status == 201; }));
  before = read.load();
  CHECK(eventually([&] { return read > before + 50; }));
  ending = true;
  reader.join();
  CHECK(failed == 0);
  CHECK(kept(Sql(standby.url(name))).contains(3));
}

TEST_CASE(
    "when the primary dies, reading goes on at the standby, and after its promotion writing too, with nothing lost") {
  PrivateCluster primary;
  PrivateCluster standby(primary);
  // From here on a commit is acknowledged when the standby has it.
  Sql(primary.url()).script("alter system set synchronous_standby_names = '*'");
  Sql(primary.url()).script("select pg_reload_conf()");
  ScratchDatabase database(primary.url());
  Sandbox sandbox;
  auto name = database.sql().value("select current_database()");
  auto both = "postgresql:///" + name + "?host=" + primary.folder() + "," + standby.folder() +
              "&user=music_time_machine&port=5432";
  Server server(server_environment(both, sandbox));
  auto key = make_key(database.url(), "somebody");
  {
    auto sql = database.sql();
    make_tracks(sql, 5000);
    make_playlist(sql, "somebody", "mine");
  }
  Writer writer(server.origin(), key, 5000);
  REQUIRE(eventually([&] { return writer.count() >= 50; }));
  primary.kill();
  auto reader = client_with(server.origin(), key);
  CHECK(eventually([&] { return reader.get("/api/v1/tracks/1").status == 200; }));
  auto before = writer.count();
  standby.promote();
  CHECK(eventually([&] { return writer.count() >= before + 50; }));
  writer.stop();
  CHECK(writer.strange.empty());
  auto there = kept(Sql(standby.url(name)));
  for (int track : writer.acknowledged) REQUIRE(there.contains(track));
}

TEST_CASE("after the promotion of a standby that lacks changes no history in memory is taken for the database's") {
  PrivateCluster primary;
  PrivateCluster standby(primary);
  ScratchDatabase database(primary.url());
  Sandbox sandbox;
  auto name = database.sql().value("select current_database()");
  auto both = "postgresql:///" + name + "?host=" + primary.folder() + "," + standby.folder() +
              "&user=music_time_machine&port=5432";
  Server server(server_environment(both, sandbox));
  auto key = make_key(database.url(), "somebody");
  // So many plays by one change, which is the next version, as a capture's is.
  auto play = [](Sql sql, int first, int last) {
    sql.script(
        "update libraries set version = version + 1; insert into plays (source_id, user_id, played_at, track_id, "
        "version) "
        "select 0, user_id, '2026-01-01'::timestamptz + n * interval '1 minute', 1, version from libraries, "
        "generate_series(" +
        std::to_string(first) + ", " + std::to_string(last) + ") n");
  };
  {
    auto sql = database.sql();
    make_tracks(sql, 1);
    sql.facts("insert into library (user_id, track_id, first_seen_at) select id, 1, now() from users");
    play(database.sql(), 1, 1);
  }
  auto client = client_with(server.origin(), key);
  auto plays = [&] {
    auto reply = client.get("/api/v1/tracks/1/mine");
    return reply.status == 200 ? reply.at("/play_count") : std::to_string(reply.status);
  };
  REQUIRE(plays() == "1");
  auto written = database.sql().value("select pg_current_wal_lsn()");
  // Until then it may not even have the database.
  REQUIRE(eventually(
      [&] { return Sql(standby.url()).value("select pg_last_wal_replay_lsn() >= $1::pg_lsn", {written}) == "t"; }));
  Sql beyond(standby.url(name));
  REQUIRE(beyond.number("select count(*) from plays") == 1);
  beyond.script("alter system set primary_conninfo = ''");
  beyond.script("select pg_reload_conf()");
  REQUIRE(eventually([&] { return beyond.number("select count(*) from pg_stat_wal_receiver") == 0; }));
  for (int minute : {2, 3}) play(database.sql(), minute, minute);
  REQUIRE(plays() == "3");
  primary.quit();
  standby.promote();
  // The same versions again, of other plays.
  for (int minute : {20, 30}) play(Sql(standby.url(name)), minute, minute + 1);
  CHECK(eventually([&] { return plays() == "5"; }));
  play(Sql(standby.url(name)), 40, 40);
  CHECK(plays() == "6");
}

TEST_CASE("a history is read from no standby that is behind what was acknowledged") {
  PrivateCluster primary;
  PrivateCluster standby(primary);
  ScratchDatabase database(primary.url());
  Sandbox sandbox;
  auto name = database.sql().value("select current_database()");
  auto both = "postgresql:///" + name + "?host=" + primary.folder() + "," + standby.folder() +
              "&user=music_time_machine&port=5432";
  Server server(server_environment(both, sandbox));
  auto key = make_key(database.url(), "somebody");
  {
    auto sql = database.sql();
    make_tracks(sql, 3);
    make_playlist(sql, "somebody", "mine");
  }
  auto meet = [&](int track) {
    database.sql().facts("insert into library (user_id, track_id, first_seen_at, version) select id, " +
                         std::to_string(track) + ", now(), 1 from users");
  };
  meet(1);
  auto reader = client_with(server.origin(), key);
  auto tracks = [&] { return reader.get("/api/v1/dashboard").at("/tracks"); };
  REQUIRE(tracks() == "1");

  // While the primary is away the history comes from the standby; for that it must be asked for anew.
  meet(2);
  Sql beyond(standby.url(name));
  REQUIRE(eventually([&] { return beyond.number("select count(*) from library") == 2; }));
  primary.kill();
  REQUIRE(eventually([&] { return tracks() == "2"; }));

  // The primary is back, and the standby hears nothing more.
  beyond.script("select pg_wal_replay_pause()");
  primary.start();
  REQUIRE(eventually([&] { return add(reader, 1).status == 201; }));
  meet(3);
  CHECK(tracks() == "3");
}

TEST_CASE("of several servers behind HAProxy one may be killed and one stopped, and nobody reads an error") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  auto environment = server_environment(database.url(), sandbox);
  std::vector<std::unique_ptr<Server>> servers;
  std::vector<std::string> origins;
  for (int i = 0; i < 3; ++i) {
    environment["PORT"] = std::to_string(free_port());
    environment["SPOTIFY_REDIRECT_URI"] = "http://127.0.0.1:" + environment["PORT"] + "/callback";
    servers.push_back(std::make_unique<Server>(environment));
    origins.push_back(servers.back()->origin());
  }
  HaProxy proxy(origins);
  auto key = make_key(database.url(), "somebody");
  {
    auto sql = database.sql();
    make_tracks(sql, 5000);
    make_playlist(sql, "somebody", "mine");
  }
  std::atomic<bool> ending = false;
  std::atomic<int> read = 0;
  std::multiset<std::string> failures;  // the reader's, until it is joined
  std::thread reader([&] {
    auto client = client_with(proxy.origin(), key);
    while (!ending) {
      try {
        auto reply = client.get("/api/v1/tracks/1");
        if (reply.status == 200)
          ++read;
        else
          failures.insert(std::to_string(reply.status) + " " + reply.body);
      } catch (const std::exception& error) {
        failures.insert(error.what());
      }
    }
  });
  Writer writer(proxy.origin(), key, 5000);
  auto progress = [&] {
    int before = read, written = writer.count();
    return eventually([&] { return read > before + 100 && writer.count() > written + 20; });
  };
  CHECK(progress());
  servers[0]->process().kill();
  CHECK(progress());
  CHECK(servers[1]->process().terminate() == 0);
  CHECK(progress());
  servers[0]->start();
  CHECK(progress());
  ending = true;
  reader.join();
  writer.stop();
  INFO(proxy.said());
  CHECK(failures == std::multiset<std::string>{});
  CHECK(writer.strange.empty());
  auto there = kept(database.sql());
  for (int track : writer.acknowledged) REQUIRE(there.contains(track));
}

TEST_CASE("a session that one server began is known to the others, and so is its end") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Server one(server_environment(database.url(), sandbox));
  Server two(server_environment(database.url(), sandbox));
  auto here = one.signed_in();
  auto there = two.client();
  there.cookies = here.cookies;
  REQUIRE(there.get("/api/v1/me").status == 200);
  REQUIRE(here.post("/logout").status == 204);
  CHECK(eventually([&] { return there.get("/api/v1/me").status == 401; }));
}
