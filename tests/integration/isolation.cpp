// What is one person's is nobody else's: for anybody else it is not there.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "api/routes.hpp"
#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct House {
  House()
      : app({}, {"--likes", "200"}),
        demo(with_history(app.server, "demo")),
        ada(with_history(app.server, "ada")),
        sql(app.database.sql()) {}

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
      auto none = house.ada.send(question.method, "/api/v1/playlists/none" + question.target.substr(address.size()),
                                 question.body);
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
      " and track_id not in (select track_id from library join users on users.id = user_id where spotify_user_id = "
      "'ada')");
  auto shared = house.sql.value(
      "select min(track_id) from (select track_id from library group by 1 having count(*) = 2) as shared");
  CHECK(house.ada.get("/api/v1/tracks/" + theirs).status == 200);
  CHECK(house.ada.get("/api/v1/tracks/" + theirs + "/mine").status == 404);
  CHECK(house.demo.get("/api/v1/tracks/" + theirs + "/mine").status == 200);
  CHECK(house.ada.get("/api/v1/tracks/" + shared + "/mine").status == 200);
}

TEST_CASE("figures, years and captures are one's own") {
  House house;
  for (auto* person : {&house.demo, &house.ada}) {
    auto user = person->get("/api/v1/me").at("/user/id");
    CHECK(person->get("/api/v1/dashboard").at("/tracks") ==
          house.sql.value("select count(*) from library where user_id = $1", {user}));
    CHECK(person->get("/api/v1/capture").at("/id") ==
          house.sql.value("select id from captures where user_id = $1", {user}));
    auto year = person->get("/api/v1/years").at("/years/0/year");
    CHECK(
        person->get("/api/v1/years").at("/years/0/tracks") ==
        house.sql.value("select count(distinct track_id) from (select track_id from library where user_id = $1 and "
                        "extract(year from saved_at) = $2"
                        " union all select track_id from plays where user_id = $1 and extract(year from played_at) = $2"
                        " union all select track_id from snapshots where user_id = $1 and extract(year from "
                        "snapshot_date) = $2) as theirs",
                        {user, year}));
  }
}

namespace {

std::string name_of(const mtm::api::Route& route) {
  return fmt::format("{} {}", mtm::http::to_string(route.method), route.pattern);
}

bool names_something(const mtm::api::Route& route) { return route.pattern.find('{') != std::string_view::npos; }

/// A route that names something, asked for what is another person's.
struct Case {
  std::string target;  // of what is the other's
  std::string none;    // of what is nobody's
  std::string body = {};
};

/// Everything that the one has and the other has not, marked with words that nobody else uses.
struct Marked {
  explicit Marked(House& house)
      : sql(house.sql), user(sql.value("select id from users where spotify_user_id = 'demo'")) {
    sql.script("insert into artists (spotify_id, name) values ('marked', 'SECRET artist')");
    track = sql.value(
        "insert into tracks (spotify_id, name, artist_id, album_name) select 'marked', 'SECRET track', id, 'SECRET "
        "album' "
        "from artists where "
        "spotify_id = 'marked' returning id");
    sql.rows("insert into library (user_id, track_id, first_seen_at, saved_at) values ($1, $2, now(), now())",
             {user, track});
    artist = sql.value("select artist_id from tracks where id = $1", {track});
    play = track + "-" +
           sql.value(
               "insert into plays (source_id, version, user_id, played_at, track_id) values (0, 0, $1, now(), $2) "
               "returning (extract(epoch from played_at) * 1000000)::bigint",
               {user, track});
    sql.rows(
        "insert into removed_plays (user_id, track_id, played_at, is_start, source_kind) values ($1, $2, now() - "
        "interval '1 day', false, 'spotify')",
        {user, track});
    sql.rows(
        "insert into snapshots (source_id, user_id, snapshot_date, time_range, rank, track_id) values (0, $1, "
        "current_date - 1, "
        "'short_term', 1, $2)",
        {user, track});
    compared = sql.value(
        "insert into recordings (user_id, track_id, as_track_id, same) select $1, $2, min(track_id), false from "
        "library "
        "where user_id = $1 returning as_track_id",
        {user, track});
    sql.rows(
        "insert into playlists (user_id, playlist_id, name, kind, year, choice) values ($1, 'SECRET', 'SECRET list', "
        "'year', 2016, 'loved')",
        {user});
    sql.rows("insert into playlist_tracks (user_id, playlist_id, track_id, position) values ($1, 'SECRET', $2, 1)",
             {user, track});
    import = sql.value(
        "insert into imports (user_id, state, bytes, sentence, rejects_bytes, finished_at) values ($1, 'done', 1, "
        "'SECRET', 1, now()) returning id",
        {user});
    source =
        sql.value("insert into sources (user_id, kind, name) values ($1, 'lastfm', 'SECRET') returning id", {user});
    sql.rows("insert into import_rejects (user_id, import_id, part, csv) values ($1, $2, 0, 'x')", {user, import});
    sql.rows("update captures set sentence = 'SECRET' where user_id = $1", {user});
    sql.rows("update sessions set agent = 'SECRET' where user_id = $1", {user});
    session = sql.value("select min(id) from sessions where user_id = $1", {user});
    key = sql.value(
        "insert into api_keys (key_digest, user_id, label, scope) values ('SECRET', $1, 'SECRET', 'read') returning id",
        {user});
    sql.rows("insert into shares (user_id, slug, what, parameters, person) values ($1, $2, 'artists', '', 'SECRET')",
             {user, slug});
    sql.rows("insert into share_links (user_id, slug) values ($1, $2)", {user, slug});
  }

