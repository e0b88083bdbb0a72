#include <simdjson.h>

#include <catch2/catch.hpp>

#include "unit/sandbox/ask.hpp"

namespace mtm::sandbox {
namespace {

constexpr const char* kAll =
    "user-read-private user-top-read user-read-recently-played user-library-read user-library-modify "
    "playlist-read-private "
    "playlist-modify-private playlist-modify-public";

struct Demo : Asking {
  Demo() { grant("demo", kAll); }
};

bool is_json(const std::string& text) {
  simdjson::dom::parser parser;
  return !parser.parse(text).error();
}

TEST_CASE("without a token, with a bad one and with an old one the body is the same and the field tells") {
  Demo demo;
  auto good = demo.token;
  demo.token.clear();
  auto missing = demo.call("GET /v1/me");
  REQUIRE(status(missing) == 401);
  REQUIRE(body(missing) == R"({"error":{"status":401,"message":"Missing/invalid/expired access token"}})");
  REQUIRE(holds(field(missing, "WWW-Authenticate"), R"(error="missing_token")"));
  demo.token = good;
  demo.faults(R"({"clock_offset_s":3700})");
  auto old = demo.call("GET /v1/me");
  REQUIRE(body(old) == body(missing));
  REQUIRE(holds(field(old, "WWW-Authenticate"), R"(error="invalid_token")"));
}

TEST_CASE("new apps see an account id and no country, extended ones both") {
  Demo demo;
  auto trimmed = body(demo.call("GET /v1/me"));
  REQUIRE(!member(trimmed, "account_id").empty());
  REQUIRE_FALSE(holds(trimmed, "country"));
  demo.faults(R"({"class":"extended"})");
  REQUIRE(holds(body(demo.call("GET /v1/me")), "country"));
}

TEST_CASE("a scope that was not granted is refused by Spotify's sentence") {
  Asking asking;
  asking.grant("demo", "user-top-read");
  auto refusal = asking.call("GET /v1/me/tracks");
  REQUIRE(status(refusal) == 403);
  REQUIRE(body(refusal) == R"({"error":{"status":403,"message":"Insufficient client scope"}})");
}

TEST_CASE("Liked Songs come in pages that lead to each other") {
  Demo demo;
  auto first = body(demo.call("GET /v1/me/tracks?limit=50"));
  REQUIRE(is_json(first));
  REQUIRE(holds(first, R"("total":120)"));
  REQUIRE(holds(first, R"("next":"http://127.0.0.1:7070/v1/me/tracks?offset=50&limit=50")"));
  REQUIRE(times(first, "\"added_at\"") == 50);
  REQUIRE_FALSE(holds(first, "popularity"));
  REQUIRE_FALSE(holds(first, "available_markets"));
  auto last = body(demo.call("GET /v1/me/tracks?limit=50&offset=100"));
  REQUIRE(times(last, "\"added_at\"") == 20);
  REQUIRE(holds(last, R"("next":null)"));
  auto beyond = body(demo.call("GET /v1/me/tracks?offset=500"));
  REQUIRE(holds(beyond, R"("items":[])"));
  for (auto query : {"limit=51", "limit=0", "limit=x", "offset=-1"})
    REQUIRE(status(demo.call(std::string("GET /v1/me/tracks?") + query)) == 400);
}

TEST_CASE("null items and local files stand where the faults put them") {
  Demo demo;
  demo.faults(R"({"null_items":2,"local_tracks":1})");
  auto page = body(demo.call("GET /v1/me/tracks?limit=5"));
  REQUIRE(is_json(page));
  REQUIRE(times(page, "},null,{") == 1);
  REQUIRE(times(page, R"("track":null)") == 1);
  REQUIRE(times(page, R"("is_local":true)") == 1);
  REQUIRE(times(page, R"("id":null)") == 3);  // the track, its album and its artist
}

TEST_CASE("unknown members are legal JSON and leave the known ones alone") {
  Demo demo;
  demo.faults(R"({"extra_fields":true})");
  auto page = body(demo.call("GET /v1/me/top/tracks?limit=3&time_range=short_term"));
  REQUIRE(is_json(page));
  REQUIRE(times(page, "sandbox_extra") == 3);
}

TEST_CASE("top lists know three ranges and two kinds") {
  Demo demo;
  for (auto range : {"short_term", "medium_term", "long_term"}) {
    auto tracks = body(demo.call(std::string("GET /v1/me/top/tracks?time_range=") + range));
    REQUIRE(times(tracks, "\"disc_number\"") == 20);
    REQUIRE(holds(tracks, std::string("time_range=") + range));
  }
  REQUIRE(is_json(body(demo.call("GET /v1/me/top/artists"))));
  REQUIRE(status(demo.call("GET /v1/me/top/albums")) == 404);
  REQUIRE(status(demo.call("GET /v1/me/top/tracks?time_range=ever")) == 400);
}

TEST_CASE("the last fifty plays have cursors, and behind them there is nothing") {
  Demo demo;
  auto plays = body(demo.call("GET /v1/me/player/recently-played?limit=50"));
  REQUIRE(is_json(plays));
  REQUIRE(times(plays, "\"played_at\"") == 50);
  REQUIRE(!member(plays, "after").empty());
  REQUIRE(!member(plays, "next").empty());
  auto beyond = body(demo.call("GET /v1/me/player/recently-played?limit=50&before=" + member(plays, "before")));
  REQUIRE(holds(beyond, R"("items":[])"));
  REQUIRE(holds(beyond, R"("cursors":null)"));
  auto nothing_new = body(demo.call("GET /v1/me/player/recently-played?after=" + member(plays, "after")));
  REQUIRE(holds(nothing_new, R"("items":[])"));
  REQUIRE(status(demo.call("GET /v1/me/player/recently-played?after=1&before=2")) == 400);
}

TEST_CASE("plays come late or twice when asked, and never more than fifty") {
  Demo demo;
  auto before = body(demo.call("GET /v1/me/player/recently-played?limit=50"));
  demo.faults(R"({"late_plays":2,"duplicate_plays":3})");
  auto after = body(demo.call("GET /v1/me/player/recently-played?limit=50"));
  REQUIRE(times(after, "\"played_at\"") == 50);
  REQUIRE(member(after, "played_at") == member(before, "played_at"));
  REQUIRE(times(after, "\"played_at\":\"" + member(after, "played_at")) == 2);
}

TEST_CASE("somebody listens, and the play is there") {
  Demo demo;
  auto id = demo.sandbox.world().catalogue.tracks[17].id;
  auto listened = demo.call("POST /sandbox/plays",
                            R"({"person":"demo","track_id":")" + id + R"(","played_at":"2026-11-21T08:00:00.25Z"})");
  REQUIRE(status(listened) == 204);
  auto plays = body(demo.call("GET /v1/me/player/recently-played?limit=1"));
  REQUIRE(holds(plays, id));
  REQUIRE(member(plays, "played_at") == "2026-11-21T08:00:00.250Z");
  REQUIRE(status(demo.call("POST /sandbox/plays", R"({"person":"demo"})")) == 422);
}

TEST_CASE("a playlist is made, filled, replaced and read back") {
  Demo demo;
  const auto& tracks = demo.sandbox.world().catalogue.tracks;
  auto uri = [&](std::size_t number) { return "\"spotify:track:" + tracks[number].id + "\""; };
  auto made = demo.call("POST /v1/me/playlists", R"({"name":"2016","public":false,"description":"kept"})");
  REQUIRE(status(made) == 201);
  auto id = member(body(made), "id");
  REQUIRE(holds(body(made), "\"spotify\":\"http://127.0.0.1:7070/playlist/" + id));
  auto items = "/v1/playlists/" + id + "/items";
  auto added = demo.call("POST " + items, "{\"uris\":[" + uri(1) + "," + uri(2) + "]}");
  REQUIRE(status(added) == 201);
  REQUIRE(!member(body(added), "snapshot_id").empty());
  REQUIRE(body(demo.call("GET " + items + "?fields=total")) == R"({"total":2})");
  REQUIRE(status(demo.call("PUT " + items, "{\"uris\":[" + uri(3) + "]}")) == 201);
  auto read = body(demo.call("GET " + items));
  REQUIRE(holds(read, tracks[3].id));
  REQUIRE_FALSE(holds(read, tracks[1].id));
  REQUIRE(holds(read, "\"item\":{"));
  REQUIRE(holds(body(demo.call("GET /playlist/" + id)), "2016"));
  demo.faults(R"({"old_playlist_shape":true})");
  REQUIRE(holds(body(demo.call("GET " + items)), "\"track\":{\"album\""));
}

TEST_CASE("what Spotify refuses of a playlist is refused") {
  Demo demo;
  auto id = member(body(demo.call("POST /v1/me/playlists", R"({"name":"x","public":false})")), "id");
  auto items = "/v1/playlists/" + id + "/items";
  std::string uris;
  for (int number = 0; number < 101; ++number)
    uris += (number ? ",\"spotify:track:" : "\"spotify:track:") + demo.sandbox.world().catalogue.tracks[0].id + "\"";
  REQUIRE(status(demo.call("POST " + items, "{\"uris\":[" + uris + "]}")) == 400);
  REQUIRE(status(demo.call("POST " + items, R"({"uris":["spotify:local:a:b:c:1"]})")) == 400);
  REQUIRE(status(demo.call("POST " + items, R"({"uris":["spotify:track:0000000000000000000000"]})")) == 400);
  REQUIRE(status(demo.call("POST " + items, "not json")) == 400);
  REQUIRE(status(demo.call("POST /v1/me/playlists", R"({"name":""})")) == 400);
  REQUIRE(status(demo.call("POST /v1/playlists/0000000000000000000000/items", R"({"uris":[]})")) == 404);
  REQUIRE(body(demo.call("POST /v1/users/demo/playlists", R"({"name":"x"})")) ==
          R"({"error":{"status":403,"message":"Forbidden"}})");
  REQUIRE(status(demo.call("GET /v1/playlists/" + id + "/tracks")) == 403);
  demo.grant("demo", "playlist-modify-public");
  REQUIRE(
      holds(body(demo.call("POST /v1/me/playlists", R"({"name":"x","public":false})")), "Insufficient client scope"));
  demo.grant("ada", kAll);
  REQUIRE(status(demo.call("POST " + items, "{\"uris\":[]}")) == 403);
  REQUIRE(status(demo.call("GET " + items)) == 403);
}

TEST_CASE("somebody else's playlist is listed, and closed to new apps") {
  Demo demo;
  auto mine = body(demo.call("GET /v1/me/playlists?limit=50"));
  REQUIRE(is_json(mine));
  REQUIRE(holds(mine, "Ada's shed"));
  REQUIRE_FALSE(holds(mine, "Study"));
  std::string id;
  for (const auto& playlist : demo.sandbox.world().playlists.all()) {
    if (playlist.name == "Ada's shed") id = playlist.id;
  }
  REQUIRE_FALSE(holds(body(demo.call("GET /v1/playlists/" + id)), "\"items\""));
  REQUIRE(status(demo.call("GET /v1/playlists/" + id + "/items")) == 403);
}

TEST_CASE("audio features are closed without a message, except to extended apps") {
  Demo demo;
  const Catalogue& catalogue = demo.sandbox.world().catalogue;
  auto path = "GET /v1/audio-features?ids=" + catalogue.tracks[0].id + ",0000000000000000000000";
  REQUIRE(body(demo.call(path)) == R"({"error":{"status":403}})");
  demo.faults(R"({"class":"devLegacy"})");
  REQUIRE(status(demo.call(path)) == 403);
  demo.faults(R"({"class":"extended"})");
  auto features = body(demo.call(path));
  REQUIRE(is_json(features));
  REQUIRE(times(features, "null") == (catalogue.tracks[0].features_known ? 1 : 2));
}

TEST_CASE("the feature provider knows some of forty ids and refuses more") {
  Demo demo;
  const Catalogue& catalogue = demo.sandbox.world().catalogue;
  std::string ids;
  std::size_t known = 0;
  for (std::size_t number = 0; number < 39; ++number) {
    ids += catalogue.tracks[number * 50].id + ",";
    known += catalogue.tracks[number * 50].features_known;
  }
  auto answer = body(demo.call("GET /features/v1/audio-features?ids=" + ids + "0000000000000000000000"));
  REQUIRE(is_json(answer));
  REQUIRE(times(answer, "\"valence\"") == known);
  REQUIRE(known < 39);
  REQUIRE(times(answer, "https://open.spotify.com/track/") == known);
  REQUIRE(status(demo.call("GET /features/v1/audio-features?ids=" + ids + "a,b")) == 400);
}

TEST_CASE("a track may answer with the other id of its recording") {
  Demo demo;
  const Catalogue& catalogue = demo.sandbox.world().catalogue;
  for (const Track& track : catalogue.tracks) {
    if (track.recording == catalogue.number_of(track)) continue;
    REQUIRE(holds(body(demo.call("GET /v1/tracks/" + track.id)), "/track/" + track.id));
    demo.faults(R"({"relink":true})");
    auto answer = body(demo.call("GET /v1/tracks/" + track.id));
    REQUIRE(holds(answer, "/track/" + catalogue.tracks[track.recording].id));
    REQUIRE_FALSE(holds(answer, track.id));
    break;
  }
  REQUIRE(status(demo.call("GET /v1/tracks/0000000000000000000000")) == 404);
  REQUIRE(status(demo.call("GET /v1/tracks/short")) == 400);
}

TEST_CASE("search finds by words, by filters and by ISRC") {
  Demo demo;
  const Catalogue& catalogue = demo.sandbox.world().catalogue;
  const Track& track = catalogue.tracks[4000];
  REQUIRE(holds(body(demo.call("GET /v1/search?type=track&q=isrc:" + track.isrc)), track.id));
  auto year = std::to_string(catalogue.album_of(track).released.year);
  auto found = body(demo.call("GET /v1/search?type=track&limit=10&q=year:" + year));
  REQUIRE(is_json(found));
  REQUIRE(times(found, "\"release_date\":\"" + year) == 10);
  REQUIRE(holds(body(demo.call("GET /v1/search?type=track,artist&q=zzzzqqq")), R"("items":[])"));
  REQUIRE(status(demo.call("GET /v1/search?type=track&q=a&limit=11")) == 400);
}

TEST_CASE("the library gains and loses songs") {
  Demo demo;
  World& world = demo.sandbox.world();
  auto id = world.catalogue.tracks[world.person("demo")->likes[3].track].id;
  auto uris = "?uris=spotify:track:" + id;
  REQUIRE(body(demo.call("GET /v1/me/library/contains" + uris)) == "[true]");
  REQUIRE(status(demo.call("DELETE /v1/me/library" + uris)) == 200);
  REQUIRE(body(demo.call("GET /v1/me/library/contains" + uris)) == "[false]");
  REQUIRE(status(demo.call("PUT /v1/me/library" + uris)) == 200);
  REQUIRE(holds(body(demo.call("GET /v1/me/tracks?limit=1")), id));
}

}  // namespace
}  // namespace mtm::sandbox
