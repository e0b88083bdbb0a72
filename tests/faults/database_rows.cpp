// What becomes of changes when PostgreSQL, or the road to it, is in trouble.
#include <fmt/format.h>
#include <signal.h>

#include <fstream>

#include "faults/rows.hpp"
#include "faults/stage.hpp"

namespace mtm::faults {
namespace {

using namespace std::chrono_literals;

const std::string kOurs = "application_name like 'music-time-machine%' and datname = current_database()";

pid_t pid_of(Stage& stage, const std::string& condition) {
  return static_cast<pid_t>(
      test::Sql(stage.direct_url()).number("select min(pid) from pg_stat_activity where " + condition));
}

std::string terminate() {
  Stage stage;
  return with_changes(stage, 0.5, [&](Ledger&) {
    test::Sql(stage.direct_url()).rows("select pg_terminate_backend(pid) from pg_stat_activity where " + kOurs);
  });
}

/// One backend's death ends the others, too.
void wait_until_thrown_out(test::Sql& sql) {
  try {
    for (auto start = Clock::now(); seconds_since(start) < 10; std::this_thread::sleep_for(1ms)) sql.rows("select 1");
  } catch (const std::runtime_error&) {
    return;
  }
  throw Failed("the others' connections outlived it");
}

std::string kill_backend() {
  Stage stage;
  double away = 0;
  auto figure = with_changes(stage, 2, [&](Ledger&) {
    test::Sql neighbour(stage.direct_url());
    auto killed = Clock::now();
    ::kill(pid_of(stage, kOurs), SIGKILL);
    wait_until_thrown_out(neighbour);
    while (!stage.cluster.answers()) std::this_thread::sleep_for(1ms);
    away = seconds_since(killed);
  });
  return fmt::format("{}; PostgreSQL itself was back after {:.2f} s", figure, away);
}

std::string kill_postmaster() {
  Stage stage;
  double back = 0;
  auto figure = with_changes(stage, 10, [&](Ledger& ledger) {
    stage.cluster.kill();
    stage.cluster.start();
    auto up = Clock::now();
    ledger.wait_for(1);
    back = seconds_since(up);
  });
  require(back <= 1, fmt::format("{:.2f} s after the database was up", back));
  return fmt::format("back {:.2f} s after the database; {}", back, figure);
}

std::string restart_immediate() {
  Stage stage;
  return with_changes(stage, 5, [&](Ledger&) {
    stage.cluster.quit();
    stage.cluster.start();
  });
}

std::string restart_fast() {
  Stage stage;
  return with_changes(stage, 5, [&](Ledger&) {
    stage.cluster.stop();
    stage.cluster.start();
  });
}

std::string down() {
  Stage stage;
  Ledger ledger(stage);
  ledger.wait_for(100);
  auto memory = stage.resident_megabytes();
  stage.cluster.stop();
  auto client = stage.client();
  until_status(client, "/readyz", 503);
  // The change that was under way waits for its fate to be known; those after it are what is measured.
  auto start = Clock::now();
  while (ledger.refused() == 0) {
    require(seconds_since(start) < 5, "nothing was refused");
    std::this_thread::sleep_for(1ms);
  }
  ledger.mark();
  std::this_thread::sleep_for(10s);
  require(client.get("/livez").status == 200, "it does not live");
  auto slowest = ledger.slowest_refusal();
  auto refused = ledger.refused();
  stage.cluster.start();
  auto up = Clock::now();
  ledger.wait_for(1);
  auto back = seconds_since(up);
  ledger.audit();
  auto grown = stage.resident_megabytes() - memory;
  require(slowest < 0.4, fmt::format("a request failed after {:.0f} ms", slowest * 1000));
  require(back < 1, fmt::format("back after {:.2f} s", back));
  return fmt::format("{} refusals, slowest {:.0f} ms; back {:.2f} s after the database; RSS {:+.1f} MB; 0 lost",
                     refused, slowest * 1000, back, grown);
}

std::string before_the_database() {
  test::PrivateCluster cluster;
  test::ScratchDatabase database(cluster.url());
  test::Sandbox sandbox;
  cluster.stop();
  test::Process server({test::program("music-time-machine"), "serve"},
                       test::server_environment(database.url(), sandbox));
  server.wait_for_line("waiting for the database");
  cluster.start();
  auto up = Clock::now();
  server.wait_for_line("Listening on");
  auto ready = seconds_since(up);
  return fmt::format("waits, says so once; listens {:.2f} s after the database is up", ready);
}

std::string commit_reply_lost() {
  Stage stage;
  return with_changes(stage, 3, [&](Ledger& ledger) {
    for (int cut = 0; cut < 5; ++cut) {
      stage.gate.cut_answer("add_to_playlists", "INSERT");
      ledger.wait_for(20);
    }
    require(stage.gate.fates() == 5, "not every answer was cut");
  });
}

std::string black_hole() {
  Stage stage;
  Ledger ledger(stage);
  ledger.wait_for(100);
  ledger.mark();
  stage.gate.stall();
  auto client = stage.client();
  auto start = Clock::now();
  auto status = client.get("/api/v1/tracks/1").status;
  auto ended = seconds_since(start);
  require(status == 503 && ended < 3.2, fmt::format("a request ended with {} after {:.1f} s", status, ended));
  require(client.get("/livez").status == 200, "it does not live");
  std::this_thread::sleep_for(5s);
  auto slowest = ledger.slowest_refusal();
  stage.gate.pass();
  auto open = Clock::now();
  ledger.wait_for(1);
  auto back = seconds_since(open);
  ledger.audit();
  require(back < 6, fmt::format("back after {:.1f} s", back));
  return fmt::format("reads end after {:.1f} s, changes after {:.1f} s with 503; back {:.2f} s after; 0 lost", ended,
                     slowest, back);
}

/// The road to PostgreSQL is as `make` makes it.
std::string slow_network(const std::function<void(test::Gate&)>& make) {
  Stage stage;
  return with_changes(stage, 2, [&](Ledger& ledger) {
    make(stage.gate);
    auto client = stage.client();
    for (int i = 0; i < 20; ++i) {
      auto start = Clock::now();
      require(client.get("/livez").status == 200 && seconds_since(start) < 0.05, "/livez is slow, too");
    }
    ledger.wait_for(10);
    stage.gate.pass();
  });
}

std::string delayed_pieces() {
  return slow_network([](test::Gate& gate) { gate.delay(50ms); });
}

std::string narrow_road() {
  return slow_network([](test::Gate& gate) { gate.trickle(20, 1ms); });
}

std::string single_bytes() {
  return slow_network([](test::Gate& gate) { gate.trickle(1, 0ms); });
}

std::string frozen_backends() {
  Stage stage;
  return with_changes(stage, 9, [&](Ledger&) {
    auto rows = test::Sql(stage.direct_url()).rows("select pid from pg_stat_activity where " + kOurs);
    for (const auto& row : rows) ::kill(std::stoi(row[0]), SIGSTOP);
    std::this_thread::sleep_for(4s);
    for (const auto& row : rows) ::kill(std::stoi(row[0]), SIGCONT);
  });
}

std::string lock_held() {
  Stage stage;
  return with_changes(stage, 8, [&](Ledger& ledger) {
    test::Sql lock(stage.direct_url());
    lock.script("begin; lock table playlist_tracks in exclusive mode");
    auto client = stage.client();
    auto start = Clock::now();
    while (seconds_since(start) < 5) {
      require(client.get("/api/v1/tracks/1").status == 200, "a read was refused");
      std::this_thread::sleep_for(10ms);
    }
    require(ledger.refused() > 0, "no change was refused");
    require(ledger.slowest_refusal() < 5,
            fmt::format("a change was refused only after {:.1f} s", ledger.slowest_refusal()));
    lock.script("rollback");
  });
}

std::string connections_exhausted() {
  Stage stage({}, {"max_connections = 20", "superuser_reserved_connections = 3"});
  return with_changes(stage, 1, [&](Ledger& ledger) {
    std::vector<std::unique_ptr<test::Sql>> taken;
    try {
      for (int i = 0; i < 40; ++i) taken.push_back(std::make_unique<test::Sql>(stage.direct_url()));
    } catch (const std::exception&) {
    }
    require(taken.size() > 2, "nothing was taken");
    ledger.wait_for(100);
  });
}

std::string read_only() {
  Stage stage;
  return with_changes(stage, 9, [&](Ledger& ledger) {
    auto client = stage.client();
    test::Sql admin(stage.cluster.url());
    admin.script("alter system set default_transaction_read_only = on");
    admin.script("select pg_reload_conf()");
    auto start = Clock::now();
    while (ledger.refused() == 0 && seconds_since(start) < 5) std::this_thread::sleep_for(5ms);
    require(ledger.refused() > 0, "changes went on");
    int refused_reads = 0;
    for (int i = 0; i < 100; ++i) refused_reads += client.get("/api/v1/tracks/1").status != 200;
    require(refused_reads == 0, fmt::format("{} of 100 reads were refused", refused_reads));
    std::this_thread::sleep_for(3s);
    admin.script("set default_transaction_read_only = off");
    admin.script("alter system reset default_transaction_read_only");
    admin.script("select pg_reload_conf()");
    auto open = Clock::now();
    ledger.wait_for(1);
    require(seconds_since(open) < 3, "it took more than 3 s to be back");
  });
}

std::string failover() {
  test::PrivateCluster primary;
  auto standby = std::make_unique<test::PrivateCluster>(primary);
  test::Sql(primary.url()).script("alter system set synchronous_standby_names = '*'");
  test::Sql(primary.url()).script("select pg_reload_conf()");
  test::ScratchDatabase database(primary.url());
  test::Sandbox sandbox;
  auto name = database.sql().value("select current_database()");
  auto both = "postgresql:///" + name + "?host=" + primary.folder() + "," + standby->folder() +
              "&user=music_time_machine&port=5432";
  test::Server server(test::server_environment(both, sandbox));
  auto key = test::make_key(database.url(), "somebody");
  {
    auto sql = database.sql();
    test::make_tracks(sql, 100);
    test::make_playlist(sql, "somebody", "mine");
  }
  auto client = test::client_with(server.origin(), key);
  auto add = [&](int track) {
    return client.post("/api/v1/playlists/mine/tracks", fmt::format(R"({{"track_id":{},"position":1}})", track)).status;
  };
  require(add(1) == 201, "the first change was refused");
  primary.kill();
  auto dead = Clock::now();
  auto reads = until_status(client, "/api/v1/tracks/1", 200);
  standby->promote();
  auto promoted = Clock::now();
  while (add(2) != 201) require(seconds_since(promoted) < 3, "no change 3 s after the promotion");
  auto back = seconds_since(promoted);
  require(test::Sql(standby->url(name)).number("select count(*) from playlist_tracks where track_id = 1") == 1,
          "the first change was lost");
  return fmt::format(
      "reads again {:.2f} s after the death, changes {:.2f} s after the promotion ({:.1f} s in all); 0 lost", reads,
      back, seconds_since(dead));
}

/// How many reads a second are answered, each with 200.
double reads_a_second(test::HttpClient& client) {
  int reads = 0;
  auto start = Clock::now();
  for (; seconds_since(start) < 5; ++reads) require(client.get("/api/v1/tracks/1").status == 200, "a read was refused");
  return reads / seconds_since(start);
}

std::string standby_alone() {
  test::PrivateCluster primary;
  test::ScratchDatabase database(primary.url());
  test::Sandbox sandbox;
  auto key = test::make_key(database.url(), "somebody");
  auto sql = database.sql();
  test::make_tracks(sql, 100);
  test::make_playlist(sql, "somebody", "mine");
  double before = 0;
  {
    test::Server server(test::server_environment(database.url(), sandbox));
    auto client = test::client_with(server.origin(), key);
    before = reads_a_second(client);
  }
  sql.script("update api_keys set last_used_at = null");  // its use would be noted
  test::PrivateCluster standby(primary);
  test::Server server(test::server_environment(standby.url(sql.value("select current_database()")), sandbox));
  auto client = test::client_with(server.origin(), key);
  auto now = reads_a_second(client);
  auto change = client.post("/api/v1/playlists/mine/tracks", R"({"track_id":1,"position":1})").status;
  require(change == 503, fmt::format("a change was answered with {}", change));
  auto said = server.process().out() + server.process().err();
  int warnings = 0;
  for (auto at = said.find(" warning "); at != said.npos; at = said.find(" warning ", at + 1)) ++warnings;
  require(warnings == 1, fmt::format("the log has {} warnings", warnings));
  return fmt::format(
      "one client reads {:.0f}/s ({:.0f}/s from a primary, which lets keys be remembered), 0 x 503, 1 line", now,
      before);
}

}  // namespace

std::vector<Row> database_rows() {
  return {{"14", "every backend terminated (57P01)", "gap < 0.5 s, 0 lost or doubled", terminate},
          {"15", "a backend killed (crash recovery)", "gap < 2 s, 0 lost", kill_backend},
          {"16", "the postmaster killed", "back < 1 s after the database, 0 lost", kill_postmaster},
          {"16", "restart immediate", "0 lost", restart_immediate},
          {"16", "restart fast", "0 lost", restart_fast},
          {"17", "database down for 10 s", "alive, not ready; refused at once; back < 1 s", down},
          {"18", "server before its database", "waits, with a clear line", before_the_database},
          {"19", "the answer to a commit lost, 5 times", "0 doubled, 0 lost", commit_reply_lost},
          {"20", "network black hole", "requests end <= 3 s with 503; back < 6 s", black_hole},
          {"21", "slow network (50 ms a piece)", "correct; /livez stays quick", delayed_pieces},
          {"21", "slow network (20 kB/s at most)", "correct; /livez stays quick", narrow_road},
          {"21", "every byte a piece of its own", "correct; /livez stays quick", single_bytes},
          {"23", "frozen backends for 4 s", "as 20", frozen_backends},
          {"24", "a lock held for 5 s", "changes 503 after 2 s, reads unaffected", lock_held},
          {"25", "connections exhausted (53300)", "gap 0", connections_exhausted},
          {"26", "read-only for 3 s (25006)", "reads go on, changes 503, back < 3 s", read_only},
          {"26", "failover with both hosts in the URL", "changes < 3 s after the promotion, 0 lost", failover},
          {"26", "a standby, and no primary", "reads go on, changes 503, one line in the log", standby_alone}};
}

}  // namespace mtm::faults
