#include "sandbox/misbehaviour.hpp"

#include <catch2/catch.hpp>

#include "unit/sandbox/ask.hpp"

namespace mtm::sandbox {
namespace {

struct Demo : Asking {
  Demo() { grant("demo", "user-top-read user-library-read playlist-modify-private"); }
};

const std::vector<RawAnswer::Piece>& pieces_of(const http::Response& answer) {
  return std::get<http::Writing>(answer.body).target<RawAnswer>()->pieces;
}

std::string sent(const http::Response& answer) {
  std::string bytes;
  for (const auto& piece : pieces_of(answer)) bytes += piece.bytes;
  return bytes;
}

TEST_CASE("the bodies of refusals are Spotify's") {
  Demo demo;
  auto refusal = [&](const std::string& rule) {
    demo.faults(R"({"rules":[{"route":"GET /v1/me",)" + rule + "}]}");
    return demo.call("GET /v1/me");
  };
  REQUIRE(body(refusal(R"("status":403)")) == R"({"error":{"status":403,"message":"Forbidden"}})");
  REQUIRE(body(refusal(R"("status":403,"body":"messageless")")) == R"({"error":{"status":403}})");
  REQUIRE(body(refusal(R"("status":429,"reason":"QUOTA_EXCEEDED","message":"Too many requests")")) ==
          R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})");
  auto plain =
      refusal(R"("status":403,"body":"text/plain","message":"User not registered in the Developer Dashboard")");
  REQUIRE(body(plain) == "User not registered in the Developer Dashboard");
  REQUIRE(plain.content_type == "text/plain");
  auto html = refusal(R"("status":502,"body":"html","retry_after":"soon")");
  REQUIRE(status(html) == 502);
  REQUIRE(html.content_type == "text/html");
  REQUIRE(field(html, "Retry-After") == "soon");
  REQUIRE(body(refusal(R"("status":500,"body":"empty")")).empty());
}

TEST_CASE("the token endpoint fails flat") {
  Demo demo;
  demo.faults(
      R"({"rules":[{"route":"POST /api/token","status":400,"reason":"invalid_grant","message":"Refresh token revoked"}]})");
  REQUIRE(body(demo.call("POST /api/token")) ==
          R"({"error":"invalid_grant","error_description":"Refresh token revoked"})");
}

TEST_CASE("a lost answer has had its effect, a lost call has not") {
  Demo demo;
  auto created = [&] { return times(body(demo.call("GET /sandbox/state")), "\"name\":\"lost\""); };
  demo.faults(R"({"rules":[{"route":"POST /v1/me/playlists","cut":"after","count":1}]})");
  REQUIRE(sent(demo.call("POST /v1/me/playlists", R"({"name":"lost","public":false})")).empty());
  REQUIRE(created() == 1);
  demo.faults(R"({"rules":[{"route":"POST /v1/me/playlists","cut":"before","count":1}]})");
  REQUIRE(sent(demo.call("POST /v1/me/playlists", R"({"name":"lost","public":false})")).empty());
  REQUIRE(created() == 1);
  demo.faults(R"({"rules":[{"route":"POST /v1/me/playlists","status":502,"effect":true,"count":1}]})");
  REQUIRE(status(demo.call("POST /v1/me/playlists", R"({"name":"lost","public":false})")) == 502);
  REQUIRE(created() == 2);
  REQUIRE(status(demo.call("POST /v1/me/playlists", R"({"name":"lost","public":false})")) == 201);
}

TEST_CASE("an answer breaks off in the middle of what it promised") {
  Demo demo;
  auto whole = body(demo.call("GET /v1/me/tracks"));
  demo.faults(R"({"rules":[{"route":"GET /v1/me/tracks","cut":"middle"}]})");
  auto bytes = sent(demo.call("GET /v1/me/tracks"));
  auto end_of_head = bytes.find("\r\n\r\n") + 4;
  REQUIRE(holds(bytes, "Content-Length: " + std::to_string(whole.size())));
  REQUIRE(bytes.substr(end_of_head) == whole.substr(0, whole.size() / 2));
}

TEST_CASE("a chunked answer adds up to the whole, a dripping one takes its time") {
  Demo demo;
  auto whole = body(demo.call("GET /v1/me/tracks"));
  demo.faults(R"({"rules":[{"route":"GET /v1/me/tracks","chunked":true,"drip_ms":40}]})");
  auto answer = demo.call("GET /v1/me/tracks");
  auto bytes = sent(answer);
  REQUIRE(holds(bytes, "Transfer-Encoding: chunked"));
  REQUIRE(bytes.ends_with("\r\n0\r\n\r\n"));
  std::string joined;
  for (auto rest = std::string_view(bytes).substr(bytes.find("\r\n\r\n") + 4); !rest.starts_with("0\r\n");) {
    auto size = std::stoul(std::string(rest.substr(0, rest.find("\r\n"))), nullptr, 16);
    rest.remove_prefix(rest.find("\r\n") + 2);
    joined += rest.substr(0, size);
    rest.remove_prefix(size + 2);
  }
  REQUIRE(joined == whole);
  const auto& pieces = pieces_of(answer);
  REQUIRE(pieces.size() > 20);
  REQUIRE(pieces[1].pause == std::chrono::milliseconds(40));
}

TEST_CASE("the short limit and the day's quota are told apart") {
  Demo demo;
  demo.faults(R"({"rate":{"calls":1,"window_s":30}})");
  REQUIRE(status(demo.call("GET /v1/me")) == 200);
  auto limited = demo.call("GET /v1/me");
  REQUIRE(body(limited) == R"({"error":{"status":429,"message":"API rate limit exceeded"}})");
  auto wait = std::stoi(field(limited, "Retry-After"));
  REQUIRE((wait >= 1 && wait <= 30));
  demo.faults(R"({"quota":{"calls":0,"retry_after":48925}})");
  auto over_quota = demo.call("GET /v1/me");
  REQUIRE(holds(body(over_quota), R"("reason":"QUOTA_EXCEEDED")"));
  REQUIRE(field(over_quota, "Retry-After") == "48925");
  demo.faults(R"({"rate":{"calls":0,"retry_after":null}})");
  REQUIRE(field(demo.call("GET /v1/me"), "Retry-After").empty());
}

TEST_CASE("clearing the faults ends them, and nothing at /sandbox is ever faulty") {
  Demo demo;
  demo.faults(R"({"rules":[{"route":"/*","status":500}]})");
  REQUIRE(status(demo.call("GET /v1/me")) == 500);
  REQUIRE(status(demo.call("GET /authorize")) == 500);
  REQUIRE(status(demo.call("GET /sandbox/state")) == 200);
  REQUIRE(status(demo.call("DELETE /sandbox/faults")) == 200);
  REQUIRE(status(demo.call("GET /v1/me")) == 200);
}

TEST_CASE("the state counts the calls of each route") {
  Demo demo;
  demo.call("GET /v1/me");
  demo.call("GET /v1/tracks/" + demo.sandbox.world().catalogue.tracks[0].id);
  demo.call("GET /v1/me");
  auto state = body(demo.call("GET /sandbox/state"));
  REQUIRE(holds(state, R"("GET /v1/me":2)"));
  REQUIRE(holds(state, R"("GET /v1/tracks/{id}":1)"));
  REQUIRE_FALSE(holds(body(demo.call("DELETE /sandbox/state")), R"("GET /v1/me":2)"));
}

}  // namespace
}  // namespace mtm::sandbox
