// A year, track by track: what it is made of, in which order it arrives, and what is no year.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "integration/steps.hpp"
#include "support/event_stream.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

/// What was loved in a year and how much, in words of the test's own; $1 is the year, everything in UTC. Tracks of one
/// ISRC are one recording: the track stands for it that was played most.
const char* const kLoved = R"sql(
    with tracks_then as (
      select library.track_id, coalesce(isrc, library.track_id::text) as recording,
        (select count(*) from plays where plays.track_id = library.track_id
          and (ms_played is null or ms_played >= 30000)
          and extract(year from played_at - coalesce(ms_played, 0) * interval '1 ms') = $1) as plays,
        coalesce(extract(year from saved_at at time zone 'UTC') = $1, false) as saved,
        (select min(rank) from snapshots where snapshots.track_id = library.track_id and rank <= 50
          and extract(year from snapshot_date) = $1) as rank
      from library join tracks on tracks.id = track_id
    ), recordings_then as (
      select (array_agg(track_id order by plays desc, saved desc, track_id))[1] as shown,
        sum(plays) * 10.0 + 50 * bool_or(saved)::int + coalesce(51 - min(rank), 0) as score
      from tracks_then group by recording
    )
    select shown, (score / 10)::float8 from recordings_then where score > 0)sql";

struct House {
  explicit House(const std::vector<std::string>& options = {"--likes", "600"})
      : app({}, options), browser(with_history(app.server)), sql(app.database.sql()) {}

  App app;
  HttpClient browser;
  Sql sql;
};

std::vector<Event> events(HttpClient& client, const std::string& target) {
  EventStream stream(client, target);
  if (stream.head().status != 200)
    throw std::runtime_error(target + " answered " + std::to_string(stream.head().status));
  std::vector<Event> list;
  while (auto event = stream.next()) list.push_back(*event);
  return list;
}

Reply data(const Event& event) { return {200, {}, event.data}; }

}  // namespace

TEST_CASE("the years are those that have something, newest first, with their number of recordings") {
  House house;
  auto loved = house.browser.get("/api/v1/years?choice=loved");
  CHECK(loved.at("/choice") == "loved");
  auto expected = house.sql.rows(
      "select year, count(distinct coalesce(isrc, track_id::text)) from (select extract(year from saved_at) as year, "
      "track_id from library "
      "where saved_at is not null"
      " union all select extract(year from played_at), track_id from plays union all select extract(year from "
      "snapshot_date), track_id from snapshots) as all_of_it join tracks on tracks.id = track_id"
      " group by year order by year desc");
  REQUIRE(loved.size_at("/years") == expected.size());
  CHECK(expected.size() >= 10);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    auto place = "/years/" + std::to_string(i);
    CHECK(loved.at(place + "/year") == expected[i][0]);
    CHECK(loved.at(place + "/tracks") == expected[i][1]);
  }
  auto released = house.browser.get("/api/v1/years?choice=released");
  auto dates = house.sql.rows(
      "select extract(year from release_date), count(distinct coalesce(isrc, id::text)) from tracks where release_date "
      "is not null group by 1 order by "
      "1 desc");
  REQUIRE(released.size_at("/years") == dates.size());
  CHECK(released.at("/years/0/year") == dates[0][0]);
  CHECK(released.at("/years/0/tracks") == dates[0][1]);
}