  Sql& sql;
  std::string user, track, artist, play, compared, import, source, session, key;
  std::string slug = "SECRETSECRETSECRETSECR";
};

}  // namespace

TEST_CASE("whatever names something of another's says that it is not there, by every route that there is") {
  House house;
  Marked marked(house);
  const std::map<std::string, Case> cases{
      {"GET /api/v1/playlists/{playlist_id}", {"/api/v1/playlists/SECRET", "/api/v1/playlists/none"}},
      {"POST /api/v1/playlists/{playlist_id}/publish",
       {"/api/v1/playlists/SECRET/publish", "/api/v1/playlists/none/publish"}},
      {"POST /api/v1/playlists/{playlist_id}/tracks",
       {"/api/v1/playlists/SECRET/tracks", "/api/v1/playlists/none/tracks",
        R"({"track_id":)" + marked.track + R"(,"position":2})"}},
      {"GET /api/v1/artists/{id}", {"/api/v1/artists/" + marked.artist, "/api/v1/artists/999999999"}},
      {"GET /api/v1/albums/{id}", {"/api/v1/albums/" + marked.track, "/api/v1/albums/999999999"}},
      {"GET /api/v1/tracks/{id}/mine", {"/api/v1/tracks/" + marked.track + "/mine", "/api/v1/tracks/999999999/mine"}},
      {"GET /api/v1/tracks/{id}/versions",
       {"/api/v1/tracks/" + marked.track + "/versions", "/api/v1/tracks/999999999/versions"}},
      {"POST /api/v1/tracks/{id}/versions",
       {"/api/v1/tracks/" + marked.track + "/versions", "/api/v1/tracks/999999999/versions",
        R"({"track_id":)" + marked.compared + R"(,"same":true})"}},
      {"DELETE /api/v1/tracks/{id}/versions/{track_id}",
       {"/api/v1/tracks/" + marked.track + "/versions/" + marked.compared,
        "/api/v1/tracks/999999999/versions/999999998"}},
      {"DELETE /api/v1/history/{play}", {"/api/v1/history/" + marked.play, "/api/v1/history/999999999-5"}},
      {"POST /api/v1/history/{play}/restore",
       {"/api/v1/history/" + marked.play + "/restore", "/api/v1/history/999999999-5/restore"}},
      {"GET /api/v1/imports/{id}", {"/api/v1/imports/" + marked.import, "/api/v1/imports/999999999"}},
      {"DELETE /api/v1/imports/{id}", {"/api/v1/imports/" + marked.import, "/api/v1/imports/999999999"}},
      {"GET /api/v1/imports/{id}/events",
       {"/api/v1/imports/" + marked.import + "/events", "/api/v1/imports/999999999/events"}},
      {"GET /api/v1/imports/{id}/rejects",
       {"/api/v1/imports/" + marked.import + "/rejects", "/api/v1/imports/999999999/rejects"}},
      {"DELETE /api/v1/sources/{id}", {"/api/v1/sources/" + marked.source, "/api/v1/sources/999999999"}},
      {"DELETE /api/v1/sessions/{id}", {"/api/v1/sessions/" + marked.session, "/api/v1/sessions/999999999"}},
      {"PATCH /api/v1/shares/{slug}",
       {"/api/v1/shares/" + marked.slug, "/api/v1/shares/AAAAAAAAAAAAAAAAAAAAAA", R"({"days":1})"}},
      {"DELETE /api/v1/shares/{slug}", {"/api/v1/shares/" + marked.slug, "/api/v1/shares/AAAAAAAAAAAAAAAAAAAAAA"}},
      {"DELETE /api/v1/api-keys/{id}", {"/api/v1/api-keys/" + marked.key, "/api/v1/api-keys/999999999"}},
  };
  // Pages are the same for everybody, what is shared is for whoever has the link (shares.cpp), the catalogue is
  // everybody's, and a recipe is a word (sources.cpp tests whose tracks).
  const std::set<std::string> shared{"GET /api/v1/recipes/{recipe}",
                                     "GET /tracks/{id}",
                                     "GET /artists/{id}",
                                     "GET /albums/{id}",
                                     "GET /playlists/{playlist_id}",
                                     "GET /recaps/{period}",
                                     "GET /api/v1/tracks/{id}",
                                     "GET /api/v1/tracks/{id}/similar",
                                     "GET /s/{slug}",
                                     "GET /s/{slug}/card.png"};
  std::size_t asked = 0;
  for (const auto& route : mtm::api::routes()) {
    auto name = name_of(route);
    CAPTURE(name);
    if (!names_something(route) || shared.contains(name)) continue;
    auto known = cases.find(name);
    if (known == cases.end()) {
      FAIL_CHECK("this route has no case here: what does it answer when the id is another person's?");
      continue;
    }
    ++asked;
    auto method = std::string(mtm::http::to_string(route.method));
    auto other = house.ada.send(method, known->second.target, known->second.body);
    auto none = house.ada.send(method, known->second.none, known->second.body);
    CHECK(other.status == 404);
    CHECK(other.at("/detail") == none.at("/detail"));  // not even that it exists
    CHECK_THAT(other.body, !Catch::Contains("SECRET"));
  }
  CHECK(asked == cases.size());
  CHECK(house.sql.number("select count(*) from sessions where id = $1", {marked.session}) == 1);
  CHECK(house.sql.number("select count(*) from api_keys where id = $1", {marked.key}) == 1);
  CHECK(house.sql.number("select count(*) from playlist_tracks where playlist_id = 'SECRET'") == 1);
  CHECK(house.sql.number("select count(*) from shares where expires_at is null") == 1);
}

