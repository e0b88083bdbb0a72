// Recaps over the whole road from rows to answers, pages and pictures.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;
using Catch::Contains;

namespace {

/// Two artists in three alphabets, with plays of 2024 and 2025.
struct Den {
  Den()
      : app({}, kFewLikes),
        demo(app.server.signed_in()),
        guest(app.server.client()),
        sql(app.database.sql()),
        user(sql.value("select id from users where spotify_user_id = 'demo'")) {
    sql.script(
        "insert into artists (spotify_id, name) values ('first artist', 'Молчат Дома'), ('second artist', "
        "'فيروز')");
    sql.script(
        "insert into tracks (spotify_id, name, artist_id, album_name, release_date, release_precision, duration_ms) "
        "select 'one', 'Судно', id, 'Этажи', date '2018-01-01', 'year', 240000 from artists where spotify_id = 'first "
        "artist' union all select 'two', 'نسم علينا الهوى', id, '<Album>', date '1968-01-01', 'year', 240000 from "
        "artists where spotify_id = 'second artist'");
    sql.rows(
        "insert into library (user_id, track_id, first_seen_at) select $1, id, '2024-01-01' from tracks where "
        "spotify_id in ('one', 'two')",
        {user});
    sql.script("update users set time_zone = 'Europe/Berlin'");
    play("one", "2024-03-05T10:00:00Z");
    for (const auto* at : {"2025-03-05T10:00:00Z", "2025-03-05T11:00:00Z", "2025-03-06T23:30:00Z"}) play("one", at);
    play("two", "2025-04-10T10:00:00Z");
    sql.facts_changed();
  }

  void play(const std::string& track, const std::string& ended, bool in_private = false) {
    sql.rows(
        "insert into plays (source_id, version, user_id, track_id, played_at, ms_played, incognito) select 0, 0, $1, "
        "id, $3, 180000, $4 from tracks where spotify_id = $2",
        {user, track, ended, in_private ? "true" : "false"});
  }

  App app;
  HttpClient demo, guest;
  Sql sql;
  std::string user;
};

}  // namespace

TEST_CASE("a recap has everything that its stories need") {
  Den den;
  auto year = den.demo.get("/api/v1/recap?period=2025");
  INFO(year.body);
  REQUIRE(year.status == 200);
  CHECK(year.at("/played") == R"({"plays":4,"minutes":12,"plays_without_length":0})");
  CHECK(year.at("/running") == "false");
  CHECK(year.at("/before/from") == "2024-01-01");
  CHECK(year.at("/before/to") == "2024-12-31");
  CHECK(year.at("/before/played/plays") == "1");
  CHECK(year.at("/artists/total") == "2");
  CHECK(year.at("/artists/entries/0/name") == "Молчат Дома");
  CHECK(year.at("/artists/entries/0/rank_before") == "1");
  CHECK(year.at("/albums/entries/1/name") == "<Album>");
  CHECK(year.at("/tracks/entries/0/plays") == "3");
  CHECK(year.at("/days_with_plays") == "3");
  CHECK(year.at("/longest_streak/days") == "1");
  CHECK(year.at("/biggest_day/day") == "2025-03-05");
  CHECK(year.at("/biggest_day/track/name") == "Судно");
  CHECK(year.at("/clock/plays/10") == "1");
  CHECK(year.at("/clock/night/plays") == "1");
  CHECK(year.at("/discoveries/artists") == "1");
  CHECK(year.at("/discoveries/artist/name") == "فيروز");
  CHECK(year.at("/discoveries/artist/rank") == "2");
  CHECK(year.at("/on_repeat/plays") == "2");
  CHECK(year.at("/unit") == "month");
  CHECK(year.size_at("/parts") == 12);
  CHECK(year.at("/parts/0/track") == "null");
  CHECK(year.at("/parts/2/track/name") == "Судно");
  CHECK(year.at("/parts/2/period") == "2025-03");
  CHECK(year.at("/decades/0/decade") == "1960");
  CHECK(year.at("/decades/1/plays") == "3");
  CHECK(year.at("/endings/unknown") == "4");
  CHECK(year.at("/endings/most_skipped") == "null");

  CHECK(den.demo.get("/api/v1/recap?period=2025-03").at("/played/plays") == "3");
  CHECK(den.demo.get("/api/v1/recap?period=2025-W10").at("/unit") == "day");
  auto days = den.demo.get("/api/v1/recap?period=2025-03-06,2025-04-10");
  CHECK(days.at("/played/plays") == "2");
  CHECK(days.at("/range/from") == "2025-03-06");
  CHECK(days.at("/range/period") == "null");
  CHECK(den.demo.get("/api/v1/recap?from=2025-03-06&to=2025-04-10").body == days.body);
}