TEST_CASE("a year arrives as a start, its tracks in order, and an end") {
  House house;
  for (const auto& year : {std::string("2020"), house.browser.get("/api/v1/years").at("/years/0/year")}) {
    CAPTURE(year);
    std::map<std::string, std::string> expected;
    for (const auto& row : house.sql.rows(kLoved, {year})) expected[row[0]] = row[1];
    auto count = std::min<std::size_t>(expected.size(), 50);
    auto list = events(house.browser, "/api/v1/time-machine?year=" + year);
    REQUIRE(list.size() == count + 2);
    REQUIRE(list.front().name == "start");
    REQUIRE(list.back().name == "done");
    auto start = data(list.front());
    CHECK(start.at("/year") == year);
    CHECK(start.at("/range/period") == year);
    CHECK(start.at("/range/from") == year + "-01-01");
    CHECK(start.at("/choice") == "loved");
    CHECK(start.at("/order") == "best");
    CHECK(start.at("/limit") == "50");
    CHECK(start.at("/count") == std::to_string(count));
    CHECK(start.at("/candidates") == std::to_string(expected.size()));
    CHECK(start.at("/words") == year);
    CHECK_THAT(start.at("/rule"), Catch::StartsWith("The best of each month in turn"));
    CHECK(start.at("/playlist_id") == "playlist_" + year + "_loved");
    std::set<std::string> arrived;
    double energy = 0, before = 1e9;
    int with_features = 0;
    for (std::size_t i = 1; i + 1 < list.size(); ++i) {
      REQUIRE(list[i].name == "track");
      auto track = data(list[i]);
      CHECK(track.at("/position") == std::to_string(i));
      CHECK_FALSE(track.at("/reason").empty());
      auto id = track.at("/id");
      CHECK(arrived.insert(id).second);
      CHECK(track.at("/score") == expected[id]);
      auto score = std::stod(track.at("/score"));
      CHECK(score <= before);
      before = score;
      if (track.at("/energy") == "null") continue;
      energy += std::stod(track.at("/energy"));
      ++with_features;
    }
    auto done = data(list.back());
    CHECK(done.at("/count") == std::to_string(count));
    CHECK(done.at("/with_features") == std::to_string(with_features));
    CHECK(done.at("/without_features") == std::to_string(count - static_cast<std::size_t>(with_features)));
    CHECK(std::stod(done.at("/averages/energy")) == Approx(energy / with_features));
  }
}

TEST_CASE("any day, week, month and days can be travelled to, and what was liked then is there") {
  House house(kFewLikes);
  auto liked =
      house.sql
          .rows(
              "select track_id, to_char(saved_at, 'YYYY-MM-DD'), to_char(saved_at, 'YYYY-MM'), to_char(saved_at, "
              "'IYYY-\"W\"IW') from library where saved_at is not null order by saved_at limit 1")
          .at(0);
  const auto& day = liked[1];
  for (const auto& asked : {"period=" + day, "period=" + liked[2], "period=" + liked[3], "from=" + day + "&to=" + day,
                            "from=2001-01-01&to=" + day, std::string("range=all")}) {
    CAPTURE(asked);
    auto list = events(house.browser, "/api/v1/time-machine?limit=100&order=happened&" + asked);
    REQUIRE(list.size() > 2);
    CHECK(data(list.front()).at("/order") == "happened");
    auto first = data(list.at(1));
    CHECK(first.at("/id") == liked[0]);
    CHECK_THAT(first.at("/reason"), Catch::Contains("liked on "));
  }
  CHECK(house.browser.get("/api/v1/time-machine?period=1999-W20").status == 404);
}

TEST_CASE("the years, and the months of one, say what happened in them, and where a time machine opens") {
  House house(kFewLikes);
  auto years = house.browser.get("/api/v1/time-machine/periods");
  CHECK(years.at("/year") == "null");
  auto expected = house.sql.rows(
      "select extract(year from saved_at), count(*) from library where saved_at is not null group by 1 order by 1");
  std::int64_t likes = 0;
  for (std::size_t i = 0; i < years.size_at("/periods"); ++i) {
    auto place = "/periods/" + std::to_string(i);
    for (const auto& row : expected)
      if (row[0] == years.at(place + "/period")) CHECK(years.at(place + "/likes") == row[1]);
    likes += std::stoll(years.at(place + "/likes"));
  }
  CHECK(likes == house.sql.number("select count(*) from library where saved_at is not null"));
  auto year = expected.at(0)[0];
  auto months = house.browser.get("/api/v1/time-machine/periods?year=" + year);
  CHECK(months.at("/year") == year);
  CHECK(months.at("/opens_on") == "null");
  std::int64_t of_months = 0;
  for (std::size_t i = 0; i < months.size_at("/periods"); ++i) {
    CHECK_THAT(months.at("/periods/" + std::to_string(i) + "/period"), Catch::StartsWith(year + "-"));
    of_months += std::stoll(months.at("/periods/" + std::to_string(i) + "/likes"));
  }
  CHECK(std::to_string(of_months) == expected.at(0)[1]);
  CHECK(house.browser.get("/api/v1/time-machine/periods?year=12").status == 422);

  auto week = years.at("/opens_on/period");
  CHECK(events(house.browser, "/api/v1/time-machine?period=" + week).size() > 2);
}

