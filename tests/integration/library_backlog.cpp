// Tracks that come into a library by the thousand: searched and compared a little later, and then exactly.
#include <catch2/catch.hpp>

#include <thread>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

constexpr const char* kTracks = "12001";  // more than come at once, and more than one part

/// So many tracks of forty artists that nobody has, but who reads this.
void make_catalogue(Sql& sql) {
  sql.script(
      "insert into artists (spotify_id, name) select 'artist' || n, 'Artist ' || n from generate_series(1, 40) n");
  sql.rows(
      "insert into tracks (spotify_id, name, artist_id, popularity, audio_features) "
      "select 'track' || n, 'Song ' || n % 50, 1 + n % 40, n % 100, jsonb_build_object('energy', n % 10 / 10.0, "
      "'valence', 0.5, 'danceability', 0.25) "
      "from generate_series(1, $1::int) n",
      {kTracks});
}

/// As an import does.
void add_all(const ScratchDatabase& database, const std::string& user) {
  database.sql().script(
      "begin; set local music_time_machine.search_later = on;"
      "insert into library (user_id, track_id, first_seen_at) "
      "select users.id, tracks.id, now() from users, tracks where spotify_user_id = '" +
      user +
      "' on conflict do nothing;"
      "analyze library (user_id, track_id); commit");
}

std::int64_t to_come(Sql& sql) {
  return sql.number("select coalesce(sum(cardinality(tracks)), 0) from library_backlog");
}

bool somebody_waits(Sql& sql) {
  return sql.number(
             "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") ==
         1;
}

/// Works off what nobody holds, without a server.
void work_off(Sql& sql) {
  while (sql.number("select coalesce(work_off_library_backlog(), 0)") > 0) {
  }
}

/// False when two waited for each other and PostgreSQL ended this one, as it would a capture's page, which is then
/// tried again.
template <class Change>
bool unless_deadlocked(Change change) {
  try {
    change();
    return true;
  } catch (const std::runtime_error& error) {
    if (std::string(error.what()).find("deadlock") == std::string::npos) throw;
    return false;
  }
}

/// A schema, two users and a catalogue, and no server.
struct Shelf {
  Shelf() : ada(make_key(database.url(), "ada")), demo(make_key(database.url(), "demo")), sql(database.sql()) {
    make_catalogue(sql);
  }

  ScratchDatabase database;
  std::string ada, demo;
  Sql sql;
};

}  // namespace

TEST_CASE("what comes by the thousand is searched soon, and until then the search says how much is to come") {
  Shelf shelf;
  Sandbox sandbox(kFewLikes);
  Server server(server_environment(shelf.database.url(), sandbox));
  auto client = client_with(server.origin(), shelf.demo);
  CHECK(client.get("/api/v1/search?q=song").at("/to_come") == "0");
  auto holder = shelf.database.sql();
  holder.script("begin; lock table search_entries in share mode");
  add_all(shelf.database, "demo");
  auto early = client.get("/api/v1/search?q=song");
  CHECK(early.at("/count") == "0");
  CHECK(early.at("/to_come") == kTracks);
  CHECK(client.get("/api/v1/dashboard").at("/tracks") == kTracks);     // counts are exact at once
  CHECK(client.get("/api/v1/tracks/7/similar").at("/count") == "20");  // as is what they sound like
  CHECK(client.get("/api/v1/sources/mood?mood=chill").status == 200);
  holder.script("commit");
  CHECK(eventually([&] { return to_come(shelf.sql) == 0; }));
  auto later = client.get("/api/v1/search?q=%22song%207%22");
  CHECK(later.at("/count") == "50");
  CHECK(later.at("/to_come") == "0");
  CHECK(wrong_entries(shelf.sql) == 0);
  CHECK(wrong_sounds(shelf.sql) == 0);
}