TEST_CASE("the shelf of recaps has the years and months with a play") {
  Den den;
  auto shelf = den.demo.get("/api/v1/recaps?to=2025-12-31");
  INFO(shelf.body);
  CHECK(shelf.size_at("/years") == 2);
  CHECK(shelf.at("/years/0/period") == "2025");
  CHECK(shelf.at("/years/0/plays") == "4");
  CHECK(shelf.at("/years/0/albums/0/name") == "Этажи");
  CHECK(shelf.size_at("/years/0/months") == 2);
  CHECK(shelf.at("/years/0/months/0/period") == "2025-04");
  CHECK(shelf.at("/years/0/months/1/minutes") == "9");
  CHECK(shelf.at("/years/0/running") == "false");
  auto ada = client_with(den.app.server.origin(), make_key(den.app.database.url(), "ada"));
  CHECK(ada.get("/api/v1/recaps").at("/years") == "[]");
  CHECK(ada.get("/api/v1/recap?period=2025").at("/played/plays") == "0");
  CHECK(ada.get("/api/v1/recap?period=2025").at("/biggest_day") == "null");
}

TEST_CASE("a recap that is asked for in wrong words is refused in one sentence") {
  Den den;
  for (const auto* odd :
       {"period=2025-13", "period=2025-W54", "period=2025-03-06,2025-03-05", "period=2025-03-06,", "period=,",
        "from=1990-01-01&to=2025-01-01", "period=2025&range=12m", "by=skips", "counted_from=3601", "private=maybe"}) {
    CAPTURE(odd);
    auto refused = den.demo.get(std::string("/api/v1/recap?") + odd);
    CHECK(refused.status == 422);
    CHECK_FALSE(refused.at("/detail").empty());
  }
}

TEST_CASE("a shared recap shows its facts to a guest, escaped, and its pictures") {
  Den den;
  auto made = den.demo.post("/api/v1/shares", R"({"what":"recap","period":"2025","person":"Ada"})");
  INFO(made.body);
  REQUIRE(made.status == 201);
  CHECK(made.at("/title") == "Recap");
  CHECK(made.at("/period") == "2025");
  CHECK(made.at("/rolling") == "false");
  auto address = target_of(made.at("/url"));
  auto page = den.guest.get(address);
  INFO(page.body);
  REQUIRE(page.status == 200);
  CHECK_THAT(page.body, Contains("Top artist") && Contains("Молчат Дома") && Contains("4 plays · 12 minutes"));
  CHECK_THAT(page.body, Contains("Biggest day") && Contains("5 March 2025") && Contains("فيروز"));
  CHECK_THAT(page.body, !Contains("shared-rank") && !Contains("<script"));
  CHECK(page.field("set-cookie").empty());
  auto picture = den.guest.get(address + "/card.png");
  CHECK(picture.status == 200);
  CHECK(picture.field("content-type") == "image/png");
  auto story = den.guest.get(address + "/card.png?form=story");
  CHECK(story.status == 200);
  CHECK(story.body != picture.body);
  CHECK(den.demo.get("/api/v1/card.png?what=recap&period=2025&form=story").status == 200);

  auto rolling = den.demo.post("/api/v1/shares", R"({"what":"recap","range":"12m"})");
  CHECK(rolling.at("/rolling") == "true");
  CHECK(rolling.at("/period") == "The last 12 months");
  auto frozen = den.demo.post("/api/v1/shares", R"({"what":"recap","range":"12m","rolling":false})");
  CHECK(frozen.at("/rolling") == "false");
  CHECK_THAT(frozen.at("/parameters"), Contains("from=20") && Contains("&to=20"));
  auto days = den.demo.post("/api/v1/shares", R"({"what":"recap","period":"2025-03-06,2025-04-10"})");
  CHECK(days.at("/period") == "6 March 2025 – 10 April 2025");
  CHECK(den.demo.post("/api/v1/shares", R"({"what":"recap","period":"2025-13"})").status == 422);
  CHECK(den.demo.post("/api/v1/shares", R"({"what":"recap","from":"1990-01-01","to":"2025-01-01"})").status == 422);
  CHECK_THAT(
      den.guest.get(target_of(den.demo.post("/api/v1/shares", R"({"what":"recap","period":"2019"})").at("/url"))).body,
      Contains("Nothing was played in these days."));
}

TEST_CASE("private sessions enter no shared recap") {
  Den den;
  auto made = den.demo.post("/api/v1/shares", R"({"what":"recap","period":"2025"})");
  auto address = target_of(made.at("/url"));
  auto before = den.guest.get(address);
  auto picture = den.guest.get(address + "/card.png");
  for (int hour = 1; hour < 10; ++hour) den.play("two", "2025-06-0" + std::to_string(hour) + "T02:00:00Z", true);
  den.sql.facts_changed();
  CHECK(den.demo.get("/api/v1/recap?period=2025").at("/played/plays") == "13");
  CHECK(den.demo.get("/api/v1/recap?period=2025&private=out").at("/played/plays") == "4");
  auto after = den.guest.get(address);
  CHECK(after.status == 200);
  CHECK(after.body == before.body);
  CHECK(den.guest.get(address + "/card.png").field("etag") == picture.field("etag"));
}