TEST_CASE("a time is kept as a playlist of its own, and kept again in place") {
  House house(kFewLikes);
  auto month = house.sql.value(
      "select to_char(saved_at, 'YYYY-MM') from library where saved_at is not null order by saved_at limit 1");
  auto wish = R"({"choice":"loved","order":"happened","limit":20,"period":")" + month + "\"}";
  auto kept = house.browser.post("/api/v1/playlists", wish);
  REQUIRE(kept.status == 201);
  auto id = month;
  std::replace(id.begin(), id.end(), '-', '_');
  CHECK(kept.at("/playlist_id") == "playlist_" + id + "_loved");
  CHECK(kept.at("/kind") == "period");
  CHECK(kept.at("/year") == "null");
  CHECK_THAT(kept.at("/name"), Catch::EndsWith(", what I loved then"));
  CHECK(house.browser.post("/api/v1/playlists", wish).status == 200);
  auto whole = house.browser.get("/api/v1/playlists/" + kept.at("/playlist_id"));
  auto list = events(house.browser, "/api/v1/time-machine?limit=20&order=happened&period=" + month);
  REQUIRE(whole.size_at("/tracks") == list.size() - 2);
  for (std::size_t i = 1; i + 1 < list.size(); ++i)
    CHECK(whole.at("/tracks/" + std::to_string(i - 1) + "/id") == data(list[i]).at("/id"));
  for (const char* odd :
       {R"({"choice":"loved","period":"2016-13"})", R"({"choice":"loved","period":"2016","year":2016})",
        R"({"choice":"loved","from":"2016-02-02","to":"2016-01-01"})",
        R"({"choice":"loved","year":2016,"order":"random"})", R"({"choice":"loved","period":"1999-01"})"})
    CHECK(house.browser.post("/api/v1/playlists", odd).status == 422);
}

TEST_CASE("any list can be saved as a table, and lists of tracks as playlists of other programs") {
  House house(kFewLikes);
  auto kept = house.browser.post("/api/v1/playlists", R"({"choice":"loved","year":)" +
                                                          house.browser.get("/api/v1/years").at("/years/1/year") + "}");
  REQUIRE(kept.status == 201);
  auto one = "/api/v1/playlists/" + kept.at("/playlist_id");
  auto first = house.browser.get(one).at("/tracks/0/name");
  auto year = kept.at("/year");
  for (const auto& list :
       {one + "?", "/api/v1/time-machine?year=" + year + "&", std::string("/api/v1/charts/tracks?"),
        std::string("/api/v1/recipes/current_rotation?"), std::string("/api/v1/recipes/mood?mood=chill&")}) {
    CAPTURE(list);
    auto table = house.browser.get(list + "format=csv");
    REQUIRE(table.status == 200);
    CHECK(table.field("content-type") == "text/csv; charset=utf-8");
    CHECK_THAT(table.field("content-disposition"),
               Catch::Contains("filename=\"music-time-machine.csv\"; filename*=UTF-8''"));
    CHECK_THAT(table.body, Catch::StartsWith("\xEF\xBB\xBF\"position\",\"name\",\"artist\",\"album\""));
    auto list_m3u = house.browser.get(list + "format=m3u");
    CHECK_THAT(list_m3u.body, Catch::StartsWith("#EXTM3U\n#PLAYLIST:"));
    auto list_jspf = house.browser.get(list + "format=jspf");
    CHECK(list_jspf.field("content-type") == "application/jspf+json");
    auto rows = std::count(table.body.begin(), table.body.end(), '\n') - 1;
    CHECK(static_cast<std::int64_t>(list_jspf.size_at("/playlist/track")) == rows);
    CHECK(house.browser.get(list + "format=xml").status == 422);
  }
  auto jspf = house.browser.get(one + "?format=jspf");
  CHECK(jspf.at("/playlist/title") == kept.at("/name"));
  CHECK(jspf.at("/playlist/track/0/title") == first);
  CHECK_THAT(jspf.at("/playlist/track/0/identifier/0"), Catch::StartsWith("spotify:track:"));
  CHECK(house.browser.get("/api/v1/charts/artists?format=csv").status == 200);
  CHECK(house.browser.get("/api/v1/charts/albums?format=csv").status == 200);
  CHECK(house.browser.get("/api/v1/charts/artists?format=m3u").status == 422);
}

