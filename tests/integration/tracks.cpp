// A track's page: what the catalogue knows of it, and what it is to me.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

TEST_CASE("a track is told as Spotify tells it") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  SpotifyAccount account(app.sandbox, "demo");
  auto spotify = app.sandbox.client();
  spotify.always = {{"Authorization", "Bearer " + account.access_token()}};
  for (const auto& row : sql.rows("select id, spotify_id, release_precision from tracks order by id limit 30")) {
    auto ours = browser.get("/api/v1/tracks/" + row[0]);
    auto theirs = spotify.get("/v1/tracks/" + row[1]);
    CAPTURE(ours.body, theirs.body);
    CHECK(ours.at("/name") == theirs.at("/name"));
    CHECK(ours.at("/artist") == theirs.at("/artists/0/name"));
    CHECK(ours.at("/album") == theirs.at("/album/name"));
    CHECK(ours.at("/release_date") == theirs.at("/album/release_date"));
    CHECK(ours.at("/release_precision") == theirs.at("/album/release_date_precision"));
    CHECK(ours.at("/duration_ms") == theirs.at("/duration_ms"));
    CHECK(ours.at("/spotify_url") == "https://open.spotify.com/track/" + row[1]);
    CHECK(ours.at("/image_url") == theirs.at("/album/images/0/url"));
  }
  CHECK(sql.number("select count(distinct release_precision) from tracks") >= 2);
}

TEST_CASE("a date of release is told as far as it is known") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto id = sql.value("select min(id) from tracks");
  struct Case {
    const char *date, *precision, *told, *year;
  };
  for (auto [date, precision, told, year] :
       {Case{"'2016-05-04'", "'day'", "2016-05-04", "2016"}, Case{"'2016-05-01'", "'month'", "2016-05", "2016"},
        Case{"'0987-01-01'", "'year'", "0987", "987"}, Case{"'infinity'", "'day'", "infinity", "null"},
        Case{"null", "null", "null", "null"}}) {
    CAPTURE(date, precision);
    sql.facts(std::string("update tracks set release_date = ") + date + ", release_precision = " + precision +
              " where id = " + id);
    auto track = browser.get("/api/v1/tracks/" + id);
    CHECK(track.at("/release_date") == told);
    CHECK(track.at("/release_year") == year);
  }
}

TEST_CASE("of what several sources say of a track counts what has features, then what the first of them says") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  sql.facts("insert into tracks (spotify_id) values ('nobody')");
  auto id = sql.value("select id from tracks where spotify_id = 'nobody'");
  auto claim = [&](const char* source, const char* name, const char* features) {
    sql.facts(std::string("insert into track_claims (user_id, track_id, source_id, name, artist_id, artist_name, "
                          "audio_features) select users.id, tracks.id, ") +
              source + ", '" + name + "', (select min(id) from artists), 'Artist', " + features +
              " from users, tracks where tracks.spotify_id = 'nobody'");
  };
  CHECK(browser.get("/api/v1/tracks/" + id).status == 404);
  claim("30", "Third", "null");
  CHECK(browser.get("/api/v1/tracks/" + id).at("/name") == "Third");
  claim("20", "Second", "null");
  CHECK(browser.get("/api/v1/tracks/" + id).at("/name") == "Second");
  claim("50", "Fifth", "'{\"energy\":0.5}'");
  CHECK(browser.get("/api/v1/tracks/" + id).at("/name") == "Fifth");
  claim("40", "Fourth", "'{\"energy\":0.5}'");
  CHECK(browser.get("/api/v1/tracks/" + id).at("/name") == "Fourth");
}

TEST_CASE("a track's features are those that the provider gave, or null together") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto with = browser.get("/api/v1/tracks/" + sql.value("select min(id) from tracks where audio_features is not null"));
  auto given = app.sandbox.client().get("/features/v1/audio-features?ids=" + with.at("/spotify_id"));
  auto without = browser.get("/api/v1/tracks/" + sql.value("select min(id) from tracks where audio_features is null"));
  for (std::string feature : {"energy", "valence", "danceability", "acousticness", "instrumentalness", "liveness",
                              "speechiness", "tempo", "loudness"}) {
    CAPTURE(feature);
    CHECK(std::stod(with.at("/" + feature)) == Approx(std::stod(given.at("/content/0/" + feature))));
    CHECK(without.at("/" + feature) == "null");
  }
}

TEST_CASE("what a track is to me: when I met it, how often I played it, and in which of my playlists it is") {
  App app({}, kFewLikes);
  auto browser = with_history(app.server);
  auto sql = app.database.sql();
  auto id = keep_a_year(browser, 10, 0);
  auto played = sql.rows(
                       "select track_id, count(*), to_char(max(played_at) at time zone 'UTC', "
                       "'YYYY-MM-DD\"T\"HH24:MI:SS'), min(rank)"
                       " from plays join snapshots using (track_id) join playlist_tracks using (track_id)"
                       " where time_range = 'short_term' group by 1 order by 1 limit 1")
                    .at(0);
  auto mine = browser.get("/api/v1/tracks/" + played[0] + "/mine");
  CHECK(mine.at("/play_count") == played[1]);
  CHECK_THAT(mine.at("/last_played_at"), Catch::StartsWith(played[2]));
  CHECK(std::stoi(mine.at("/best_rank/rank")) <= std::stoi(played[3]));
  CHECK(mine.at("/playlists/0/playlist_id") == id);
  CHECK(mine.at("/playlists/0/position") ==
        sql.value("select position from playlist_tracks where track_id = $1", {played[0]}));

  auto saved_only = sql.value(
      "select min(track_id) from library where saved_at is not null and track_id not in (select track_id from plays) "
      "and track_id not in (select "
      "track_id from snapshots)");
  mine = browser.get("/api/v1/tracks/" + saved_only + "/mine");
  CHECK(mine.at("/saved_at") == mine.at("/first_seen_at"));
  CHECK(mine.at("/play_count") == "0");
  CHECK(mine.at("/last_played_at") == "null");
  CHECK(mine.at("/best_rank") == "null");
}

TEST_CASE("a track that is not there, or is no number of one, is 404") {
  App app({}, kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  for (const char* id : {"1", "0", "-1", "9223372036854775807", "9223372036854775808", "1.0", "one", "%31%00", "1'--",
                         "+1", "%201", "0x1", ""}) {
    CAPTURE(id);
    CHECK(client.get("/api/v1/tracks/" + std::string(id)).status == 404);
    CHECK(client.get("/api/v1/tracks/" + std::string(id) + "/mine").status == 404);
  }
}
