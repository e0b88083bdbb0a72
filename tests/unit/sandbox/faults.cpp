#include "sandbox/faults.hpp"

#include <catch2/catch.hpp>

#include "http/problem.hpp"

namespace mtm::sandbox {
namespace {

using namespace std::chrono_literals;

Rule rule(std::string method, std::string path) {
  Rule made;
  made.method = std::move(method);
  made.path = std::move(path);
  return made;
}

TEST_CASE("a rule's path matches segment by segment, a last star the rest") {
  REQUIRE(matches(rule("GET", "/v1/me"), "GET", "/v1/me", ""));
  REQUIRE_FALSE(matches(rule("GET", "/v1/me"), "POST", "/v1/me", ""));
  REQUIRE_FALSE(matches(rule("GET", "/v1/me"), "GET", "/v1/me/tracks", ""));
  REQUIRE(matches(rule("*", "/v1/tracks/{id}"), "GET", "/v1/tracks/abc", ""));
  REQUIRE_FALSE(matches(rule("*", "/v1/tracks/{id}"), "GET", "/v1/tracks", ""));
  REQUIRE_FALSE(matches(rule("*", "/v1/tracks/{id}"), "GET", "/v1/tracks/", ""));
  REQUIRE(matches(rule("*", "/v1/playlists/{id}/items"), "PUT", "/v1/playlists/x/items", ""));
  REQUIRE_FALSE(matches(rule("*", "/v1/playlists/{id}/items"), "PUT", "/v1/playlists/x/tracks", ""));
  REQUIRE(matches(rule("*", "/v1/*"), "GET", "/v1/me/player/recently-played", ""));
  REQUIRE_FALSE(matches(rule("*", "/v1/*"), "POST", "/api/token", ""));
  REQUIRE(matches(rule("*", "/*"), "POST", "/api/token", ""));
}

TEST_CASE("a rule for a person leaves the others alone") {
  auto for_ada = rule("*", "/v1/*");
  for_ada.person = "ada";
  REQUIRE(matches(for_ada, "GET", "/v1/me", "ada"));
  REQUIRE_FALSE(matches(for_ada, "GET", "/v1/me", "demo"));
}

TEST_CASE("a rule for a body leaves calls with another one alone") {
  auto for_track = rule("PUT", "/v1/*");
  for_track.containing = "spotify:track:a";
  REQUIRE(matches(for_track, "PUT", "/v1/me", "", R"({"uris":["spotify:track:b","spotify:track:a"]})"));
  REQUIRE_FALSE(matches(for_track, "PUT", "/v1/me", "", R"({"uris":["spotify:track:b"]})"));
}

TEST_CASE("a rule waits for its turn and ends after its count") {
  Faults faults;
  faults.rules.push_back(rule("GET", "/v1/me"));
  faults.rules[0].skip = 1;
  faults.rules[0].count = 2;
  std::vector<bool> hit;
  for (int call = 0; call < 5; ++call) hit.push_back(next_fault(faults, "GET", "/v1/me", "") != nullptr);
  REQUIRE(hit == std::vector<bool>{false, true, true, false, false});
}

TEST_CASE("a call gate counts in a rolling window and says how long to wait") {
  CallGate gate;
  CallLimit limit;
  limit.calls = 2;
  limit.window = 30s;
  WallTime start{};
  REQUIRE_FALSE(gate.refuse(limit, start));
  REQUIRE_FALSE(gate.refuse(limit, start + 10s));
  REQUIRE(gate.refuse(limit, start + 12s) == 18s);
  REQUIRE_FALSE(gate.refuse(limit, start + 30s));
  REQUIRE(gate.refuse(limit, start + 31s) == 9s);
}

TEST_CASE("faults written and read again are the same") {
  TokenFaults once;
  auto json =
      R"({"rules":[{"route":"GET /v1/me","person":"ada","status":503,"body":"html","message":"a \"b\"","reason":"R","retry_after":7,
    "location":"http://x/","delay_ms":5,"skip":1,"count":2,"unlikes":6,"effect":true,"cut":"middle","drip_ms":3,"chunked":true}],
    "rate":{"calls":3},"quota":{"calls":0,"window_s":60,"retry_after":null},"class":"extended","omit_refresh_token":true,
    "rotate_refresh_token":true,"extra_fields":true,"old_playlist_shape":true,"relink":true,"local_tracks":1,"null_items":2,
    "late_plays":3,"duplicate_plays":4,"clock_offset_s":-5,"ignore_offset":true,"granted_scopes":"user-top-read","broken_titles":5})";
  auto first = to_json(faults_from(json, AppClass::dev2026, once));
  auto second = to_json(faults_from(first, AppClass::dev2026, once));
  REQUIRE(first == second);
  for (auto part :
       {R"("status":503)", R"("body":"html")", R"("cut":"middle")", R"("retry_after":"7")", R"("retry_after":"none")",
        R"("class":"extended")", R"("clock_offset_s":-5)", R"("late_plays":3)", R"("unlikes":6)",
        R"("ignore_offset":true)", R"("granted_scopes":"user-top-read")", R"("broken_titles":5)"}) {
    INFO(part);
    CHECK(first.find(part) != std::string::npos);
  }
}

TEST_CASE("a misspelt or misplaced member is refused by name") {
  TokenFaults once;
  for (auto [json, name] :
       {std::pair{R"({"ruels":[]})", "ruels"}, std::pair{R"({"rules":[{"route":"/v1/*","statsu":500}]})", "statsu"},
        std::pair{R"({"rules":[{"status":500}]})", "route"}, std::pair{R"({"class":"dev2027"})", "class"},
        std::pair{R"({"local_tracks":-1})", "local_tracks"},
        std::pair{R"({"granted_scopes":"everything"})", "granted_scopes"},
        std::pair{R"({"relink":"yes"})", "relink"}}) {
    INFO(json);
    try {
      faults_from(json, AppClass::dev2026, once);
      FAIL("it was accepted");
    } catch (const http::Problem& problem) {
      CHECK(std::string(problem.what()).find(name) != std::string::npos);
    }
  }
  REQUIRE_THROWS_AS(faults_from("{", AppClass::dev2026, once), http::Problem);
}

}  // namespace
}  // namespace mtm::sandbox
