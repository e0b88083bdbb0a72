#include "http/router.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace mtm::http;

namespace {

Request request(Method method, std::string_view path) {
  Request request;
  request.method = method;
  request.path = path;
  return request;
}

int route(const Router& router, std::string_view path, Method method = Method::get) {
  auto asked = request(method, path);
  return router.match(asked).route;
}

}  // namespace

TEST_CASE("a path finds its route, and only the whole path does") {
  Router router;
  router.add(Method::get, "/", 1);
  router.add(Method::get, "/tracks", 2);
  router.add(Method::get, "/tracks/{id}", 3);
  router.add(Method::get, "/tracks/{id}/mine", 4);
  CHECK(route(router, "/") == 1);
  CHECK(route(router, "/tracks") == 2);
  CHECK(route(router, "/tracks/7") == 3);
  CHECK(route(router, "/tracks/7/mine") == 4);
  for (const char* path : {"", "*", "tracks", "/track", "/trackss", "/tracks/", "/tracks//mine", "/tracks/7/",
                           "/tracks/7/yours", "/tracks/7/mine/x", "//", "//tracks", "/Tracks"}) {
    INFO(path);
    CHECK(route(router, path) == -1);
  }
}

TEST_CASE("a literal segment wins over one in braces, also further down") {
  Router router;
  router.add(Method::get, "/artists/{id}", 1);
  router.add(Method::get, "/artists/faithful", 2);
  router.add(Method::get, "/artists/{id}/tracks", 3);
  router.add(Method::get, "/artists/faithful/years", 4);
  CHECK(route(router, "/artists/7") == 1);
  CHECK(route(router, "/artists/faithful") == 2);
  CHECK(route(router, "/artists/faithful/tracks") == 3);
  CHECK(route(router, "/artists/faithful/years") == 4);
  CHECK(route(router, "/artists/7/years") == -1);
}

TEST_CASE("the values of the parts stand in the request, by the names of the route's own pattern") {
  Router router;
  router.add(Method::get, "/playlists/{playlist_id}/tracks/{track_id}", 1);
  router.add(Method::del, "/playlists/{id}/tracks/{track}", 2);
  auto asked = request(Method::get, "/playlists/a%2Fb/tracks/7");
  CHECK(router.match(asked).route == 1);
  CHECK(asked.path_text("playlist_id") == "a/b");
  CHECK(asked.path_number("track_id") == 7);
  asked.method = Method::del;
  CHECK(router.match(asked).route == 2);
  CHECK(asked.path_text("track") == "7");
  CHECK_THROWS_AS(asked.path_text("track_id"), std::logic_error);
}

TEST_CASE("a known path for other methods says which") {
  Router router;
  router.add(Method::get, "/x/{id}", 1);
  router.add(Method::del, "/x/{id}", 2);
  auto asked = request(Method::post, "/x/7");
  auto match = router.match(asked);
  CHECK(match.route == -1);
  CHECK(match.path_known);
  CHECK(match.allow == "GET, HEAD, DELETE");
  CHECK_FALSE(router.match(asked = request(Method::post, "/y")).path_known);
}

TEST_CASE("HEAD finds the route of GET") {
  Router router;
  router.add(Method::get, "/x", 1);
  router.add(Method::post, "/y", 2);
  CHECK(route(router, "/x", Method::head) == 1);
  CHECK(route(router, "/y", Method::head) == -1);
}

TEST_CASE("two routes for one method and path are a mistake, whatever their parts are called") {
  Router router;
  router.add(Method::get, "/x/{id}", 1);
  router.add(Method::post, "/x/{name}", 2);
  CHECK_THROWS_AS(router.add(Method::get, "/x/{name}", 3), std::logic_error);
  CHECK_THROWS_AS(router.add(Method::get, "x", 3), std::logic_error);
}
