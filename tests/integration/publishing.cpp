// A year is kept and put on Spotify: whatever is lost on the way, there is one playlist with exactly its tracks.
#include <catch2/catch.hpp>

#include <algorithm>

#include "integration/steps.hpp"
#include "support/shelf.hpp"

using namespace mtm::test;

namespace {

struct House {
  explicit House(const std::vector<std::string>& options = {"--likes", "300"})
      : app({}, options), browser(with_history(app.server)) {}

  std::string address(const std::string& playlist) const { return "/api/v1/playlists/" + playlist; }
  Reply publish(const std::string& playlist) { return browser.post(address(playlist) + "/publish"); }
  /// Publishing again until it is done: what stopped it may have to be waited for.
  Reply published_at_last(const std::string& playlist) {
    Reply reply;
    if (!eventually([&] { return (reply = publish(playlist)).at("/state") == "published"; }))
      throw std::runtime_error(reply.body);
    return reply;
  }
  /// Another tab of the same browser, which waits for the answer to publishing.
  HttpClient publishing_tab(const std::string& playlist) const {
    auto tab = app.server.client();
    tab.cookies = browser.cookies;
    tab.ask("POST", address(playlist) + "/publish");
    return tab;
  }
  Reply spotify() const { return app.sandbox.client().get("/sandbox/state"); }

  App app;
  HttpClient browser;
};

/// The Spotify ids of the tracks at a JSON pointer, each read by `member`.
std::vector<std::string> ids(const Reply& reply, const std::string& list, const std::string& member = "") {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < reply.size_at(list); ++i)
    ids.push_back(reply.at(list + "/" + std::to_string(i) + member));
  return ids;
}

/// A rule by which Spotify refuses every list that has this track.
std::string refusal_of(const std::string& spotify_id, const std::string& status) {
  return R"({"route":"/v1/playlists/{id}/items","containing":"spotify:track:)" + spotify_id + R"(","status":)" +
         status + "}";
}

/// What stands on Spotify is one playlist, and it is this one.
void check_one_on_spotify(House& house, const std::string& playlist) {
  auto spotify = house.spotify();
  REQUIRE(spotify.size_at("/playlists") == 1);
  CHECK(ids(spotify, "/playlists/0/tracks") ==
        ids(house.browser.get(house.address(playlist)), "/tracks", "/spotify_id"));
}

}  // namespace

TEST_CASE("a playlist is kept while a program adds one of its tracks, and the track has its place") {
  House house;
  auto year = house.browser.get("/api/v1/years").at("/years/1/year");
  auto wish = R"({"choice":"loved","limit":10,"year":)" + year + "}";
  auto id = house.browser.post("/api/v1/playlists", wish).at("/playlist_id");
  auto sql = house.app.database.sql();
  auto program = house.app.database.sql();
  sql.script("delete from playlist_tracks where position = 3");
  program.script(
      "begin; insert into playlist_tracks (user_id, playlist_id, track_id, position)"
      " select user_id, '" +
      id + "', track_id, 99 from library where track_id not in (select track_id from playlist_tracks)");
  house.browser.ask("POST", "/api/v1/playlists", wish);
  CHECK(eventually([&] {
    return sql.number(
               "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = "
               "'Lock'") == 1;
  }));
  program.script("commit");
  CHECK(house.browser.read_reply().status == 200);
  auto tracks = house.browser.get(house.address(id));
  CHECK(tracks.at("/tracks/2/position") == "3");
}

