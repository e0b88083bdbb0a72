// The pages of an artist, an album and a track, over the whole road from rows to answers.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// Artist 1 has tracks 1 and 3, artist 2 has 2 and 4; 1 to 3 are on albums: 1 on one, 2 on another, both called "Hits",
/// and 3 on a third.
struct Shelf {
  Shelf()
      : app({}, kFewLikes),
        sql(app.database.sql()),
        client(client_with(app.server.origin(), make_key(app.database.url(), "demo"))) {
    sql.script(
        "insert into artists (spotify_id, name) select 'artist' || n, 'Artist ' || n from generate_series(1, 2) n");
    sql.script(
        "insert into tracks (spotify_id, name, artist_id, album_name) select 'track' || n, 'Track ' || n, 1 + (n - 1) "
        "% 2, case when n < 3 then 'Hits' when n = 3 then 'Late' end from generate_series(1, 4) n");
    user = sql.value("select id from users where spotify_user_id = 'demo'");
    sql.rows("insert into library (user_id, track_id, first_seen_at) select $1, id, '2026-01-01' from tracks", {user});
    sql.rows("insert into sources (user_id, kind, name) values ($1, 'spotify_extended', 'my_data.zip')", {user});
    sql.rows(
        "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) select sources.id, 0, $1, "
        "track, timestamptz '2026-01-15T10:00:00Z' + interval '1 month' * (place - 1), 120000 from sources, "
        "unnest(array[1, 2, 1, 3, 2, 4]) with ordinality as played (track, place) where sources.user_id = $1 and kind "
        "= 'spotify_extended'",
        {user});
    sql.rows(
        "insert into playlists (user_id, playlist_id, name, kind, year, choice) values ($1, 'mine', 'Mine', 'year', "
        "2016, 'loved')",
        {user});
    sql.rows(
        "insert into playlist_tracks (user_id, playlist_id, track_id, position) values ($1, 'mine', 1, 1), ($1, "
        "'mine', 3, 2)",
        {user});
    sql.facts_changed();
  }

  Reply ask(const std::string& what) { return client.get("/api/v1/" + what); }

  App app;
  Sql sql;
  HttpClient client;
  std::string user;
};

}  // namespace

TEST_CASE("the page of an artist: plays, rank, months, and what was played within") {
  Shelf shelf;
  auto artist = shelf.ask("artists/1");
  INFO(artist.body);
  REQUIRE(artist.status == 200);
  CHECK(artist.at("/id") == "1");
  CHECK(artist.at("/name") == "Artist 1");
  CHECK(artist.at("/range/preset") == "all");
  CHECK(artist.at("/played") == R"({"plays":3,"minutes":6,"plays_without_length":0})");
  CHECK(artist.at("/ever/plays") == "3");
  CHECK(artist.at("/rank/rank") == "1");
  CHECK(artist.at("/rank/of") == "2");
  CHECK(artist.at("/first_play") == "2026-01-15T09:58:00Z");
  CHECK(artist.at("/last_play") == "2026-04-15T09:58:00Z");
  CHECK(artist.at("/months/0/month") == "2026-01");
  CHECK(artist.at("/months/1/plays") == "0");
  CHECK(artist.at("/months/2/minutes") == "2");
  CHECK(artist.at("/peak/month") == "2026-01");
  CHECK(artist.at("/known_tracks") == "2");
  CHECK(artist.at("/heard_tracks") == "2");
  CHECK(artist.size_at("/tracks") == 2);
  CHECK(artist.at("/tracks/0/name") == "Track 1");
  CHECK(artist.at("/tracks/0/plays") == "2");
  CHECK(artist.at("/tracks/1/rank") == "2");
  CHECK(artist.size_at("/albums") == 2);
  CHECK(artist.at("/albums/0/name") == "Hits");
  CHECK(artist.at("/albums/0/id") == "1");
  CHECK(artist.at("/albums/1/id") == "3");
  CHECK(artist.at("/playlists") == R"([{"playlist_id":"mine","name":"Mine","tracks":2}])");

  auto april = shelf.ask("artists/1?from=2026-04-01&to=2026-05-31&by=minutes");
  CHECK(april.at("/played/plays") == "1");
  CHECK(april.at("/ever/plays") == "3");
  CHECK(april.at("/by") == "minutes");
  CHECK(april.at("/rank") == R"({"rank":1,"of":2})");
  CHECK(april.size_at("/months") == 2);
  CHECK(april.at("/tracks/0/name") == "Track 3");
  CHECK(shelf.ask("artists/1?counted_from=121").at("/played/plays") == "0");
  CHECK(shelf.ask("artists/1?counted_from=121").at("/rank/rank") == "null");
}