TEST_CASE("released then: the tracks of my library that came out in that year") {
  House house;
  auto year = house.sql.value(
      "select extract(year from release_date) from tracks where release_date is not null group by 1 order by count(*) "
      "desc limit 1");
  auto list = events(house.browser, "/api/v1/time-machine?choice=released&limit=100&year=" + year);
  auto count = house.sql.number(
      "select count(distinct coalesce(isrc, id::text)) from tracks where extract(year from release_date) = $1", {year});
  CHECK(list.size() == static_cast<std::size_t>(std::min<std::int64_t>(count, 100)) + 2);
  CHECK(data(list.front()).at("/candidates") == std::to_string(count));
  for (std::size_t i = 1; i + 1 < list.size(); ++i) CHECK(data(list[i]).at("/release_year") == year);
}

TEST_CASE("a year is as long as the limit says, from 10 to 100 tracks") {
  House house({"--likes", "2400"});
  for (int limit : {10, 50, 100})
    CHECK(events(house.browser, "/api/v1/time-machine?year=2020&limit=" + std::to_string(limit)).size() ==
          static_cast<std::size_t>(limit) + 2);
  for (const char* limit : {"9", "101", "0", "-10", "ten", "10.5", "", "99999999999999999999", "1e1", "50;drop"}) {
    CAPTURE(limit);
    auto reply = house.browser.get("/api/v1/time-machine?year=2020&limit=" + std::string(limit));
    CHECK(reply.status == 422);
    CHECK(reply.field("content-type") == "application/problem+json");
    CHECK_THAT(reply.at("/detail"), Catch::Contains("limit"));
  }
}

TEST_CASE("a year that nobody loved, or that is none, is refused with a sentence") {
  House house(kFewLikes);
  struct Asked {
    const char* query;
    int status;
    const char* says;
  };
  for (auto asked : {Asked{"year=1950", 404, "1950"},
                     {"year=2016&choice=hated", 422, "choice"},
                     {"year=2016&choice=", 422, "choice"},
                     {"", 422, "year"},
                     {"period=2016-13", 422, "period"},
                     {"period=2016&year=2016", 422, "year"},
                     {"from=2016-05-02&to=2016-05-01", 422, "from"},
                     {"year=2016&order=random", 422, "order"},
                     {"year=2016&format=xml", 422, "format"},
                     {"year=", 422, "year"},
                     {"year=1899", 422, "year"},
                     {"year=2101", 422, "year"},
                     {"year=twenty", 422, "year"},
                     {"year=2016&year=2017", 400, "year"},
                     {"year=2016&choice=%00", 400, "choice"},
                     {"year=%ff", 400, "year"}}) {
    CAPTURE(asked.query);
    auto reply = house.browser.get("/api/v1/time-machine?" + std::string(asked.query));
    CHECK(reply.status == asked.status);
    CHECK_THAT(reply.at("/detail"), Catch::Contains(asked.says));
    CHECK_FALSE(reply.at("/request_id").empty());
  }
  CHECK(house.browser.get("/api/v1/years?choice=hated").status == 422);
}