TEST_CASE("a year is kept with its name, its order and its tracks, and kept again without a second one") {
  House house;
  auto year = house.browser.get("/api/v1/years").at("/years/1/year");
  auto wish = R"({"choice":"loved","limit":20,"name":"  My ünïque year  ","year":)" + year + "}";
  auto kept = house.browser.post("/api/v1/playlists", wish);
  CHECK(kept.status == 201);
  auto id = kept.at("/playlist_id");
  CHECK(id == "playlist_" + year + "_loved");
  CHECK(kept.at("/name") == "My ünïque year");
  CHECK(kept.at("/state") == "draft");
  CHECK(kept.at("/tracks_count") == "20");
  CHECK(kept.at("/published_count") == "0");
  CHECK(house.browser.post("/api/v1/playlists", wish).status == 200);

  auto whole = house.browser.get(house.address(id));
  REQUIRE(whole.size_at("/tracks") == 20);
  for (int i = 0; i < 20; ++i) CHECK(whole.at("/tracks/" + std::to_string(i) + "/position") == std::to_string(i + 1));
  auto all = house.browser.get("/api/v1/playlists");
  REQUIRE(all.size_at("/playlists") == 1);
  CHECK(all.at("/playlists/0/playlist_id") == id);
  // A shorter wish replaces the tracks.
  CHECK(house.browser.post("/api/v1/playlists", R"({"choice":"loved","limit":10,"year":)" + year + "}")
            .at("/tracks_count") == "10");
  CHECK(house.browser.get(house.address(id)).size_at("/tracks") == 10);
}

TEST_CASE("two tracks for which Spotify plays the same one are one entry of a playlist") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  auto wish = R"({"choice":"loved","limit":10,"year":)" + id.substr(9, 4) + "}";
  auto tracks = ids(house.browser.get(house.address(id)), "/tracks", "/spotify_id");
  house.app.database.sql().rows(
      "update tracks set raw_json = jsonb_build_object('id', $1::text, 'linked_from', jsonb_build_object('id', "
      "spotify_id)) where spotify_id = $2",
      {tracks[2], tracks[7]});
  CHECK(house.browser.post("/api/v1/playlists", wish).at("/tracks_count") == "9");
  auto kept = house.browser.get(house.address(id));
  tracks.erase(tracks.begin() + 7);
  CHECK(ids(kept, "/tracks", "/spotify_id") == tracks);
  CHECK(kept.at("/tracks/8/position") == "9");
}

TEST_CASE("a wish that is out of bounds is refused with the name of what is wrong") {
  House house(kFewLikes);
  struct Wish {
    const char* body;
    int status;
    const char* says;
  };
  for (auto wish : {Wish{R"({"choice":"loved","year":1950})", 422, "1950"},
                    {R"({"choice":"loved"})", 422, "year"},
                    {R"({"choice":"loved","year":1899})", 422, "year"},
                    {R"({"choice":"loved","year":2020.5})", 422, "year"},
                    {R"({"choice":"loved","year":"2020"})", 422, "year"},
                    {R"({"choice":"hated","year":2020})", 422, "choice"},
                    {R"({"year":2020})", 422, "choice"},
                    {R"({"choice":["loved"],"year":2020})", 422, "choice"},
                    {R"({"choice":"loved","year":2020,"limit":9})", 422, "limit"},
                    {R"({"choice":"loved","year":2020,"limit":101})", 422, "limit"},
                    {R"({"choice":"loved","year":2020,"name":""})", 422, "name"},
                    {R"({"choice":"loved","year":2020,"name":"a\u0000b"})", 422, "name"},
                    {R"({"choice":"loved","year":2020,"name":"a\nb"})", 422, "name"},
                    {"[]", 400, "JSON"},
                    {"{", 400, "JSON"},
                    {"nonsense", 400, "JSON"},
                    {"\xff", 400, "JSON"}}) {
    CAPTURE(wish.body);
    auto reply = house.browser.post("/api/v1/playlists", wish.body);
    CHECK(reply.status == wish.status);
    CHECK_THAT(reply.at("/detail"), Catch::Contains(wish.says));
  }
  auto name = [](const std::string& text) { return R"({"choice":"loved","year":2020,"name":")" + text + "\"}"; };
  CHECK(house.browser.post("/api/v1/playlists", name(std::string(101, 'x'))).status == 422);
  CHECK(house.browser.get("/api/v1/playlists").size_at("/playlists") == 0);
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  CHECK(house.browser.post("/api/v1/playlists", name(umlauts)).at("/name") == umlauts);
}

