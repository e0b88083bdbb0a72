// What was played most, over the whole road from rows to answers.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

TEST_CASE("charts of artists, albums and tracks") {
  App app({}, kFewLikes);
  auto sql = app.database.sql();
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  CHECK(client.get("/api/v1/charts/tracks").at("/entries") == "[]");
  sql.script(
      "insert into artists (spotify_id, name) select 'artist' || n, 'Artist ' || n from generate_series(1, 2) n");
  sql.script(
      "insert into tracks (spotify_id, name, artist_id, album_name, image_url) select 'track' || n, 'Track ' || n, 1 + "
      "(n - 1) % 2, case when n < 4 then 'Album ' || (n + 1) / 2 end, case when n < 4 then "
      "'https://i.scdn.co/image/cover' || (n + 1) / 2 end from generate_series(1, 4) n");
  auto user = sql.value("select id from users where spotify_user_id = 'demo'");
  sql.rows("insert into library (user_id, track_id, first_seen_at) select $1, id, '2026-01-01' from tracks", {user});
  auto play = [&](int track, const std::string& ended, const std::string& ms_played) {
    sql.rows(
        "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) values (0, 0, $1, $2, $3, "
        "nullif($4, '')::int)",
        {user, std::to_string(track), ended, ms_played});
    sql.facts_changed();
  };
  play(1, "2026-03-01T10:00:00Z", "60000");
  play(1, "2026-03-02T10:00:00Z", "60000");
  play(2, "2026-03-03T10:00:00Z", "300000");
  play(3, "2026-03-03T11:00:00Z", "10000");
  play(4, "2026-04-01T00:02:00Z", "");

  auto tracks = client.get("/api/v1/charts/tracks?from=2026-03-01&to=2026-04-30");
  INFO(tracks.body);
  REQUIRE(tracks.status == 200);
  CHECK(tracks.at("/total") == "3");
  CHECK(tracks.at("/by") == "plays");
  CHECK(tracks.at("/played") == R"({"plays":4,"minutes":7,"plays_without_length":1})");
  CHECK(tracks.at("/entries/0/name") == "Track 1");
  CHECK(tracks.at("/entries/0/rank") == "1");
  CHECK(tracks.at("/entries/0/plays") == "2");
  CHECK(tracks.at("/entries/0/minutes").substr(0, 1) == "2");
  CHECK(tracks.at("/entries/0/share") == "0.5");
  CHECK(tracks.at("/entries/2/name") == "Track 4");
  CHECK(tracks.at("/entries/2/plays_without_length") == "1");

  auto all = client.get("/api/v1/charts/tracks?from=2026-03-01&to=2026-04-30&counted_from=0");
  CHECK(all.at("/total") == "4");
  auto march = client.get("/api/v1/charts/tracks?from=2026-03-01&to=2026-03-31");
  CHECK(march.at("/total") == "2");
  sql.rows("update users set time_zone = 'America/New_York' where id = $1", {user});
  sql.facts_changed();
  CHECK(client.get("/api/v1/charts/tracks?from=2026-03-01&to=2026-03-31").at("/total") == "3");

  auto artists = client.get("/api/v1/charts/artists?range=all&by=minutes");
  CHECK(artists.at("/total") == "2");
  CHECK(artists.at("/entries/0/name") == "Artist 2");
  CHECK(artists.at("/entries/0/minutes").substr(0, 1) == "5");
  CHECK(artists.at("/entries/0/plays") == "2");
  auto albums = client.get("/api/v1/charts/albums?range=all&counted_from=0");
  CHECK(albums.at("/total") == "2");
  CHECK(albums.at("/entries/0/name") == "Album 1");
  CHECK(albums.at("/entries/0/artist") == "Artist 1");
  CHECK(albums.at("/entries/0/plays") == "3");

  auto page = client.get("/api/v1/charts/tracks?range=all&limit=1&offset=1");
  CHECK(page.size_at("/entries") == 1);
  CHECK(page.at("/total") == "3");
  CHECK(page.at("/entries/0/rank") == "2");
  CHECK(page.at("/entries/0/name") == "Track 2");
  CHECK(client.get("/api/v1/charts/tracks?offset=100").at("/entries") == "[]");

  auto april = client.get("/api/v1/charts/tracks?period=2026-04&counted_from=0");
  CHECK(april.at("/range") == R"({"preset":null,"period":"2026-04","from":"2026-04-01","to":"2026-04-30"})");
  CHECK(april.at("/before/from") == "2026-03-01");
  CHECK(april.at("/before/to") == "2026-03-31");
  CHECK(april.at("/total") == "0");
  play(2, "2026-04-20T10:00:00Z", "200000");
  play(1, "2026-04-20T10:00:00Z", "");
  play(1, "2026-04-20T12:00:00Z", "");
  auto moved = client.get("/api/v1/charts/tracks?period=2026-04&by=minutes");
  CHECK(moved.at("/entries/0/rank_before") == "1");
  CHECK(moved.at("/entries/0/movement") == "0");
  moved = client.get("/api/v1/charts/tracks?from=2026-04-01&to=2026-04-30&by=plays");
  CHECK(moved.at("/before/from") == "2026-03-02");
  CHECK(moved.at("/entries/0/rank_before") == "2");  // of three with one play each
  CHECK(moved.at("/entries/0/movement") == "1");
  CHECK(moved.at("/entries/0/is_new") == "false");
  CHECK(client.get("/api/v1/charts/tracks?range=all").at("/before") == "null");

  // The days before may lie before all days that can be asked for.
  CHECK(client.get("/api/v1/charts/tracks?from=1950-01-01&to=2026-04-30").at("/before/to") == "1949-12-31");
  CHECK(client.get("/api/v1/charts/tracks?period=1900").at("/before/from") == "1899-01-01");
  CHECK(client.get("/api/v1/charts/tracks?period=2100-W52").at("/range/to") == "2101-01-02");

  CHECK(client.get("/api/v1/charts/genres").status == 404);
  for (const auto* odd :
       {"by=skips", "limit=0", "limit=201", "offset=-1", "counted_from=-1", "range=7m", "from=2026-05-01&to=2026-04-01",
        "range=all&from=2026-04-01", "period=2026-13", "period=2026&range=all", "period=2026&to=2026-04-01"})
    CHECK(client.get(std::string("/api/v1/charts/tracks?") + odd).status == 422);
}
