// What a person's own sources say of tracks is shown to that person alone, where the catalogue says nothing.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <fstream>
#include <map>

#include "integration/old_database.hpp"
#include "integration/steps.hpp"
#include "integration/unpacked.hpp"

using namespace mtm::test;

namespace {

/// Two people with histories. The catalogue lacks some features, names no popularity and no picture.
struct House {
  House()
      : app({{"SPOTIFY_FEATURES_URL", ""}}, kFewLikes),
        sql(app.database.sql()),
        demo(with_history(app.server, "demo")),
        ada(with_history(app.server, "ada")) {
    sql.facts("update tracks set popularity = null, image_url = null, raw_json = null");
  }

  /// A database of the old app that says of these tracks, and of one that nobody knows, everything that it can.
  std::string old_database(const std::vector<std::string>& spotify_ids, const std::string& artist) {
    auto path = folder.path("older.db");
    make_empty_old_database(path, "older");
    std::string rows = fmt::format("insert into artists values (1, '{}', 'Told by a file', '2001-01-01');", artist);
    int id = 0;
    for (const auto& spotify_id : spotify_ids)
      rows += fmt::format(
          "insert into tracks values ({0}, '{1}', 'Told {0}', 1, 'Album of a file', '1950-01-01', 1000, 99, "
          "'{{\"energy\":0.99,\"valence\":0.98,\"danceability\":0.97}}', '2001-01-01');"
          "insert into playlist_tracks values ({0}, 'of_a_file', {0}, {0}, '2001-01-01');",
          ++id, spotify_id);
    SqliteFile(path).script(rows);
    return path;
  }
  std::string id_of(const std::string& spotify_id) {
    return sql.value("select id from tracks where spotify_id = $1", {spotify_id});
  }

  App app;
  Sql sql;
  HttpClient demo, ada;
  TemporaryFolder folder;
};

/// Every answer and every file that this person can get, but for times of use.
std::map<std::string, std::string> everything(HttpClient& client, const std::vector<std::string>& ids) {
  std::map<std::string, std::string> answers;
  std::vector<std::string> targets{"/api/v1/me",
                                   "/api/v1/capture",
                                   "/api/v1/captures",
                                   "/api/v1/years",
                                   "/api/v1/dashboard",
                                   "/api/v1/energy-distribution",
                                   "/api/v1/playlists",
                                   "/api/v1/imports",
                                   "/api/v1/me/holdings",
                                   "/api/v1/search?q=told",
                                   "/api/v1/search?q=a",
                                   "/api/v1/recipes/forgotten_gems",
                                   "/api/v1/recipes/rotation"};
  for (const char* name : {"turnover", "diversity", "artists", "growth", "moods", "mood-years", "fingerprint"})
    targets.push_back(std::string("/api/v1/analytics/") + name);
  for (const auto& id : ids)
    for (const char* more : {"", "/mine", "/similar", "/similar?scope=catalogue"})
      targets.push_back("/api/v1/tracks/" + id + more);
  for (const auto& target : targets) {
    auto body = client.get(target).body;
    answers[target] = body.substr(0, body.find(",\"request_id\""));
  }
  Unpacked files(client.get("/api/v1/export").body);
  for (const auto& name : files.names()) {
    if (name == "sessions.jsonl" || name == "README.md") continue;
    for (const auto& line : files.lines(name)) answers[name] += line + "\n";
  }
  return answers;
}

}  // namespace

