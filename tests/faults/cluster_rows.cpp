// What becomes of changes when PostgreSQL itself is frozen, full, garbled, or at odds with others.
#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "faults/rows.hpp"
#include "faults/stage.hpp"
#include "support/fd.hpp"

namespace mtm::faults {
namespace {

using namespace std::chrono_literals;

std::string garbled_answers() {
  Stage stage(test::Environment{{"LOG_LEVEL", "error"}});
  int refused = 0, read = 0;
  auto figure = with_changes(stage, 5, [&](Ledger&) {
    auto client = stage.client();
    stage.gate.garble(50);
    for (auto start = Clock::now(); seconds_since(start) < 5; ++read) {
      auto track = std::to_string(read % 500 + 1);
      auto reply = client.get("/api/v1/tracks/" + track);
      require(reply.status == 503 || (reply.status == 200 && reply.at("/id") == track),
              fmt::format("a read was answered with {}: {}", reply.status, reply.body));
      refused += reply.status == 503;
    }
    require(client.get("/livez").status == 200, "it does not live");
    stage.gate.pass();
  });
  return fmt::format("{}; of {} reads {} x 503, none wrong", figure, read, refused);
}

std::string frozen_postmaster() {
  Stage stage;
  double back = 0;
  auto figure = with_changes(stage, 9, [&](Ledger& ledger) {
    ::kill(stage.cluster.pid(), SIGSTOP);
    ledger.wait_for(100);  // who is in needs nobody at the door
    stage.gate.cut();
    auto client = stage.client();
    auto start = Clock::now();
    while (seconds_since(start) < 4) {
      auto asked = Clock::now();
      require(client.get("/api/v1/tracks/1").status == 503, "a read was answered without a connection");
      require(seconds_since(asked) < 1, fmt::format("a read was refused only after {:.1f} s", seconds_since(asked)));
    }
    ::kill(stage.cluster.pid(), SIGCONT);
    auto thawed = Clock::now();
    ledger.wait_for(1);
    back = seconds_since(thawed);
  });
  require(back < 1, fmt::format("back after {:.2f} s", back));
  return fmt::format("back {:.2f} s after; {}", back, figure);
}

/// A disk of a few megabytes that belongs to PostgreSQL, for as long as this lives.
class SmallDisk {
 public:
  SmallDisk() {
    char pattern[] = "/tmp/mtm-disk-XXXXXX";
    require(::mkdtemp(pattern) != nullptr, "no temporary folder can be made in /tmp");
    folder_ = pattern;
    if (::mount("tmpfs", pattern, "tmpfs", 0, "size=16m") != 0) {
      std::filesystem::remove(folder_);
      throw Failed("a small disk could not be mounted: this row needs root");
    }
    std::filesystem::create_directory(tablespace());
    auto* account = ::getpwnam("postgres");
    require(account && ::chown(tablespace().c_str(), account->pw_uid, account->pw_gid) == 0,
            "the account postgres can't be given a folder");
  }
  ~SmallDisk() {
    ::umount2(folder_.c_str(), MNT_DETACH);
    std::error_code ignored;
    std::filesystem::remove(folder_, ignored);
  }
  SmallDisk(const SmallDisk&) = delete;

  std::filesystem::path tablespace() const { return folder_ / "tablespace"; }
  void fill() {
    test::Fd file(::open((folder_ / "ballast").c_str(), O_CREAT | O_WRONLY, 0600));
    const std::string block(4096, 'x');
    while (::write(file.get(), block.data(), block.size()) > 0) {
    }
  }
  void make_room() { std::filesystem::remove(folder_ / "ballast"); }