TEST_CASE("a server that starts takes up what is to come") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  add_all(shelf.database, "ada");
  REQUIRE(to_come(shelf.sql) == 2 * std::stoi(kTracks));
  Sandbox sandbox(kFewLikes);
  Server server(server_environment(shelf.database.url(), sandbox));
  CHECK(eventually([&] { return to_come(shelf.sql) == 0; }));
  CHECK(wrong_entries(shelf.sql) == 0);
  CHECK(wrong_sounds(shelf.sql) == 0);
}

TEST_CASE("a single track is searched at once, also when it stands in somebody else's backlog") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  shelf.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select users.id, 7, now() from users where "
      "spotify_user_id = 'ada'");
  CHECK(shelf.sql.number("select count(distinct word) from search_entries where track_id = 7") ==
        5);  // song 7 artist 8, and the empty word
  CHECK(shelf.sql.number("select count(*) from sounds where track_id = 7") == 1);
  work_off(shelf.sql);
  CHECK(to_come(shelf.sql) == 0);
  CHECK(wrong_entries(shelf.sql) == 0);
}

TEST_CASE("a row that somebody changes is left for later, and holds nothing else up") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto holder = shelf.database.sql();
  holder.script(
      "begin; update library set play_count = 5 where track_id = 7; update tracks set popularity = 99 where id = 8");
  work_off(shelf.sql);
  work_off(shelf.sql);
  CHECK(to_come(shelf.sql) == 2);
  holder.script("commit");
  work_off(shelf.sql);
  CHECK(to_come(shelf.sql) == 0);
  CHECK(wrong_entries(shelf.sql) == 0);
  CHECK(wrong_sounds(shelf.sql) == 0);
}

TEST_CASE("an artist who is renamed is left for later, so nobody waits crosswise who holds artists before tracks") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto holder = shelf.database.sql();
  holder.script("begin; update artists set name = 'Another' where id = 8");
  shelf.sql.script("set lock_timeout = '1ms'");
  work_off(shelf.sql);
  CHECK(to_come(shelf.sql) == 300);  // tracks of that artist
  holder.script("update tracks set popularity = 1 where artist_id = 8; commit");
  work_off(shelf.sql);
  CHECK(to_come(shelf.sql) == 0);
  CHECK(wrong_entries(shelf.sql) == 0);
}

// Cards are what holds changes of names off; these tracks have none yet.
TEST_CASE("whoever goes before the first card is made leaves no entry behind") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto deletion = shelf.database.sql();
  deletion.script(
      "begin; select from users where spotify_user_id = 'demo' for update; delete from library where user_id = (select "
      "id from users where spotify_user_id = 'demo')");
  shelf.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select id, 7, now() from users where spotify_user_id = "
      "'ada'");
  auto renaming =
      std::jthread([&] { shelf.database.sql().script("update artists set name = 'Another' where id = 8"); });
  CHECK(eventually([&] { return somebody_waits(shelf.sql); }));
  deletion.script("commit");
  renaming.join();
  work_off(shelf.sql);
  CHECK(to_come(shelf.sql) == 0);
  CHECK(wrong_entries(shelf.sql) == 0);
}

TEST_CASE("what is played before its card is made has its entries once") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto playing = shelf.database.sql();
  playing.script("begin; update library set play_count = 5 where track_id = 7");
  shelf.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select id, 7, now() from users where spotify_user_id = "
      "'ada'");
  auto renaming =
      std::jthread([&] { shelf.database.sql().script("update artists set name = 'Another' where id = 8"); });
  CHECK(eventually([&] { return somebody_waits(shelf.sql); }));
  playing.script("commit");
  renaming.join();
  work_off(shelf.sql);
  CHECK(wrong_entries(shelf.sql) == 0);
  CHECK(wrong_sounds(shelf.sql) == 0);
}

TEST_CASE("a card that somebody takes long to make holds up its part, and no other") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto holder = shelf.database.sql();
  holder.script(
      "begin; insert into library (user_id, track_id, first_seen_at) select id, 7, now() from users where "
      "spotify_user_id = 'ada'");
  Sandbox sandbox(kFewLikes);
  Server server(server_environment(shelf.database.url(), sandbox));
  CHECK(eventually([&] { return to_come(shelf.sql) == 1999; }));
  holder.script("commit");
  CHECK(eventually([&] { return to_come(shelf.sql) == 0; }));
  CHECK(wrong_entries(shelf.sql) == 0);
}