TEST_CASE("whatever lists or counts, by every route that there is, shows only one's own") {
  House house;
  Marked marked(house);
  auto year = house.ada.get("/api/v1/years").at("/years/0/year");
  // What a route must be told before it answers, with words that would find what is marked.
  const std::map<std::string, std::string> questions{{"/api/v1/time-machine", "?year=" + year},
                                                     {"/api/v1/search", "?q=SECRET"},
                                                     {"/api/v1/card.png", "?what=artists"}};
  // Streams that last as long as the session tell versions alone.
  const std::set<std::string> lasting{"/api/v1/events"};
  int asked = 0;
  for (const auto& route : mtm::api::routes()) {
    bool lists =
        route.method == mtm::http::Method::get && route.access != mtm::api::Access::anyone && !names_something(route);
    if (!lists) continue;
    std::string target(route.pattern);
    CAPTURE(target);
    if (lasting.contains(target)) continue;
    auto question = questions.find(target);
    if (question != questions.end()) target += question->second;
    auto theirs = house.ada.get(target);
    CHECK(theirs.status == 200);
    // The question itself may come back, an answer to it must not.
    auto body = theirs.body;
    for (std::string echo = "\"query\":\"SECRET\""; body.find(echo) != body.npos;)
      body.erase(body.find(echo), echo.size());
    CHECK_THAT(body, !Catch::Contains("SECRET"));
    ++asked;
  }
  CHECK(asked >= 12);
  // And the marks are where they can be seen.
  CHECK_THAT(house.demo.get("/api/v1/playlists").body + house.demo.get("/api/v1/sessions").body,
             Catch::Contains("SECRET list"));
}

TEST_CASE("every route that shows or changes anything wants to know who asks") {
  App app({}, kFewLikes);
  auto guest = app.server.client();
  // What a guest may have: pages, the way in, health, and whether there is a session.
  int asked = 0;
  for (const auto& route : mtm::api::routes()) {
    if (route.access == mtm::api::Access::anyone) {
      CHECK((!route.pattern.starts_with("/api/") || route.pattern == "/api/v1/session"));
      continue;
    }
    std::string target(route.pattern);
    if (auto brace = target.find('{'); brace != target.npos) target.replace(brace, target.find('}') - brace + 1, "1");
    auto method = std::string(mtm::http::to_string(route.method));
    CAPTURE(method, target);
    Fields fields;
    if (route.receive) fields = {{"Content-Type", "application/octet-stream"}};
    auto reply = guest.send(method, target, "", fields);
    CHECK(reply.status == 401);
    CHECK(reply.at("/status") == "401");
    CHECK(reply.field("cache-control") == "no-store");
    ++asked;
  }
  CHECK(asked >= 30);
}