TEST_CASE("a kept year is published as a private playlist with all its tracks in order") {
  House house;
  auto id = keep_a_year(house.browser, 25, 1);
  auto reply = house.publish(id);
  CHECK(reply.status == 200);
  CHECK(reply.at("/state") == "published");
  CHECK(reply.at("/published_count") == "25");
  CHECK(reply.at("/problem") == "null");
  check_one_on_spotify(house, id);
  auto spotify = house.spotify();
  CHECK(spotify.at("/playlists/0/public") == "false");
  CHECK(spotify.at("/playlists/0/name") == house.browser.get(house.address(id)).at("/name"));
  CHECK_THAT(reply.at("/spotify_url"), Catch::EndsWith("/playlist/" + spotify.at("/playlists/0/id")));

  // Again: nothing is left to be done, and Spotify is not even asked.
  auto asked = calls(house.app.sandbox, "PUT /v1/playlists/{id}/items");
  CHECK(house.publish(id).at("/state") == "published");
  CHECK(calls(house.app.sandbox, "PUT /v1/playlists/{id}/items") == asked);
}

TEST_CASE("a year that was kept anew is published into the playlist it had") {
  House house;
  auto id = keep_a_year(house.browser, 25, 1);
  REQUIRE(house.publish(id).at("/state") == "published");
  auto year = id.substr(9, 4);
  CHECK(house.browser.post("/api/v1/playlists", R"({"choice":"loved","limit":10,"year":)" + year + "}").at("/state") ==
        "draft");
  CHECK(house.publish(id).at("/published_count") == "10");
  check_one_on_spotify(house, id);
}

TEST_CASE("a playlist that is kept under another name has it on Spotify, too, when it is published again") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.published_at_last(id);
  auto kept = house.browser.post(
      "/api/v1/playlists", R"({"choice":"loved","limit":10,"name":"Another name","year":)" + id.substr(9, 4) + "}");
  REQUIRE(kept.status / 100 == 2);
  CHECK(house.browser.get(house.address(id)).at("/published_count") == "0");
  house.published_at_last(id);
  check_one_on_spotify(house, id);
  CHECK(house.spotify().at("/playlists/0/name") == "Another name");
}

TEST_CASE("a playlist that is gone from Spotify is said to be gone, and made anew by publishing again") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.database.sql().script(
      "update playlists set spotify_playlist_id = '0000000000000000000000', url = "
      "'https://open.spotify.com/playlist/0', state = 'published'");
  house.browser.post("/api/v1/playlists", R"({"choice":"loved","limit":10,"year":)" + id.substr(9, 4) + "}");
  auto gone = house.publish(id);
  CHECK(gone.at("/state") == "failed");
  CHECK_THAT(gone.at("/problem"), Catch::Contains("no longer on Spotify"));
  CHECK(gone.at("/spotify_url") == "null");
  CHECK(house.publish(id).at("/state") == "published");
  check_one_on_spotify(house, id);
}

TEST_CASE("a track that was added to a published playlist gets to Spotify with the next publishing") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  REQUIRE(house.publish(id).at("/state") == "published");
  auto track = house.app.database.sql().value(
      "select min(id) from tracks where id not in (select track_id from playlist_tracks)");
  REQUIRE(house.browser.post(house.address(id) + "/tracks", R"({"position":11,"track_id":)" + track + "}").status ==
          201);
  CHECK(house.publish(id).at("/published_count") == "11");
  check_one_on_spotify(house, id);
}

TEST_CASE("the answer to the creation is lost, and there is one playlist") {
  for (const char* rule :
       {R"("cut":"after")", R"("cut":"middle","effect":true)", R"("status":500,"effect":true)",
        R"("status":201,"body":"html","effect":true)", R"("status":502,"body":"html","effect":true)"}) {
    CAPTURE(rule);
    House house(kFewLikes);
    auto id = keep_a_year(house.browser, 10, 1);
    house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","count":1,)" + std::string(rule) + "}]}");
    auto first = house.publish(id);
    CHECK(first.status == 200);
    if (first.at("/state") != "published") CHECK_FALSE(first.at("/problem") == "null");
    house.published_at_last(id);
    check_one_on_spotify(house, id);
  }
}

