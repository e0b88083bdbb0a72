#include "spotify/client.hpp"

#include <catch2/catch.hpp>

#include "unit/spotify/fake_server.hpp"

using namespace mtm;
using namespace mtm::spotify;
using namespace std::chrono_literals;

namespace {

constexpr auto kMe = R"({"id":"demo"})";
constexpr auto kPlaylist =
    R"({"id":"p1","name":"n","external_urls":{"spotify":"https://open.spotify.com/playlist/p1"}})";

/// Gives "stale", and "fresh1", "fresh2" … for those that are refused.
class CountingTokens final : public TokenSource {
 public:
  Task<std::string> access_token(bool refuse_current) override {
    if (refuse_current) current_ = "fresh" + std::to_string(++refused);
    co_return current_;
  }
  int refused = 0;

 private:
  std::string current_ = "stale";
};

BudgetLimits impatient() {
  BudgetLimits limits;
  limits.patience = 0s;
  return limits;
}

struct World {
  asio::io_context io{1};
  FakeServer server;
  BaseUrl api;
  HttpClient http;
  Budget budget;
  Client client;
  CountingTokens tokens;

  explicit World(BudgetLimits limits = {})
      : server(io),
        api(api_base_url(server.url())),
        http(io.get_executor(), {api.origin}, system_trust(), quick()),
        budget(limits),
        client(http, budget, api) {}

  static HttpLimits quick() {
    HttpLimits limits;
    limits.whole_call = 300ms;
    return limits;
  }

  Profile me() { return run(io, client.me(tokens)); }
  Playlist create() { return run(io, client.create_playlist(tokens, "n", "d")); }

  bool has_header(std::size_t request, const std::string& line) {
    return server.requests.at(request).head.find(line + "\r\n") != std::string::npos;
  }
  std::string first_line(std::size_t request) {
    const auto& head = server.requests.at(request).head;
    return head.substr(0, head.find(" HTTP/1.1"));
  }
};

}  // namespace

TEST_CASE("each question is the route that apps of 2026 have") {
  World world;
  auto page = answer(200, R"({"items":[],"total":7,"next":null})");
  auto changed = answer(201, R"({"snapshot_id":"s"})");
  auto ask = [&](const std::string& prepared, auto task) {
    world.server.will_answer(prepared);
    return run(world.io, std::move(task));
  };
  auto& client = world.client;
  auto& tokens = world.tokens;
  CHECK(ask(answer(200, kMe), client.me(tokens)).id == "demo");
  CHECK(ask(page, client.saved_tracks(tokens, 100)).total == 7);
  ask(page, client.top_tracks(tokens, TimeRange::short_term));
  ask(page, client.recently_played(tokens));
  ask(page, client.playlists(tokens, 50, 20));
  CHECK(ask(answer(201, kPlaylist), client.create_playlist(tokens, "My \"2016\"\n", "d\\")).id == "p1");
  ask(changed, client.replace_items(tokens, "p1", {"spotify:track:a", "spotify:track:b"}));
  ask(answer(201, ""), client.add_items(tokens, "p1", {"spotify:track:c"}));
  CHECK(ask(page, client.playlist_item_count(tokens, "p/1")) == 7);
  CHECK(ask(answer(200, "[true,false]"), client.has_playlists(tokens, Priority::library, {"p1", "p2"})) ==
        std::vector<bool>{true, false});
  ask(answer(200, ""), client.remove_playlist(tokens, "p1"));

  const char* lines[] = {"GET /v1/me",
                         "GET /v1/me/tracks?limit=50&offset=100",
                         "GET /v1/me/top/tracks?time_range=short_term&limit=50&offset=0",
                         "GET /v1/me/player/recently-played?limit=50",
                         "GET /v1/me/playlists?limit=20&offset=50",
                         "POST /v1/me/playlists",
                         "PUT /v1/playlists/p1/items",
                         "POST /v1/playlists/p1/items",
                         "GET /v1/playlists/p%2F1/items?limit=1&fields=total",
                         "GET /v1/me/library/contains?uris=spotify%3Aplaylist%3Ap1%2Cspotify%3Aplaylist%3Ap2",
                         "DELETE /v1/me/library?uris=spotify%3Aplaylist%3Ap1"};
  REQUIRE(world.server.requests.size() == std::size(lines));
  for (std::size_t index = 0; index < std::size(lines); ++index) {
    CHECK(world.first_line(index) == lines[index]);
    CHECK(world.has_header(index, "Authorization: Bearer stale"));
  }
  CHECK(world.server.requests[5].body == R"({"name":"My \"2016\"\n","description":"d\\","public":false})");
  CHECK(world.has_header(5, "Content-Type: application/json"));
  CHECK(world.server.requests[6].body == R"({"uris":["spotify:track:a","spotify:track:b"]})");
  CHECK(world.server.requests[7].body == R"({"uris":["spotify:track:c"]})");
  CHECK(world.server.connections == 1);
}

