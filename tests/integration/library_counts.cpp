// The counts that triggers keep (sql/007_analytics.sql) are at every moment what counting from scratch would say,
// whoever writes at once: to libraries, to the catalogue, in one statement or in several.
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <random>
#include <thread>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

// One statement has one snapshot: both sides of each comparison are of the same moment.
constexpr auto kDifferences = R"sql(
    with totals as (
      select user_id, sum(tracks) as tracks, sum(high) as high, sum(medium) as medium, sum(low) as low, sum(with_popularity) as with_popularity,
             sum(energy) as energy, sum(valence) as valence, sum(with_valence) as with_valence, sum(danceability) as danceability,
             sum(with_danceability) as with_danceability
      from library_totals group by user_id having sum(tracks) <> 0
    ), artists as (
      select user_id, artist_id, sum(tracks) as tracks from library_artist_counts group by user_id, artist_id having sum(tracks) <> 0
    ), months as (
      select user_id, month, sum(tracks) as tracks from library_month_counts group by user_id, month having sum(tracks) <> 0
    )
    select (select count(*) from ((table totals except table library_totals_counted) union all (table library_totals_counted except table totals)) as different)
         + (select count(*) from ((table artists except table library_artist_counts_counted) union all (table library_artist_counts_counted except table artists)) as different)
         + (select count(*) from ((table months except table library_month_counts_counted) union all (table library_month_counts_counted except table months)) as different))sql";

constexpr int kUsers = 4, kTracks = 60;

/// What writers do to one another, each with the order of locks that the program keeps: tracks by their Spotify id
/// first, then the rows of a library by their track.
constexpr const char* kWrites[] = {
    "with held as materialized (select id from tracks where random() < 0.2 order by spotify_id for share)"
    " insert into library (user_id, track_id, first_seen_at) select $1, id, now() - random() * interval '900 days' "
    "from held"
    " order by id on conflict do nothing",
    "with held as materialized (select id from tracks where random() < 0.3 order by spotify_id for share),"
    " gone as materialized (select track_id from library where user_id = $1 and track_id in (select id from held) "
    "order by track_id for update)"
    " delete from library using gone where library.user_id = $1 and library.track_id = gone.track_id",
    "update library set first_seen_at = first_seen_at - interval '40 days'"
    " where user_id = $1 and track_id in (select track_id from library where user_id = $1 and random() < 0.2 order by "
    "track_id for update)",
    "with held as materialized (select id from tracks where random() < 0.2 and $1 > 0 order by spotify_id for no key "
    "update)"
    " update tracks set audio_features = case when random() < 0.2 then null else"
    " jsonb_build_object('energy', round(random()::numeric, 2), 'valence', random(), 'danceability', "
    "round(random()::numeric, 1)) end"
    " from held where tracks.id = held.id",
    "with held as materialized (select id from tracks where random() < 0.1 and $1 > 0 order by spotify_id for no key "
    "update)"
    " update tracks set artist_id = 1 + floor(random() * 5), popularity = case when random() < 0.5 then 50 end from "
    "held where tracks.id = held.id",
};

void write_at_random(const std::string& url, unsigned seed, int times) {
  Sql sql(url);
  sql.rows("select setseed($1)", {std::to_string(seed / 100.0)});
  std::mt19937 random(seed);
  for (int i = 0; i < times; ++i) {
    auto user = std::to_string(random() % kUsers + 1);
    auto which = random() % 6;
    if (which < 5) {
      sql.rows(kWrites[which], {user});
      continue;
    }
    // As a capture keeps a page: the catalogue first, then the library, in one transaction that may be given up.
    sql.script("begin");
    sql.rows("select id from tracks order by spotify_id for no key update");
    sql.rows(kWrites[3], {user});
    sql.rows(kWrites[0], {user});
    sql.rows(kWrites[2], {user});
    sql.script(random() % 4 == 0 ? "rollback" : "commit");
  }
}

/// A migrated database with people and a catalogue, and no libraries yet.
struct Shelves {
  Shelves() : sql(migrated(database)) {
    sql.script("insert into users (spotify_user_id) select 'user' || n from generate_series(1, 4) n");
    sql.script(
        "insert into artists (spotify_id, name) select 'artist' || n, 'Artist ' || n from generate_series(1, 5) n");
    sql.rows(
        "insert into tracks (spotify_id, name, artist_id) select 'track' || n, 'Track ' || n, 1 + n % 5 from "
        "generate_series(1, $1::int) n",
        {std::to_string(kTracks)});
  }
  static Sql migrated(const ScratchDatabase& database) {
    if (command({"migrate"}, command_environment(database.url())).exit_code != 0)
      throw std::runtime_error("migrate failed");
    return database.sql();
  }
  std::int64_t differences() { return sql.number(kDifferences); }

  ScratchDatabase database;
  Sql sql;
};

}  // namespace

