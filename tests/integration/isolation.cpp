// What is one person's is nobody else's: for anybody else it is not there.
#include <catch2/catch.hpp>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct House {
  House() : app({}, {"--likes", "200"}), demo(with_history(app.server, "demo")), ada(with_history(app.server, "ada")), sql(app.database.sql()) {}

  App app;
  HttpClient demo, ada;
  Sql sql;
};

}  // namespace

TEST_CASE("another person's playlist is not there, whatever is asked of it") {
  House house;
  auto id = keep_a_year(house.demo, 10, 1);
  make_playlist(house.sql, "demo", "private");
  struct Question {
    const char* method;
    std::string target, body;
  };
  for (const auto& playlist : {id, std::string("private")}) {
    auto address = "/api/v1/playlists/" + playlist;
    for (const auto& question : {Question{"GET", address, ""}, Question{"POST", address + "/publish", ""},
                                 Question{"POST", address + "/tracks", R"({"track_id":1,"position":1})"}}) {
      CAPTURE(question.method, question.target);
      auto other = house.ada.send(question.method, question.target, question.body);
      auto none = house.ada.send(question.method, "/api/v1/playlists/none" + question.target.substr(address.size()), question.body);
      CHECK(other.status == 404);
      CHECK(other.at("/detail") == none.at("/detail"));  // not even that it exists
    }
  }
  CHECK(house.ada.get("/api/v1/playlists").size_at("/playlists") == 0);
  CHECK(house.demo.get("/api/v1/playlists").size_at("/playlists") == 2);
  CHECK(calls(house.app.sandbox, "POST /v1/me/playlists") == 0);
  CHECK(house.sql.number("select count(*) from playlist_tracks") == 10);
}

TEST_CASE("both keep the same year, each with own tracks") {
  House house;
  auto year = house.demo.get("/api/v1/years").at("/years/0/year");
  auto wish = R"({"choice":"loved","limit":10,"year":)" + year + "}";
  CHECK(house.demo.post("/api/v1/playlists", wish).status == 201);
  CHECK(house.ada.post("/api/v1/playlists", wish).status == 201);
  auto id = "/api/v1/playlists/playlist_" + year + "_loved";
  CHECK(house.demo.get(id).at("/tracks") != house.ada.get(id).at("/tracks"));
  CHECK(house.demo.post(id + "/publish").at("/state") == "published");
  CHECK(house.ada.get(id).at("/state") == "draft");
  CHECK(house.ada.get(id).at("/spotify_url") == "null");
}

TEST_CASE("a track of another library is a track of the catalogue, and not mine") {
  House house;
  auto theirs = house.sql.value(
      "select min(track_id) from library join users on users.id = user_id where spotify_user_id = 'demo'"
      " and track_id not in (select track_id from library join users on users.id = user_id where spotify_user_id = 'ada')");
  auto shared = house.sql.value("select min(track_id) from (select track_id from library group by 1 having count(*) = 2) as shared");
  CHECK(house.ada.get("/api/v1/tracks/" + theirs).status == 200);
  CHECK(house.ada.get("/api/v1/tracks/" + theirs + "/mine").status == 404);
  CHECK(house.demo.get("/api/v1/tracks/" + theirs + "/mine").status == 200);
  CHECK(house.ada.get("/api/v1/tracks/" + shared + "/mine").status == 200);
}

TEST_CASE("figures, years and captures are one's own") {
  House house;
  for (auto* person : {&house.demo, &house.ada}) {
    auto user = person->get("/api/v1/me").at("/user/id");
    CHECK(person->get("/api/v1/dashboard").at("/tracks") == house.sql.value("select count(*) from library where user_id = $1", {user}));
    CHECK(person->get("/api/v1/capture").at("/id") == house.sql.value("select id from captures where user_id = $1", {user}));
    auto year = person->get("/api/v1/years").at("/years/0/year");
    CHECK(person->get("/api/v1/years").at("/years/0/tracks") ==
          house.sql.value("select count(distinct track_id) from (select track_id from library where user_id = $1 and extract(year from saved_at) = $2"
                          " union all select track_id from plays where user_id = $1 and extract(year from played_at) = $2"
                          " union all select track_id from snapshots where user_id = $1 and extract(year from snapshot_date) = $2) as theirs",
                          {user, year}));
  }
}

TEST_CASE("every route that shows or changes anything wants to know who asks") {
  App app({}, kFewLikes);
  auto guest = app.server.client();
  struct Question {
    const char* method;
    const char* target;
  };
  for (auto question : {Question{"GET", "/api/v1/me"}, {"PATCH", "/api/v1/me"}, {"GET", "/api/v1/capture"}, {"POST", "/api/v1/capture"},
                        {"GET", "/api/v1/capture/events"}, {"GET", "/api/v1/years"}, {"GET", "/api/v1/time-machine?year=2020"}, {"GET", "/api/v1/playlists"},
                        {"POST", "/api/v1/playlists"}, {"GET", "/api/v1/playlists/p"}, {"POST", "/api/v1/playlists/p/publish"}, {"POST", "/api/v1/playlists/p/tracks"},
                        {"GET", "/api/v1/dashboard"}, {"GET", "/api/v1/energy-distribution"}, {"GET", "/api/energy-distribution"}, {"GET", "/api/v1/tracks/1"},
                        {"GET", "/api/v1/tracks/1/mine"}, {"POST", "/logout"}}) {
    CAPTURE(question.method, question.target);
    auto reply = guest.send(question.method, question.target);
    CHECK(reply.status == 401);
    CHECK(reply.at("/status") == "401");
    CHECK(reply.field("cache-control") == "no-store");
  }
}