TEST_CASE("the page of an album is found by any of its tracks, and another artist's of that name is another one") {
  Shelf shelf;
  shelf.sql.rows("update tracks set album_name = 'Hits' where id in (3, 4)");
  shelf.sql.facts_changed();
  for (const auto* track : {"1", "3"}) {
    auto album = shelf.ask(std::string("albums/") + track);
    INFO(album.body);
    REQUIRE(album.status == 200);
    CHECK(album.at("/id") == "1");
    CHECK(album.at("/name") == "Hits");
    CHECK(album.at("/artist") == "Artist 1");
    CHECK(album.at("/artist_id") == "1");
    CHECK(album.at("/played/plays") == "3");
    CHECK(album.at("/tracks/0/id") == "1");
    CHECK(album.at("/tracks/1/id") == "3");
    CHECK(album.at("/first_play") == "2026-01-15T09:58:00Z");
    CHECK(album.at("/playlists/0/tracks") == "2");
  }
  CHECK(shelf.ask("albums/4").at("/id") == "2");
  auto chart = shelf.ask("charts/albums?range=all");
  CHECK(chart.at("/entries/0/id") == "1");
  CHECK(chart.at("/entries/1/id") == "2");
  CHECK(shelf.ask("albums/" + chart.at("/entries/1/id")).at("/artist") == "Artist 2");
}

TEST_CASE("an album has its tracks without a play, and a track may have no album") {
  Shelf shelf;
  shelf.sql.rows("update tracks set album_name = 'Late' where id in (1, 3)");
  shelf.sql.rows("delete from plays where track_id = 1");
  shelf.sql.facts_changed();
  auto album = shelf.ask("albums/1");
  CHECK(album.at("/known_tracks") == "2");
  CHECK(album.at("/heard_tracks") == "1");
  CHECK(album.at("/tracks/0/id") == "3");
  CHECK(album.at("/tracks/1/plays") == "0");
  CHECK(shelf.ask("albums/4").status == 404);
}

TEST_CASE("what a track is to me: rank, months and the sources that told of it") {
  Shelf shelf;
  auto mine = shelf.ask("tracks/1/mine");
  INFO(mine.body);
  REQUIRE(mine.status == 200);
  CHECK(mine.at("/play_count") == "2");
  CHECK(mine.at("/played/minutes") == "4");
  CHECK(mine.at("/rank") == R"({"rank":1,"of":4})");
  CHECK(mine.size_at("/months") >= 3);
  CHECK(mine.at("/peak/month") == "2026-01");
  CHECK(mine.at("/playlists/0/name") == "Mine");
  CHECK(mine.size_at("/sources") == 1);
  CHECK(mine.at("/sources/0/kind") == "spotify_extended");
  CHECK(mine.at("/sources/0/name") == "my_data.zip");
  CHECK(mine.at("/sources/0/plays") == "2");
  CHECK(mine.at("/sources/0/first_play") == "2026-01-15T10:00:00Z");
  CHECK(mine.at("/sources/0/last_play") == "2026-03-15T10:00:00Z");
}

TEST_CASE("pages refuse what they do not know") {
  Shelf shelf;
  shelf.sql.script("insert into artists (spotify_id, name) values ('stranger', 'Stranger')");
  for (const auto* page : {"artists/3", "artists/999", "albums/999", "tracks/999/mine"}) {
    CAPTURE(page);
    auto reply = shelf.ask(page);
    CHECK(reply.status == 404);
    CHECK(reply.field("content-type") == "application/problem+json");
  }
  for (const auto* page : {"artists/1", "albums/1", "tracks/1/mine"})
    for (const auto* odd : {"by=skips", "counted_from=-1", "range=7m", "from=2026-05-01&to=2026-04-01"})
      CHECK(shelf.ask(fmt::format("{}?{}", page, odd)).status == 422);
}

TEST_CASE("what a search finds in the library leads to its artist") {
  Shelf shelf;
  CHECK(shelf.ask("search?q=track").at("/results/0/artist_id") != "null");
  CHECK(shelf.ask("search?q=%22track+2%22").at("/results/0/artist_id") == "2");
}