TEST_CASE("nothing that one person imports changes a byte of what another sees or exports") {
  House house;
  std::vector<std::string> ids, spotify_ids;
  for (const auto& row : house.sql.rows("select tracks.id, tracks.spotify_id from library join users on users.id = "
                                        "user_id join tracks on tracks.id = "
                                        "track_id where spotify_user_id = 'ada' order by tracks.id limit 5")) {
    ids.push_back(row[0]);
    spotify_ids.push_back(row[1]);
  }
  spotify_ids.push_back(spotify_id("nobody"));
  auto last = house.sql.number("select max(id) from tracks");
  for (int i = 1; i <= 5; ++i) ids.push_back(std::to_string(last + i));  // as the new track's will be
  auto artist = house.sql.value(
      "select artists.spotify_id from artists join tracks on artist_id = artists.id where tracks.id = $1", {ids[0]});
  auto before = everything(house.ada, ids);
  auto known = house.sql.rows("select tracks::text from tracks where id <= $1 order by id", {std::to_string(last)});

  auto outcome = import_old_database(house.app.database.url(), house.old_database(spotify_ids, artist));
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 0);

  CHECK(house.sql.rows("select tracks::text from tracks where id <= $1 order by id", {std::to_string(last)}) == known);
  auto after = everything(house.ada, ids);
  for (const auto& [name, answer] : before) {
    CAPTURE(name);
    CHECK(after[name] == answer);
  }
  CHECK(after.size() == before.size());
  auto id = house.id_of(spotify_id("nobody"));
  auto entry = R"({"track_id":)" + id + R"(,"position":1})";
  auto playlist = "/api/v1/playlists/" + keep_a_year(house.ada) + "/tracks";
  CHECK(house.ada.post(playlist, entry).status == 422);

  // The one who imported sees all of it, and where Spotify has said something, that.
  CHECK(house.demo.get("/api/v1/tracks/" + id).at("/name") == "Told 6");
  CHECK(house.demo.get("/api/v1/tracks/" + id).at("/artist") ==
        house.ada.get("/api/v1/tracks/" + ids[0]).at("/artist"));
  CHECK(house.demo.get("/api/v1/tracks/" + id + "/similar").at("/results/0/energy") == "0.99");
  auto told = house.demo.get("/api/v1/tracks/" + ids[0]), confirmed = house.ada.get("/api/v1/tracks/" + ids[0]);
  CHECK(told.at("/name") == confirmed.at("/name"));
  CHECK(told.at("/album") == confirmed.at("/album"));
  CHECK(told.at("/energy") == "0.99");
  CHECK(confirmed.at("/energy") == "null");
  CHECK(told.at("/popularity") == "99");
  house.sql.facts("update tracks set audio_features = '{\"energy\":0.5}'");
  told = house.demo.get("/api/v1/tracks/" + ids[0]);
  CHECK(told.at("/energy") == "0.5");
  CHECK(told.at("/popularity") == "99");
  CHECK(house.demo.get("/api/v1/search?q=%22told+6%22").at("/results/0/id") == id);
  CHECK(house.demo.get("/api/v1/playlists/of_a_file").at("/tracks/5/name") == "Told 6");
}