TEST_CASE("the kept counts equal the counts from scratch at every moment of many writers") {
  Shelves shelves;
  std::mutex mutex;
  std::vector<std::string> failures;
  std::atomic<int> writing = 4;
  std::vector<std::thread> writers;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    writers.emplace_back([&, seed] {
      try {
        write_at_random(shelves.database.url(), seed, 120);
      } catch (const std::exception& failure) {  // a deadlock among them
        std::lock_guard lock(mutex);
        failures.emplace_back(failure.what());
      }
      --writing;
    });
  }
  std::int64_t most_different = 0;
  while (writing > 0) most_different = std::max(most_different, shelves.differences());
  for (auto& writer : writers) writer.join();
  CHECK(failures == std::vector<std::string>{});
  CHECK(most_different == 0);
  CHECK(shelves.differences() == 0);
  CHECK(shelves.sql.number("select count(*) from library") > 0);
}

TEST_CASE("features that arrive while a track is being added to a library are counted, whichever commits first") {
  Shelves shelves;
  auto other = shelves.database.sql();
  const std::string add = "insert into library (user_id, track_id, first_seen_at) values (1, 7, now())";
  const std::string arrive = "update tracks set audio_features = '{\"energy\":0.9}' where id = 7";
  auto first_then = [&](const std::string& first, const std::string& second) {
    shelves.sql.script("begin; " + first);
    std::thread waiter([&] { other.script(second); });  // it waits for the one that holds the track
    auto watcher = shelves.database.sql();
    CHECK(eventually([&] {
      return watcher.number(
                 "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
                 "'Lock'") > 0;
    }));
    shelves.sql.script("commit");
    waiter.join();
    CHECK(shelves.sql.value("select sum(high) from library_totals where user_id = 1") == "1");
    CHECK(shelves.differences() == 0);
  };
  SECTION("the library first") { first_then(add, arrive); }
  SECTION("the features first") { first_then(arrive, add); }
}

TEST_CASE("a count that somebody else is changing is not waited for") {
  Shelves shelves;
  auto other = shelves.database.sql();
  shelves.sql.script("insert into library (user_id, track_id, first_seen_at) values (1, 1, now())");
  other.script("begin; insert into library (user_id, track_id, first_seen_at) values (1, 2, now())");
  // Somebody else's capture brings the features of a track that this user has.
  shelves.sql.script(
      "set lock_timeout = '1ms'; update tracks set audio_features = '{\"energy\":0.9}' where id = 1; reset "
      "lock_timeout");
  auto counts = [&] {
    return shelves.sql.rows("select sum(tracks), sum(high) from library_totals where user_id = 1")[0];
  };
  CHECK(counts() == std::vector<std::string>{"1", "1"});
  CHECK(shelves.differences() == 0);
  other.script("commit");
  CHECK(counts() == std::vector<std::string>{"2", "1"});
  CHECK(shelves.differences() == 0);
  shelves.sql.script("update tracks set audio_features = null where id = 1");
  CHECK(shelves.sql.number("select count(*) from library_totals where user_id = 1") == 1);
}

TEST_CASE("counts follow deletions down to nothing, and truncation") {
  Shelves shelves;
  shelves.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks");
  CHECK(shelves.differences() == 0);
  shelves.sql.script("delete from library where user_id = 1");
  for (std::string table : {"library_totals", "library_artist_counts", "library_month_counts"})
    CHECK(shelves.sql.number("select count(*) from " + table + " where user_id = 1") == 0);
  CHECK(shelves.differences() == 0);
  shelves.sql.script("truncate library");
  CHECK(shelves.sql.number("select count(*) from library_totals") == 0);
  CHECK(shelves.differences() == 0);
}

TEST_CASE("counts that were spoilt can be made anew") {
  Shelves shelves;
  shelves.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks");
  shelves.sql.script(
      "update library_totals set high = 5; delete from library_artist_counts where user_id = 2; delete from "
      "library_month_counts where user_id = 3");
  CHECK(shelves.differences() > 0);
  shelves.sql.script("select recount_library()");
  CHECK(shelves.differences() == 0);
}

TEST_CASE("an import and a capture are counted") {
  App app({}, {"--likes", "300"});
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  CHECK(sql.number("select sum(tracks) from library_totals") == sql.number("select count(*) from library"));
  CHECK(sql.number("select sum(high + medium + low) from library_totals") > 0);
  CHECK(sql.number(kDifferences) == 0);

  TemporaryFolder folder;
  auto file = folder.path("old.db");
  make_old_database(file, "older");
  REQUIRE(import_old_database(app.database.url(), file).exit_code == 0);
  CHECK(sql.number("select sum(tracks) from library_totals") == sql.number("select count(*) from library"));
  CHECK(sql.number(kDifferences) == 0);
}