TEST_CASE("an access token that is refused is replaced once") {
  World world;
  auto refused = answer(401, R"({"error":{"status":401,"message":"Missing/invalid/expired access token"}})");
  world.server.will_answer(refused);
  world.server.will_answer(answer(200, kMe));
  CHECK(world.me().id == "demo");
  CHECK(world.has_header(0, "Authorization: Bearer stale"));
  CHECK(world.has_header(1, "Authorization: Bearer fresh1"));
  world.server.will_answer(refused);
  world.server.will_answer(refused);
  CHECK_THROWS_AS(world.me(), NeedsLogin);
  CHECK(world.tokens.refused == 2);
  CHECK(world.server.requests.size() == 4);
}

TEST_CASE("a token that was just given has no fresher one") {
  World world;
  FixedToken token("given");
  world.server.will_answer(answer(401, "{}"));
  CHECK_THROWS_AS(run(world.io, world.client.me(token)), NeedsLogin);
}

TEST_CASE("a refusal says what is refused, and is not asked again") {
  struct Row {
    int status;
    const char* body;
    Forbidden::Cause cause;
  };
  const Row rows[] = {
      {403, R"({"error":{"status":403}})", Forbidden::Cause::capability_off},
      {403, R"({"error":{"status":403,"message":"Forbidden"}})", Forbidden::Cause::not_ours},
      {403, R"({"error":{"status":403,"message":"Insufficient client scope"}})", Forbidden::Cause::missing_scope},
      {403, "User not registered in the Developer Dashboard", Forbidden::Cause::not_registered},
  };
  World world;
  for (const auto& row : rows) {
    CAPTURE(row.body);
    world.server.will_answer(answer(row.status, row.body));
    try {
      world.me();
      FAIL("it was answered");
    } catch (const Forbidden& failure) {
      CHECK(failure.cause == row.cause);
    }
  }
  world.server.will_answer(answer(404, R"({"error":{"status":404,"message":"Resource not found"}})"));
  CHECK_THROWS_AS(run(world.io, world.client.playlist_item_count(world.tokens, "p1")), NotFound);
  world.server.will_answer(answer(400, R"({"error":{"status":400,"message":"Invalid limit"}})"));
  CHECK_THROWS_WITH(world.me(), "GET /v1/me: Spotify answered 400, Invalid limit");
  CHECK(world.server.requests.size() == std::size(rows) + 2);
}

TEST_CASE("a short Retry-After is waited for, by a change too") {
  World world;
  world.server.will_answer(answer(429, "Too many requests", "Retry-After: 1\r\n"));
  world.server.will_answer(answer(201, kPlaylist));
  CHECK(world.create().id == "p1");
  CHECK(world.server.requests.size() == 2);
}

TEST_CASE("a long Retry-After ends the call, and all others are refused without being sent") {
  World world;
  world.server.will_answer(answer(429,
                                  R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})",
                                  "Retry-After: 48925\r\n"));
  for (int call = 0; call < 2; ++call) {
    auto earliest = wall_now() + 48900s;
    try {
      run(world.io, world.client.saved_tracks(world.tokens, 0));
      FAIL("it was answered");
    } catch (const Blocked& blocked) {
      CHECK(blocked.reason == "QUOTA_EXCEEDED");
      CHECK(blocked.until > earliest);
      CHECK(blocked.until < earliest + 60s);
    }
  }
  CHECK(world.server.requests.size() == 1);
  world.server.will_answer(answer(200, kMe));
  CHECK(world.me().id == "demo");  // who is at a login's end
}