TEST_CASE("no history that one person imports changes a byte of what another sees or exports") {
  House house;
  std::vector<std::string> ids;
  std::string extended, listens;
  auto tracks = house.sql.rows(
      "select tracks.id, tracks.spotify_id from library join users on users.id = user_id join tracks on tracks.id = "
      "track_id where spotify_user_id = 'ada' order by tracks.id limit 6");
  for (const auto& track : tracks) {
    ids.push_back(track[0]);
    bool as_episode = ids.size() == 1;  // what is a track of the other's
    extended +=
        fmt::format(R"({}{{"ts":"2015-01-01T00:0{}:00Z","ms_played":60000,"{}":"Told","{}":"Told by a file",)",
                    extended.empty() ? "" : ",", ids.size(), as_episode ? "episode_name" : "master_metadata_track_name",
                    as_episode ? "episode_show_name" : "master_metadata_album_artist_name");
    extended += fmt::format(R"("{0}":"spotify:{1}:{2}"}})", as_episode ? "spotify_episode_uri" : "spotify_track_uri",
                            as_episode ? "episode" : "track", track[1]);
    listens += fmt::format(R"({{"listened_at":1420070400,"track_metadata":{{"track_name":"Told","artist_name":"Told",)"
                           R"("additional_info":{{"isrc":"DEAAA2600001","duration_ms":1000,"spotify_id":"{}"}}}}}})",
                           "https://open.spotify.com/track/" + track[1]) +
               "\n";
  }
  auto before = everything(house.ada, ids);
  auto known = house.sql.rows("select tracks::text from tracks order by id");
  for (const auto& [name, text] : {std::pair("endsong_0.json", "[" + extended + "]"), std::pair("1.jsonl", listens)}) {
    auto file = house.folder.path(name);
    std::ofstream(file) << text;
    auto outcome = command({"import", file, "--user", "demo"}, {{"DATABASE_URL", house.app.database.url()}});
    CAPTURE(outcome.out, outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
  CHECK(house.sql.number("select count(*) from plays where file is not null") == 12);
  CHECK(house.sql.rows("select tracks::text from tracks order by id") == known);
  auto after = everything(house.ada, ids);
  for (const auto& [name, answer] : before) {
    CAPTURE(name);
    CHECK(after[name] == answer);
  }
  CHECK(after.size() == before.size());
}

TEST_CASE("what Spotify says of a track counts as soon as it says it, for everybody") {
  App app({}, kFewLikes);
  TemporaryFolder folder;
  auto path = folder.path("older.db");
  make_empty_old_database(path, "older");
  SpotifyAccount account(app.sandbox, "demo");
  auto liked = account.liked().begin()->first;
  SqliteFile(path).script(
      "insert into artists values (1, spotify_id('artist'), 'Another artist', '2001-01-01');"
      "insert into tracks (id, spotify_id, name, artist_id, created_at) values (1, '" +
      liked + "', 'Another name', 1, '2001-01-01')");
  auto outcome = import_old_database(app.database.url(), path);
  CAPTURE(liked, outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 0);
  auto sql = app.database.sql();
  CHECK(sql.rows("select name, artist_id, created_at from tracks") == Rows{{"null", "null", "null"}});
  sql.script("update tracks set features_asked_at = now()");  // the provider did not know it
  auto demo = with_history(app.server);
  CHECK(sql.value("select energy is not null from tracks where spotify_id = $1", {liked}) == "t");
  auto name = sql.value("select name from tracks where spotify_id = $1", {liked});
  auto id = sql.value("select id from tracks where spotify_id = $1", {liked});
  CHECK(name != "null");
  CHECK(demo.get("/api/v1/tracks/" + id).at("/name") == name);
  CHECK(demo.get("/api/v1/tracks/" + id + "/mine").at("/first_seen_at") == "2001-01-01T00:00:00Z");
  CHECK(sql.value("select name from track_claims") == "Another name");
}

TEST_CASE("a playlist that was imported keeps its names when the history is deleted, and nothing else of it") {
  House house;
  auto outcome =
      import_old_database(house.app.database.url(), house.old_database({spotify_id("nobody")}, spotify_id("singer")));
  CAPTURE(outcome.out, outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(house.demo.post("/api/v1/me/delete-history", R"({"confirm":"delete my history"})").status == 204);
  auto playlist = house.demo.get("/api/v1/playlists/of_a_file");
  CAPTURE(playlist.body);
  CHECK(playlist.status == 200);
  CHECK(playlist.at("/tracks/0/name") == "Told 1");
  CHECK(playlist.at("/tracks/0/artist") == "Told by a file");
  CHECK(house.demo.get("/api/v1/search?q=told").at("/count") == "0");
  CHECK(house.sql.rows("select name, met_at from track_claims") == Rows{{"Told 1", "null"}});
  CHECK(house.sql.rows("select kind from sources join users on users.id = user_id where spotify_user_id = 'demo'") ==
        Rows{{"old_app"}});

  auto again = import_old_database(house.app.database.url(), house.folder.path("older.db"));
  CAPTURE(again.out, again.err);
  CHECK(again.exit_code == 0);
  CHECK(house.demo.get("/api/v1/search?q=told").at("/count") == "1");
  CHECK(house.demo.get("/api/v1/playlists/of_a_file").at("/tracks/0/name") == "Told 1");
}