TEST_CASE("the answer is lost again and again, and there is one playlist in the end") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(
      R"({"rules":[{"route":"POST /v1/me/playlists","count":1,"cut":"after"},{"route":"GET /v1/me/playlists","skip":1,"count":6,"status":503}]})");
  auto first = house.publish(id);
  CHECK((first.at("/state") == "failed" || first.at("/state") == "partial"));
  CHECK_THAT(first.at("/problem"), Catch::Contains("Spotify"));
  house.app.sandbox.faults("{}");
  house.published_at_last(id);
  check_one_on_spotify(house, id);
}

TEST_CASE("a creation that Spotify never made is told, and made by the next try") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","count":1,"cut":"before"}]})");
  auto first = house.publish(id);
  CHECK(first.at("/state") == "failed");
  CHECK_THAT(first.at("/problem"), Catch::Contains("answer was lost"));
  CHECK(house.spotify().size_at("/playlists") == 0);
  CHECK(house.publish(id).at("/state") == "published");
  check_one_on_spotify(house, id);
}

TEST_CASE("more than a hundred tracks go in several pieces, and a piece whose answer is lost is not sent twice") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  auto tracks = house.app.database.sql().rows(
      "select id from tracks where id not in (select track_id from playlist_tracks) order by id limit 240");
  int position = 10;
  for (const auto& track : tracks)
    REQUIRE(house.browser
                .post(house.address(id) + "/tracks",
                      R"({"position":)" + std::to_string(++position) + R"(,"track_id":)" + track[0] + "}")
                .status == 201);
  house.app.sandbox.faults(
      R"({"rules":[{"route":"POST /v1/playlists/{id}/items","count":1,"cut":"after"},{"route":"POST /v1/playlists/{id}/items","count":1,"cut":"before"}]})");
  auto reply = house.published_at_last(id);
  CHECK(reply.at("/published_count") == "250");
  check_one_on_spotify(house, id);
}

TEST_CASE("a piece that Spotify never takes is tried a few times, and publishing again goes on") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  auto sql = house.app.database.sql();
  sql.script("insert into playlist_tracks (user_id, playlist_id, track_id, position) select user_id, '" + id +
             "', track_id, 10 + row_number() over () "
             "from library where track_id not in (select track_id from playlist_tracks) limit 150");
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/playlists/{id}/items","status":500,"body":"html"}]})");
  auto stopped = house.publish(id);
  CHECK(stopped.at("/state") == "partial");
  CHECK(stopped.at("/published_count") == "100");
  CHECK(calls(house.app.sandbox, "POST /v1/playlists/{id}/items") == 3);
  house.app.sandbox.faults("{}");
  CHECK(house.published_at_last(id).at("/published_count") == "160");
  check_one_on_spotify(house, id);
}

TEST_CASE("a playlist that Spotify takes only in part says so, and is resumed") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"PUT /v1/playlists/{id}/items","status":500,"body":"html"}]})");
  auto stopped = house.publish(id);
  CHECK(stopped.status == 200);
  CHECK(stopped.at("/state") == "partial");
  CHECK_THAT(stopped.at("/problem"), Catch::Contains("Publish again"));
  CHECK(stopped.at("/published_count") == "0");
  CHECK_FALSE(stopped.at("/spotify_url") == "null");
  house.app.sandbox.faults("{}");
  house.published_at_last(id);
  check_one_on_spotify(house, id);
}

TEST_CASE("a track that Spotify refuses is left out and named, and the others are published in order") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  auto wish = R"({"choice":"loved","limit":10,"year":)" + id.substr(9, 4) + "}";
  auto tracks = ids(house.browser.get(house.address(id)), "/tracks", "/spotify_id");
  std::size_t bad = 0;
  for (const char* status : {"400", "403", R"(403,"body":"messageless")", "404", "409", "422"}) {
    CAPTURE(status, bad);
    auto place = "/tracks/" + std::to_string(bad);
    house.browser.post("/api/v1/playlists", wish);
    house.app.sandbox.faults(R"({"rules":[)" + refusal_of(tracks[bad], status) + "]}");
    auto reply = house.publish(id);
    CHECK(reply.at("/state") == "published");
    CHECK(reply.at("/published_count") == "9");
    CHECK(reply.at("/left_out_count") == "1");
    auto kept = house.browser.get(house.address(id));
    CHECK(reply.at("/problem") == "Left out, because Spotify refuses it: “" + kept.at(place + "/name") + "”.");
    CHECK(kept.at(place + "/left_out") == "Spotify refuses this track");
    auto others = tracks;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(bad));
    CHECK(ids(house.spotify(), "/playlists/0/tracks") == others);
    // All is there that Spotify takes: it is not asked again.
    auto asked = calls(house.app.sandbox, "PUT /v1/playlists/{id}/items");
    CHECK(house.publish(id).at("/state") == "published");
    CHECK(calls(house.app.sandbox, "PUT /v1/playlists/{id}/items") == asked);
    bad = (bad + 2) % 10;
  }
  house.app.sandbox.faults("{}");
  house.browser.post("/api/v1/playlists", wish);
  CHECK(house.publish(id).at("/left_out_count") == "0");
  check_one_on_spotify(house, id);
}