TEST_CASE("a track that gets another artist keeps nothing of the old one's new name") {
  Shelf shelf;
  shelf.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks "
      "where tracks.id < 100");
  auto moving = shelf.database.sql();
  moving.script("begin; update tracks set artist_id = 9 where id = 7");
  auto renaming =
      std::jthread([&] { shelf.database.sql().script("update artists set name = 'Another' where id = 8"); });
  CHECK(eventually([&] { return somebody_waits(shelf.sql); }));
  moving.script("commit");
  renaming.join();
  CHECK(wrong_entries(shelf.sql) == 0);
}

TEST_CASE("a part that can't be worked off lets the others go first") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto oldest = shelf.sql.value("select min(part) from library_backlog");
  shelf.sql.script("select put_off_library_backlog()");
  CHECK(shelf.sql.value("select min(part) from library_backlog") > oldest);
  CHECK(to_come(shelf.sql) == std::stoi(kTracks));
}

TEST_CASE("who does not ask for it brings thousands of tracks and their entries in one") {
  Shelf shelf;
  shelf.sql.script(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks "
      "where spotify_user_id = 'ada'");
  CHECK(to_come(shelf.sql) == 0);
  CHECK(wrong_entries(shelf.sql) == 0);
  CHECK(wrong_sounds(shelf.sql) == 0);
}

TEST_CASE("whoever is about to go is left alone") {
  Shelf shelf;
  add_all(shelf.database, "demo");
  auto holder = shelf.database.sql();
  holder.script("begin; select from users where spotify_user_id = 'demo' for update");
  CHECK(shelf.sql.value("select work_off_library_backlog() is null") == "t");
  holder.script("select erase_user(id) from users where spotify_user_id = 'demo'; commit");
  CHECK(to_come(shelf.sql) == 0);
}

TEST_CASE("changes that meet the backlog leave nothing wrong") {
  Shelf shelf;
  Sandbox sandbox(kFewLikes);
  Server server(server_environment(shelf.database.url(), sandbox));
  auto client = client_with(server.origin(), shelf.demo);
  auto again_and_again = [&](const std::string& statement) {
    return std::jthread([&, statement] {
      auto sql = shelf.database.sql();
      for (int i = 0; i < 60; ++i) unless_deadlocked([&] { sql.script(statement); });
    });
  };
  std::vector<std::jthread> threads;
  threads.push_back(again_and_again(
      "update artists set name = 'Artist ' || (random() * 1000)::int where id = 1 + (random() * 39)::int"));
  threads.push_back(
      again_and_again("update tracks set popularity = (random() * 100)::int, audio_features = "
                      "jsonb_build_object('energy', random(), 'valence', 0.5, 'danceability', 0.5) "
                      "where id % 400 = (random() * 400)::int"));
  threads.push_back(
      again_and_again("update library set play_count = play_count + 1 where track_id % 300 = (random() * 300)::int"));
  threads.push_back(
      again_and_again("delete from library where track_id % 500 = (random() * 500)::int and user_id = (select id from "
                      "users where spotify_user_id = 'demo')"));
  threads.push_back(again_and_again(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks "
      "where tracks.id % 600 = (random() * 600)::int order by 1, 2 on conflict do nothing"));
  CHECK(eventually([&] { return unless_deadlocked([&] { add_all(shelf.database, "demo"); }); }));
  CHECK(shelf.sql.number(
            "select count(*) from library where user_id = (select id from users where spotify_user_id = 'demo')") >
        1000);
  threads.clear();
  CHECK(eventually([&] { return to_come(shelf.sql) == 0; }));
  CHECK(eventually([&] {
    return client.get("/metrics").body.find("\nbacklog_tracks_total 1") != std::string::npos;
  }));  // 10,000 and more
  CHECK(wrong_entries(shelf.sql) == 0);
  CHECK(wrong_sounds(shelf.sql) == 0);
}
