// The dashboard's figures, compared with what the test counts itself.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct House {
  explicit House(const std::string& faults = "{}")
      : app({}, {"--likes", "500"}), sql(app.database.sql()), browser(captured(faults)) {}

  HttpClient captured(const std::string& faults) {
    app.sandbox.faults(faults);
    return with_history(app.server);
  }

  App app;
  Sql sql;
  HttpClient browser;
};

double number(const Reply& reply, const std::string& pointer) { return std::stod(reply.at(pointer)); }

/// A library made by hand: tracks whose only feature is an energy as it is written here.
HttpClient library_of_energies(const Server& server, const ScratchDatabase& database,
                               const std::vector<std::string>& energies) {
  auto key = make_key(database.url(), "demo");
  auto sql = database.sql();
  make_tracks(sql, static_cast<int>(energies.size()));
  for (std::size_t i = 0; i < energies.size(); ++i)
    sql.rows("update tracks set audio_features = $2::jsonb where id = $1",
             {std::to_string(i + 1), energies[i].empty() ? "{}" : "{\"energy\":" + energies[i] + "}"});
  sql.script(
      "insert into library (user_id, track_id, first_seen_at) select users.id, tracks.id, now() from users, tracks");
  return client_with(server.origin(), key);
}

}  // namespace

TEST_CASE("the dashboard counts what is there") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  auto dashboard = house.browser.get("/api/v1/dashboard");
  auto features =
      "(select (audio_features ->> 'energy')::float8 as energy, (audio_features ->> 'valence')::float8 as valence,"
      " (audio_features ->> 'danceability')::float8 as danceability from tracks where audio_features ? 'energy') as "
      "features";
  CHECK(dashboard.at("/tracks") == house.sql.value("select count(*) from library"));
  CHECK(dashboard.at("/artists") == house.sql.value("select count(*) from artists"));
  CHECK(dashboard.at("/playlists") == "1");
  CHECK(dashboard.at("/with_features") == house.sql.value(std::string("select count(*) from ") + features));
  for (std::string feature : {"energy", "valence", "danceability"})
    CHECK(number(dashboard, "/averages/" + feature) ==
          Approx(std::stod(house.sql.value("select avg(" + feature + ") from " + features))));

  auto months = house.sql.rows(
      "select to_char(least(saved_at, (select min(played_at) from plays where track_id = l.track_id),"
      " case when saved_at is null then first_seen_at end) at time zone 'UTC', 'YYYY-MM'), count(*) from library as l "
      "group by 1 order by 1");
  REQUIRE(dashboard.size_at("/first_appearances") == months.size());
  for (std::size_t i = 0; i < months.size(); ++i) {
    auto place = "/first_appearances/" + std::to_string(i);
    CHECK(Rows{{dashboard.at(place + "/month"), dashboard.at(place + "/tracks")}} == Rows{months[i]});
  }
}

TEST_CASE("without popularity the top tracks are the most loved, with it the most popular") {
  House house;
  auto loved = house.browser.get("/api/v1/dashboard");
  CHECK(loved.at("/top/by") == "loved");
  auto expected = house.sql.rows(
      "select track_id from (select track_id, (select count(*) from plays where plays.track_id = library.track_id)"
      " + coalesce((select (51 - min(rank)) / 10.0 from snapshots where snapshots.track_id = library.track_id), 0) as "
      "score, first_seen_at from library) as scores"
      " order by score desc, first_seen_at, track_id limit 10");
  REQUIRE(loved.size_at("/top/tracks") == 10);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(loved.at("/top/tracks/" + std::to_string(i) + "/id") == expected[i][0]);
    CHECK_FALSE(loved.at("/top/tracks/" + std::to_string(i) + "/why").empty());
  }

  House popular(R"({"class":"extended"})");
  auto dashboard = popular.browser.get("/api/v1/dashboard");
  CHECK(dashboard.at("/top/by") == "popularity");
  auto best = popular.sql.rows("select popularity from tracks order by 1 desc limit 10");
  for (std::size_t i = 0; i < 10; ++i) {
    auto place = "/top/tracks/" + std::to_string(i);
    CHECK(dashboard.at(place + "/popularity") == best[i][0]);
    CHECK(dashboard.at(place + "/why") == "popularity " + best[i][0]);
  }
}

TEST_CASE("the energy distribution counts the library's levels, under both of its addresses") {
  House house;
  auto levels = house.sql.rows(
      "select count(*) filter (where e >= 0.8), count(*) filter (where e >= 0.5 and e < 0.8), count(*) filter (where e "
      "< 0.5)"
      " from (select (audio_features ->> 'energy')::numeric as e from tracks) as energies")[0];
  auto expected =
      R"({"labels":["High","Medium","Low"],"data":[)" + levels[0] + "," + levels[1] + "," + levels[2] + "]}";
  CHECK(house.browser.get("/api/v1/energy-distribution").body == expected);
  CHECK(house.browser.get("/api/energy-distribution").body == expected);
}

TEST_CASE("an energy of exactly 0.8 is high, of exactly 0.5 medium, what is no number counts nowhere") {
  ScratchDatabase database;
  Sandbox sandbox(kFewLikes);
  Server server(server_environment(database.url(), sandbox));
  auto client = library_of_energies(server, database,
                                    {"0.8", "0.80", "8e-1", "1", "0.79999", "0.5", "5E-1", "0.49999", "0", "0.1", "0.2",
                                     "\"0.9\"", "null", "[0.9]", ""});
  CHECK(client.get("/api/v1/energy-distribution").at("/data") == "[4,3,4]");
  CHECK(client.get("/api/v1/dashboard").at("/with_features") == "11");
}

TEST_CASE("an empty library has an empty dashboard") {
  App app({}, kFewLikes);
  auto client = client_with(app.server.origin(), make_key(app.database.url(), "demo"));
  CHECK(
      client.get("/api/v1/dashboard").body ==
      R"({"tracks":0,"artists":0,"playlists":0,"with_features":0,"averages":null,"top":{"by":"loved","tracks":[]},"first_appearances":[]})");
  CHECK(client.get("/api/v1/energy-distribution").at("/data") == "[0,0,0]");
  CHECK(client.get("/api/v1/capture").body == "null");
}