TEST_CASE("an id that Spotify never had is left out of several pieces, and the answer to one of them is lost") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  auto sql = house.app.database.sql();
  sql.script("insert into playlist_tracks (user_id, playlist_id, track_id, position) select user_id, '" + id +
             "', track_id, 10 + row_number() over () "
             "from library where track_id not in (select track_id from playlist_tracks) limit 240;"
             "update tracks set spotify_id = lpad(id::text, 22, '0') from playlist_tracks "
             "where track_id = id and position in (3, 100, 101, 250)");
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/playlists/{id}/items","skip":3,"count":1,"cut":"after"}]})");
  auto reply = house.publish(id);
  CHECK(reply.at("/state") == "published");
  CHECK(reply.at("/published_count") == "246");
  CHECK(reply.at("/left_out_count") == "4");
  CHECK_THAT(reply.at("/problem"), Catch::Contains(" and 1 more"));
  auto expected = ids(house.browser.get(house.address(id)), "/tracks", "/spotify_id");
  for (std::size_t place : {249, 100, 99, 2}) expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(place));
  CHECK(ids(house.spotify(), "/playlists/0/tracks") == expected);
}

TEST_CASE("a playlist of which Spotify takes nothing leaves no empty one there, and can be tried again") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"/v1/playlists/{id}/items","containing":"spotify","status":400}]})");
  auto refused = house.publish(id);
  CHECK(refused.at("/state") == "failed");
  CHECK_THAT(refused.at("/problem"), Catch::StartsWith("Spotify refuses every track"));
  CHECK(refused.at("/spotify_url") == "null");
  CHECK(calls(house.app.sandbox, "DELETE /v1/me/library") == 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"/v1/playlists/{id}/items","containing":"spotify","status":400},
                                        {"route":"GET /v1/playlists/{id}/items","status":404}]})");
  auto gone = house.publish(id);
  CHECK(gone.at("/state") == "failed");
  CHECK(gone.at("/spotify_url") == "null");
  house.app.sandbox.faults("{}");
  auto published = house.publish(id);
  CHECK(published.at("/state") == "published");
  CHECK(published.at("/published_count") == "10");
  CHECK(published.at("/left_out_count") == "0");
}

TEST_CASE("a playlist with very many bad tracks is published after a few attempts, each of which costs little") {
  House house;
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.database.sql().script(
      "insert into playlist_tracks (user_id, playlist_id, track_id, position) select user_id, '" + id +
      "', track_id, 10 + row_number() over () "
      "from library where track_id not in (select track_id from playlist_tracks) limit 40;"
      "update tracks set spotify_id = lpad(id::text, 22, '0') from playlist_tracks where track_id = id and position <= "
      "40");
  auto first = house.publish(id);
  CHECK(first.at("/state") == "failed");
  CHECK_THAT(first.at("/problem"), Catch::Contains("many of these tracks"));
  CHECK(calls(house.app.sandbox, "PUT /v1/playlists/{id}/items") <= 61);
  auto reply = house.published_at_last(id);
  CHECK(reply.at("/published_count") == "10");
  CHECK(reply.at("/left_out_count") == "40");
}