 private:
  std::filesystem::path folder_;
};

std::string disk_full() {
  SmallDisk disk;
  Stage stage;
  test::Sql sql(stage.direct_url());
  sql.script(fmt::format("create tablespace small location '{}'", disk.tablespace().string()));
  sql.script("alter table playlist_tracks set tablespace small");
  double back = 0;
  auto figure = with_changes(stage, 9, [&](Ledger& ledger) {
    disk.fill();
    auto start = Clock::now();
    while (ledger.refused() == 0) {
      require(seconds_since(start) < 10, "nothing was refused");
      std::this_thread::sleep_for(1ms);
    }
    auto client = stage.client();
    for (start = Clock::now(); seconds_since(start) < 4; std::this_thread::sleep_for(5ms))
      require(client.get("/api/v1/tracks/1").status == 200, "a read was refused");
    disk.make_room();
    auto room = Clock::now();
    ledger.wait_for(1);
    back = seconds_since(room);
  });
  require(back < 1, fmt::format("back after {:.2f} s", back));
  return fmt::format("reads unaffected, back {:.2f} s after there is room; {}", back, figure);
}

/// Somebody who adds and deletes the same entries behind the server's back, and takes their locks the other way round.
struct Rival {
  void run(const std::string& url) {
    test::Sql sql(url);
    sql.script("set deadlock_timeout = '20ms'");
    while (!ending) {
      try {
        sql.script("begin");
        std::int64_t more = 0, fewer = 0;
        for (int track = 5; track >= 1; --track)
          more += static_cast<std::int64_t>(sql.rows("insert into playlist_tracks (user_id, playlist_id, track_id, "
                                                     "position) select user_id, playlist_id, $1, 1 from playlists "
                                                     "on conflict do nothing returning track_id",
                                                     {std::to_string(track)})
                                                .size());
        if (turn++ % 2 == 1)
          for (int track = 5; track >= 1; --track)
            fewer += static_cast<std::int64_t>(
                sql.rows("delete from playlist_tracks where track_id = $1 returning track_id", {std::to_string(track)})
                    .size());
        sql.script("commit");
        added += more;
        deleted += fewer;
      } catch (const std::runtime_error&) {
        sql.script("rollback");
        ++lost;
      }
    }
  }

  std::atomic<bool>& ending;
  int turn = 0;
  std::int64_t added = 0, deleted = 0, lost = 0;  // lost: it was the one whom PostgreSQL sacrificed
};

std::string storm() {
  Stage stage({}, {"default_transaction_isolation = 'repeatable read'", "deadlock_timeout = 100ms"});
  std::atomic<bool> ending = false;
  std::atomic<int> created = 0, there = 0, strange = 0;
  Rival rival{ending};
  std::vector<std::thread> threads;
  threads.emplace_back([&] { rival.run(stage.direct_url()); });
  for (int i = 0; i < 50; ++i)
    threads.emplace_back([&, i] {
      auto client = stage.client();
      for (int ask = i; !ending; ++ask) {
        auto status =
            client.post("/api/v1/playlists/mine/tracks", fmt::format(R"({{"track_id":{},"position":1}})", ask % 5 + 1))
                .status;
        ++(status == 201 ? created : status == 200 ? there : strange);
      }
    });
  std::this_thread::sleep_for(8s);
  ending = true;
  for (auto& thread : threads) thread.join();
  test::Sql sql(stage.direct_url());
  auto left = sql.number("select count(*) from playlist_tracks");
  auto deadlocks = sql.number("select deadlocks from pg_stat_database where datname = current_database()");
  require(strange == 0, fmt::format("{} visible errors", strange.load()));
  require(created + rival.added == rival.deleted + left,
          fmt::format("{} acknowledged and {} of the rival's are not {} deleted and {} left", created.load(),
                      rival.added, rival.deleted, left));
  return fmt::format(
      "{} changes made and {} found made through {} deadlocks ({} times the rival gave way), 0 visible errors, every "
      "change accounted for",
      created.load(), there.load(), deadlocks, rival.lost);
}

}  // namespace

std::vector<Row> cluster_rows() {
  return {{"22", "garbled answers of PostgreSQL, every 50th", "dropped, 503, never a wrong body", garbled_answers},
          {"23", "the postmaster frozen, connections cut", "refused < 1 s, back < 1 s", frozen_postmaster},
          {"27", "disk full for 4 s (53100)", "changes 503, reads go on, back < 1 s", disk_full},
          {"28", "50 clients and a rival over 5 entries, repeatable read", "0 visible errors, nothing lost", storm}};
}

}  // namespace mtm::faults
