// Questions over time, over the whole road from rows to answers.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// Two artists with two tracks each; the first album has the first two, the others have none.
struct House {
  House()
      : app({}, kFewLikes),
        sql(app.database.sql()),
        client(client_with(app.server.origin(), make_key(app.database.url(), "demo"))),
        user(sql.value("select id from users where spotify_user_id = 'demo'")) {
    sql.script(
        "insert into artists (spotify_id, name) select 'artist' || n, 'Artist ' || n from generate_series(1, 2) n");
    sql.script(
        "insert into tracks (spotify_id, name, artist_id, album_name) select 'track' || n, 'Track ' || n, 1 + (n - 1) "
        "/ "
        "2, case when n < 3 then 'Album' end from generate_series(1, 4) n");
    sql.rows("insert into library (user_id, track_id, first_seen_at) select $1, id, '2026-01-01' from tracks", {user});
    sql.script("update users set time_zone = 'Europe/Berlin'");
    play(1, "2025-11-23T22:59:00Z", "60000");   // Sunday
    play(2, "2025-11-23T23:05:00Z", "120000");  // Monday
    play(3, "2025-11-24T23:30:00Z", "");        // Tuesday
    play(1, "2024-11-23T12:00:00Z", "200000");
    play(1, "2024-11-23T12:01:00Z", "1000");
    sql.facts_changed();
  }

  void play(int track, const std::string& ended, const std::string& ms_played) {
    sql.rows(
        "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) values (0, 0, $1, $2, $3, "
        "nullif($4, '')::int)",
        {user, std::to_string(track), ended, ms_played});
  }
  std::string track_id(int track) {
    return sql.value("select id from tracks where spotify_id = 'track' || $1", {std::to_string(track)});
  }

  App app;
  Sql sql;
  HttpClient client;
  std::string user;
};

}  // namespace

TEST_CASE("the timeline, the calendar and the clock of a week") {
  House house;
  auto days = house.client.get("/api/v1/timeline?unit=day&from=2025-11-23&to=2025-11-25");
  INFO(days.body);
  REQUIRE(days.status == 200);
  CHECK(days.at("/played") == R"({"plays":3,"minutes":3,"plays_without_length":1})");
  CHECK(days.at("/buckets/0/period") == "2025-11-23");
  CHECK(days.at("/buckets/0/plays") == "1");
  CHECK(days.at("/buckets/1/minutes") == "2");
  CHECK(days.at("/buckets/2/plays_without_length") == "1");
  CHECK(days.at("/at_least") == "false");
  auto weeks = house.client.get("/api/v1/timeline?unit=week&period=2025-11");
  CHECK(weeks.size_at("/buckets") == 5);
  CHECK(weeks.at("/buckets/4/period") == "2025-W48");
  CHECK(weeks.at("/buckets/4/to") == "2025-11-30");
  CHECK(weeks.at("/buckets/4/plays") == "2");
  auto ever = house.client.get("/api/v1/timeline?unit=year&range=all&counted_from=0");
  CHECK(ever.at("/buckets/0/period") == "2024");
  CHECK(ever.at("/buckets/0/plays") == "2");

  auto artist = house.client.get("/api/v1/tracks/" + house.track_id(3)).at("/artist_id");
  auto of = [&](const std::string& subject) {
    return house.client.get("/api/v1/timeline?unit=year&period=2025&" + subject).at("/played/plays");
  };
  CHECK(of("of=artist&id=" + artist) == "1");
  CHECK(of("of=album&id=" + house.track_id(2)) == "2");
  CHECK(of("of=track&id=" + house.track_id(2)) == "1");
  CHECK(of("of=track&id=" + house.track_id(4)) == "0");

  auto year = house.client.get("/api/v1/calendar?period=2025&by=minutes");
  CHECK(year.size_at("/days") == 3);
  CHECK(year.at("/biggest/day") == "2025-11-24");
  auto clock = house.client.get("/api/v1/clock?period=2025");
  CHECK(clock.size_at("/days") == 7);
  CHECK(clock.at("/days/6/plays/23") == "1");
  CHECK(clock.at("/days/0/plays/0") == "1");
  CHECK(clock.at("/days/0/minutes/0") == "2");
  CHECK(clock.at("/days/1/plays/0") == "1");
}