TEST_CASE("a playlist that was removed in Spotify's app is not published into nowhere") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.published_at_last(id);
  SpotifyAccount(house.app.sandbox, "demo").remove_playlist(house.spotify().at("/playlists/0/id"));
  house.browser.post("/api/v1/playlists", R"({"choice":"loved","limit":10,"year":)" + id.substr(9, 4) + "}");
  auto removed = house.publish(id);
  CHECK(removed.at("/state") == "failed");
  CHECK_THAT(removed.at("/problem"), Catch::Contains("no longer on Spotify"));
  CHECK(removed.at("/spotify_url") == "null");
  CHECK(house.publish(id).at("/state") == "published");
  CHECK(house.spotify().size_at("/playlists") == 2);
}

TEST_CASE("a capture notices playlists that were removed in Spotify's app, and no others") {
  // Where Spotify does not answer whether a playlist is in the library, the list of all says it.
  for (const char* rules : {"", R"({"route":"GET /v1/me/library/contains","status":403})"}) {
    CAPTURE(rules);
    House house(kFewLikes);
    auto id = keep_a_year(house.browser, 10, 1);
    auto other = keep_a_year(house.browser, 10, 0);
    house.published_at_last(id);
    house.published_at_last(other);
    auto playlist = house.browser.get(house.address(id)).at("/spotify_url");
    SpotifyAccount(house.app.sandbox, "demo").remove_playlist(playlist.substr(playlist.rfind('/') + 1));
    house.app.sandbox.faults(R"({"rules":[)" + std::string(rules) + "]}");
    house.browser.post("/api/v1/capture");
    CHECK(eventually([&] { return house.browser.get(house.address(id)).at("/state") == "draft"; }));
    auto removed = house.browser.get(house.address(id));
    CHECK_THAT(removed.at("/problem"), Catch::Contains("removed it on Spotify"));
    CHECK(removed.at("/spotify_url") == "null");
    CHECK(house.browser.get(house.address(other)).at("/state") == "published");
    CHECK(house.publish(id).at("/state") == "published");
  }
}

TEST_CASE("a playlist counts as removed only when Spotify says so") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.published_at_last(id);
  for (const char* rules :
       {R"({"route":"GET /v1/me/library/contains","status":503})",
        R"({"route":"GET /v1/me/library/contains","status":404},{"route":"GET /v1/me/playlists","status":404})"}) {
    CAPTURE(rules);
    auto asked = calls(house.app.sandbox, "GET /v1/me/library/contains");
    house.app.sandbox.faults(R"({"rules":[)" + std::string(rules) + "]}");
    house.browser.post("/api/v1/capture");
    REQUIRE(eventually([&] { return calls(house.app.sandbox, "GET /v1/me/library/contains") > asked; }));
    house.browser.post("/api/v1/capture");  // joins the one under way, or begins after it
    finished_capture(house.browser);
    CHECK(house.browser.get(house.address(id)).at("/state") == "published");
  }
}