TEST_CASE("without a Retry-After each refusal doubles the wait, until Spotify answers again") {
  World world(impatient());
  auto block_of = [&] {
    auto now = wall_now();
    try {
      world.me();
      FAIL("it was answered");
    } catch (const Blocked& blocked) {
      return std::chrono::round<std::chrono::seconds>(blocked.until - now);
    }
    return 0s;
  };
  auto let_pass = [&] {
    auto state = world.budget.state();
    state.blocked_until.reset();
    world.budget = Budget(impatient());
    world.budget.restore(state, moment_now());
  };
  for (auto wait : {5s, 10s, 20s}) {
    world.server.will_answer(answer(429, "{}"));
    CHECK(block_of() == wait);
    let_pass();
  }
  world.server.will_answer(answer(200, kMe));
  world.me();
  CHECK(world.budget.state().refusals == 0);
}

TEST_CASE("when the app's owner no longer pays, nobody asks for an hour") {
  World world;
  world.server.will_answer(answer(
      403, R"({"error":{"status":403,"message":"Active premium subscription required for the owner of the app."}})"));
  CHECK_THROWS_AS(world.me(), Blocked);
  CHECK_THROWS_AS(world.me(), Blocked);
  CHECK(world.server.requests.size() == 1);
}

TEST_CASE("reading is tried up to three times, whatever stands in the way") {
  World world;
  for (const auto& hindrance : {answer(503, ""), answer(500, R"({"error":{"status":500,"message":"Server error."}})"),
                                answer(200, "<html>maintenance</html>"), answer(200, R"({"id":"demo","images":[{"u)"),
                                answer(200, R"({"id":"demo","x":nope})"), answer(200, ""),
                                answer(302, "", "Location: https://example.com/\r\n")}) {
    CAPTURE(hindrance);
    auto before = world.server.requests.size();
    world.server.will_answer(hindrance);
    world.server.will_answer(answer(200, kMe));
    CHECK(world.me().id == "demo");
    CHECK(world.server.requests.size() == before + 2);
  }
  auto before = world.server.requests.size();
  for (int attempt = 0; attempt < 3; ++attempt) world.server.will_answer(answer(200, "<html>"));
  CHECK_THROWS_WITH(world.me(), "GET /v1/me: Spotify answered 200 with something else than JSON");
  CHECK(world.server.requests.size() == before + 3);
}

TEST_CASE("204 in place of a list is a page that says nothing, and is not asked for again") {
  World world;
  auto nothing = answer(204, "");
  auto ask = [&](auto task) {
    world.server.will_answer(nothing);
    return run(world.io, std::move(task));
  };
  auto& client = world.client;
  auto plays = ask(client.recently_played(world.tokens));
  CHECK(plays.items.empty());
  CHECK_FALSE(plays.next);
  CHECK_FALSE(ask(client.saved_tracks(world.tokens, 0)).total);
  CHECK(ask(client.top_tracks(world.tokens, TimeRange::short_term)).items.empty());
  CHECK(ask(client.playlists(world.tokens, 0)).items.empty());
  CHECK(world.server.requests.size() == 4);
}

TEST_CASE("a title that is broken costs its song, not the page") {
  for (const std::string broken : {"\xff", "\xed\xa0\xbd", "\\x", "\\ud83c", "\\u12", "two\nlines"}) {
    CAPTURE(broken);
    World world;
    auto song = [](const std::string& title, const std::string& id) {
      return R"({"added_at":"2016-10-11T13:44:40Z","track":{"id":"00000000000000000000)" + id + R"(","name":")" +
             title + R"(","artists":[{"id":"0gxyHStUsqpMadRV0Di1Qt","name":"Rick"}]}})";
    };
    world.server.will_answer(answer(200, R"({"items":[)" + song("good", "01") + "," + song("bad" + broken, "02") + "," +
                                             song("good", "03") + R"(],"total":3,"next":null})"));
    auto page = run(world.io, world.client.saved_tracks(world.tokens, 0));
    CHECK(page.items.size() == 2);
    REQUIRE(page.skipped.size() == 1);
    CHECK(page.skipped[0].index == 1);
    CHECK(page.skipped[0].reason == "its name is not text");
    CHECK(page.skipped[0].track_id == "0000000000000000000002");
    CHECK(world.server.requests.size() == 1);
  }
}