TEST_CASE("sessions, streaks and discoveries") {
  House house;
  auto sessions = house.client.get("/api/v1/listening-sessions?range=all");
  INFO(sessions.body);
  CHECK(sessions.at("/total") == "1");
  CHECK(sessions.at("/sessions/0/began_at") == "2025-11-23T22:58:00Z");
  CHECK(sessions.at("/longest/plays") == "2");
  CHECK(sessions.at("/average_minutes") == "3");
  CHECK(house.client.get("/api/v1/listening-sessions?period=2024").at("/longest") == "null");
  auto streaks = house.client.get("/api/v1/streaks");
  CHECK(streaks.at("/longest") == R"({"days":3,"first_day":"2025-11-23","last_day":"2025-11-25"})");
  CHECK(streaks.at("/days_with_plays") == "4");
  CHECK(streaks.at("/current") == "null");
  CHECK(streaks.at("/artists/0/name") == "Artist 1");
  CHECK(streaks.at("/artists/0/days") == "2");
  auto tracks = house.client.get("/api/v1/discoveries/tracks?period=2025");
  CHECK(tracks.at("/total") == "2");
  CHECK(tracks.at("/discoveries/0/name") == "Track 3");
  CHECK(tracks.at("/discoveries/0/discovered_at") == "2025-11-24T23:30:00Z");
  auto artists = house.client.get("/api/v1/discoveries/artists?period=2025");
  CHECK(artists.size_at("/discoveries") == 1);
  CHECK(artists.at("/discoveries/0/name") == "Artist 2");
  CHECK(artists.at("/discoveries/0/first_track/name") == "Track 3");
  CHECK(house.client.get("/api/v1/discoveries/albums?period=2024").at("/discoveries/0/artist") == "Artist 1");
}

TEST_CASE("on this day, and today") {
  House house;
  auto past = house.client.get("/api/v1/on-this-day?day=2026-11-23");
  INFO(past.body);
  CHECK(past.size_at("/years") == 2);
  CHECK(past.at("/years/0/years_ago") == "1");
  CHECK(past.at("/years/1/from") == "2024-11-23");
  CHECK(past.at("/years/1/tracks/0/name") == "Track 1");
  CHECK(past.at("/years/1/played/plays") == "1");
  auto none = house.client.get("/api/v1/today");
  CHECK(none.at("/day/now/plays") == "0");
  CHECK(none.size_at("/latest") == 4);
  CHECK(none.at("/latest/0/track/name") == "Track 3");
  CHECK(none.at("/latest/0/ms_played") == "null");
  house.sql.rows(
      "insert into plays (source_id, version, user_id, track_id, played_at, ms_played) values (0, 0, $1, 4, now(), "
      "null)",
      {house.user});
  house.sql.facts_changed();
  auto now = house.client.get("/api/v1/today");
  CHECK(now.at("/latest/0/track/name") == "Track 4");
  CHECK(now.at("/week/now/plays") == "1");
  CHECK(now.size_at("/week/minutes") == 7);
  CHECK(now.size_at("/day/minutes_then") == 24);
  CHECK(now.at("/streak/days") == "1");
}

TEST_CASE("what is asked of time in wrong words is refused, and what is another person's is not there") {
  House house;
  for (const auto* odd :
       {"timeline?unit=hour", "timeline?unit=day&from=1990-01-01&to=2026-01-01", "timeline?of=genre&id=1",
        "timeline?of=artist", "timeline?id=1", "timeline?of=artist&id=0", "calendar?range=7m", "clock?by=skips",
        "listening-sessions?limit=201", "listening-sessions?offset=-1", "streaks?counted_from=3601",
        "discoveries/tracks?period=2026-W54", "on-this-day?day=2026-02-29", "today?counted_from=-1"}) {
    CAPTURE(odd);
    CHECK(house.client.get(std::string("/api/v1/") + odd).status == 422);
  }
  auto ada = client_with(house.app.server.origin(), make_key(house.app.database.url(), "ada"));
  for (const auto* of : {"track", "album", "artist"}) {
    auto id = "of=" + std::string(of) + "&id=" + house.track_id(1);
    for (const auto* question : {"timeline", "calendar", "clock", "streaks"}) {
      CAPTURE(of, question);
      CHECK(house.client.get(std::string("/api/v1/") + question + "?" + id).status == 200);
      CHECK(ada.get(std::string("/api/v1/") + question + "?" + id).status == 404);
    }
  }
}