TEST_CASE("what stops a publication is said in a sentence") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  struct Trouble {
    const char* faults;
    const char* says;
  };
  for (auto trouble :
       {Trouble{R"({"rules":[{"route":"POST /v1/me/playlists","status":403,"message":"Insufficient client scope"}]})",
                "Log in again"},
        {R"({"rules":[{"route":"/v1/*","status":403,"message":"Forbidden"}]})", "refuses"},
        {R"({"rules":[{"route":"POST /v1/me/playlists","status":400}]})", "publish again later"},
        {R"({"rules":[{"route":"/v1/*","status":429,"retry_after":3600,"reason":"QUOTA_EXCEEDED"}]})", "wait until"}}) {
    CAPTURE(trouble.faults);
    house.app.sandbox.faults(trouble.faults);
    auto reply = house.publish(id);
    CHECK(reply.status == 200);
    CHECK(reply.at("/state") == "failed");
    CHECK_THAT(reply.at("/problem"), Catch::Contains(trouble.says));
  }
  CHECK(house.spotify().size_at("/playlists") == 0);
}

TEST_CASE("a publication without a grant asks for a login") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"expire_access_tokens":true,"revoke_refresh_tokens":true})");
  auto reply = house.publish(id);
  CHECK(reply.at("/state") == "failed");
  CHECK_THAT(reply.at("/problem"), Catch::Contains("log in again"));
  CHECK(house.browser.get("/api/v1/me").at("/spotify/state") == "needs_login");
}

TEST_CASE("without a connection to Spotify a publication and a capture say so, and blame nobody") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.browser.post("/api/v1/me/disconnect", R"({"confirm":"disconnect"})");
  auto reply = house.publish(id);
  CHECK(reply.at("/state") == "failed");
  CHECK_THAT(reply.at("/problem"), Catch::StartsWith("Spotify is not connected."));
  house.browser.post("/api/v1/capture");
  CHECK_THAT(finished_capture(house.browser).at("/sentence"), Catch::StartsWith("Spotify is not connected"));
}

TEST_CASE("two who publish at once, on two servers, make one playlist") {
  House house(kFewLikes);
  Server other(server_environment(house.app.database.url(), house.app.sandbox));
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","delay_ms":100}]})");
  std::vector<HttpClient> tabs;
  for (const auto& origin : {house.app.server.origin(), house.app.server.origin(), other.origin(), other.origin()}) {
    tabs.emplace_back(origin).cookies = house.browser.cookies;
    tabs.back().ask("POST", house.address(id) + "/publish");
  }
  for (auto& tab : tabs) {
    auto reply = tab.read_reply();
    CHECK(reply.status == 200);
    CHECK(reply.at("/state") == "published");
  }
  check_one_on_spotify(house, id);
  CHECK(calls(house.app.sandbox, "POST /v1/me/playlists") == 1);
}

TEST_CASE("a publication that takes longer than its claim is not begun a second time") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","delay_ms":4000}]})");
  auto tab = house.publishing_tab(id);
  REQUIRE(eventually([&] { return calls(house.app.sandbox, "POST /v1/me/playlists") == 1; }));
  auto sql = house.app.database.sql();
  sql.script("update playlists set claimed_until = now() - interval '1 second' where state = 'publishing'");
  // The server looks for what was abandoned, and takes it.
  REQUIRE(eventually([&] { return sql.number("select count(*) from playlists where claimed_until > now()") == 1; }));
  CHECK(tab.read_reply().at("/state") == "published");
  check_one_on_spotify(house, id);
  CHECK(calls(house.app.sandbox, "POST /v1/me/playlists") == 1);
}

TEST_CASE("a playlist is not changed under the hands of who publishes it") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","delay_ms":500}]})");
  auto tab = house.publishing_tab(id);
  REQUIRE(eventually([&] { return house.browser.get(house.address(id)).at("/state") == "publishing"; }));
  auto again =
      house.browser.post("/api/v1/playlists", R"({"choice":"loved","limit":10,"year":)" + id.substr(9, 4) + "}");
  CHECK(again.status == 409);
  CHECK(tab.read_reply().at("/state") == "published");
}

TEST_CASE("the server is killed while Spotify makes the playlist, and the next one finds it") {
  House house(kFewLikes);
  auto id = keep_a_year(house.browser, 10, 1);
  house.app.sandbox.faults(R"({"rules":[{"route":"POST /v1/me/playlists","delay_ms":300}]})");
  house.browser.ask("POST", house.address(id) + "/publish");
  REQUIRE(eventually([&] { return calls(house.app.sandbox, "POST /v1/me/playlists") == 1; }));
  house.app.server.process().kill();
  house.browser.hang_up();
  house.app.server.start();
  REQUIRE(eventually([&] { return house.spotify().size_at("/playlists") == 1; }));
  house.app.database.sql().script(
      "update playlists set claimed_until = now() - interval '1 second' where state = 'publishing'");
  CHECK(eventually([&] { return house.browser.get(house.address(id)).at("/state") == "published"; }));
  check_one_on_spotify(house, id);
}

TEST_CASE("a playlist without tracks is not published") {
  House house(kFewLikes);
  auto sql = house.app.database.sql();
  make_playlist(sql, "demo", "empty");
  CHECK(house.publish("empty").status == 422);
  CHECK(house.publish("none").status == 404);
  CHECK(calls(house.app.sandbox, "POST /v1/me/playlists") == 0);
}