TEST_CASE("replacing the items of a playlist is repeated, for it can't be done twice") {
  World world;
  world.server.will_cut();
  world.server.will_hang();
  world.server.will_answer(answer(200, R"({"snapshot_id":"s"})"));
  run(world.io, world.client.replace_items(world.tokens, "p1", {"spotify:track:a"}));
  CHECK(world.server.requests.size() == 3);
}

TEST_CASE("a change whose answer is lost is never repeated: its outcome is unknown") {
  World world;
  auto lost = [&](auto prepare) {
    auto before = world.server.requests.size();
    prepare();
    CHECK_THROWS_AS(world.create(), UnknownOutcome);
    CHECK(world.server.requests.size() == before + 1);
  };
  lost([&] { world.server.will_cut(); });
  lost([&] { world.server.will_cut("HTTP/1.1 201 Created\r\nContent-Le"); });
  lost([&] { world.server.will_hang(); });
  lost([&] { world.server.will_answer(answer(500, "")); });
  World next;  // the first one's breaker has had enough
  auto garbled = [&](const std::string& body) {
    auto before = next.server.requests.size();
    next.server.will_answer(answer(201, body));
    CHECK_THROWS_AS(next.create(), UnknownOutcome);
    CHECK(next.server.requests.size() == before + 1);
  };
  garbled("<html>");
  garbled("{}");
  garbled(R"({"id":"p1)");
  next.server.will_cut();
  CHECK_THROWS_AS(run(next.io, next.client.add_items(next.tokens, "p1", {"spotify:track:a"})), UnknownOutcome);
}

TEST_CASE("a change that was never sent is known not to have happened") {
  asio::io_context io(1);
  auto api = api_base_url(url_of_nobody());
  HttpClient http(io.get_executor(), {api.origin});
  Budget budget;
  Client client(http, budget, api);
  CountingTokens tokens;
  CHECK_THROWS_AS(run(io, client.create_playlist(tokens, "n", "d")), Unavailable);
}

TEST_CASE("more than a hundred items are not even sent") {
  World world;
  std::vector<std::string> uris(101, "spotify:track:a");
  CHECK_THROWS_AS(run(world.io, world.client.add_items(world.tokens, "p1", uris)), Refused);
  CHECK_THROWS_AS(run(world.io, world.client.replace_items(world.tokens, "p1", uris)), Refused);
  CHECK(world.server.requests.empty());
}

TEST_CASE("a Spotify that does not answer is left alone for a while") {
  World world;
  for (int failure = 0; failure < 5; ++failure) {
    world.server.will_cut();
    CHECK_THROWS_AS(world.create(), UnknownOutcome);
  }
  CHECK_THROWS_WITH(world.create(), "127.0.0.1 does not answer; we ask again within half a minute");
  CHECK(world.server.requests.size() == 5);
}

TEST_CASE("our own budget refuses at once what would have to wait for long") {
  BudgetLimits limits;
  limits.calls_per_window = 10;
  World world(limits);
  for (int call = 0; call < 8; ++call) {
    world.server.will_answer(answer(200, R"({"items":[],"total":0})"));
    run(world.io, world.client.saved_tracks(world.tokens, 0));
  }
  CHECK_THROWS_AS(run(world.io, world.client.saved_tracks(world.tokens, 0)), Blocked);
  world.server.will_answer(answer(200, kMe));
  CHECK(world.me().id == "demo");  // what matters more still goes
  CHECK(world.server.requests.size() == 9);
}