TEST_CASE("a year begins and ends where the person lives") {
  House house(kFewLikes);
  house.sql.facts(
      "update library set saved_at = '2016-12-31 12:00:00+00' where track_id = (select min(track_id) from library)");
  auto id = house.sql.value("select min(track_id) from library");
  auto is_in = [&](int year) {
    auto list = events(house.browser, "/api/v1/time-machine?limit=100&year=" + std::to_string(year));
    return std::any_of(list.begin() + 1, list.end() - 1,
                       [&](const Event& event) { return data(event).at("/id") == id; });
  };
  CHECK(is_in(2016));
  auto changed = house.browser.send("PATCH", "/api/v1/me", R"({"time_zone":"Pacific/Kiritimati"})");  // 14 hours ahead
  REQUIRE(changed.at("/user/time_zone") == "Pacific/Kiritimati");
  CHECK_FALSE(is_in(2016));
  CHECK(is_in(2017));
  for (const char* zone : {R"({"time_zone":"Mars/Olympus"})", R"({"time_zone":""})", R"({"time_zone":7})", "{}",
                           R"({"time_zone":"UTC'; drop table users"})"})
    CHECK(house.browser.send("PATCH", "/api/v1/me", zone).status == 422);
}

TEST_CASE("somebody without a history has no years, and is told so") {
  App app({}, kFewLikes);
  app.sandbox.faults(R"({"rules":[{"route":"/v1/me/*","status":403,"message":"Forbidden"}]})");
  auto browser = app.server.signed_in();
  auto capture = finished_capture(browser);
  CHECK(capture.at(step(capture, "liked_songs") + "/state") == "failed");
  CHECK(browser.get("/api/v1/years").size_at("/years") == 0);
  CHECK(browser.get("/api/v1/time-machine?year=2020").status == 404);
  CHECK(browser.post("/api/v1/playlists", R"({"year":2020,"choice":"loved"})").status == 422);
}

TEST_CASE("years before there was Spotify and years to come are not offered, and what is of them is kept") {
  App app({}, kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  auto sql = app.database.sql();
  sql.facts(
      "insert into artists (spotify_id, name) values ('a', 'Artist');"
      "insert into tracks (spotify_id, name, artist_id, release_date, release_precision, audio_features) "
      "select year, year, id, make_date(year::int, 1, 1), 'year', '{\"energy\": 0.5, \"valence\": 0.5}' "
      "from artists, unnest(array['1970', '2001', '2002', '2025', '2099']) as year;"
      "insert into library (user_id, track_id, first_seen_at, saved_at) "
      "select users.id, tracks.id, now(), make_timestamptz(tracks.name::int, 7, 1, 0, 0, 0, 'UTC') from users, tracks;"
      "insert into plays (source_id, version, user_id, played_at, track_id) "
      "select 0, 0, users.id, make_timestamptz(tracks.name::int, 7, 1, 0, 0, 0, 'UTC'), tracks.id from users, tracks;"
      "insert into snapshots (source_id, user_id, snapshot_date, time_range, rank, track_id) "
      "select 0, users.id, make_date(tracks.name::int, 7, 1), 'short_term', 1, tracks.id from users, tracks");
  CHECK(client.get("/api/v1/years?choice=loved").body ==
        R"({"choice":"loved","years":[{"year":2025,"tracks":1},{"year":2002,"tracks":1}]})");
  auto released = client.get("/api/v1/years?choice=released");
  CHECK(released.size_at("/years") == 4);
  CHECK(released.at("/years/0/year") == "2025");
  auto moods = client.get("/api/v1/analytics/mood-years");
  CHECK(moods.size_at("/years") == 2);
  CHECK(sql.number("select count(*) from library") == 5);
}
