#include "spotify/login.hpp"

#include <catch2/catch.hpp>

#include <set>

#include "unit/spotify/fake_server.hpp"

using namespace mtm;
using namespace mtm::spotify;
using namespace std::chrono_literals;

namespace {

const Credentials kCredentials{"client-id", "client secret", "https://example.com/callback?x=1"};

struct Accounts {
  asio::io_context io{1};
  FakeServer server;
  BaseUrl url;
  HttpClient http;
  Budget budget;
  Login login;

  Accounts()
      : server(io),
        url(base_url(server.url())),
        http(io.get_executor(), {url.origin}),
        login(http, budget, url, kCredentials) {}

  Tokens refresh(const std::string& prepared) {
    server.will_answer(prepared);
    return run(io, login.refresh("refresh-secret"));
  }
};

template <class Expected>
bool is(const Error& failure) {
  return dynamic_cast<const Expected*>(&failure) != nullptr;
}

}  // namespace

TEST_CASE("the challenge is the one of RFC 7636, and a verifier is long, allowed and never the same") {
  CHECK(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  std::set<std::string> seen;
  for (int count = 0; count < 100; ++count) {
    auto verifier = new_verifier();
    CHECK(verifier.size() >= 43);
    CHECK(verifier.size() <= 128);
    CHECK(encoded(verifier) == verifier);
    seen.insert(verifier);
  }
  CHECK(seen.size() == 100);
}

TEST_CASE("the browser is sent to Spotify with all that it must know, encoded") {
  auto url = authorize_url(base_url("https://accounts.spotify.com"), kCredentials, "st&te", "ch");
  CHECK(url ==
        "https://accounts.spotify.com/authorize?response_type=code&client_id=client-id"
        "&redirect_uri=https%3A%2F%2Fexample.com%2Fcallback%3Fx%3D1"
        "&scope=user-top-read%20user-read-recently-played%20user-library-read%20playlist-read-private%20"
        "playlist-modify-private%20user-read-private"
        "&state=st%26te&code_challenge_method=S256&code_challenge=ch");
}

TEST_CASE("only a dead grant asks for a new login, and what may pass is left to pass") {
  struct Row {
    unsigned status;
    const char* reason;
    const char* message;
    TokenVerdict verdict;
  };
  const Row rows[] = {
      {200, "", "", TokenVerdict::ok},
      {400, "invalid_grant", "Refresh token revoked", TokenVerdict::dead_grant},
      {400, "invalid_grant", "Refresh token expired", TokenVerdict::dead_grant},
      {400, "invalid_grant", "Invalid authorization code", TokenVerdict::dead_grant},
      {400, "invalid_grant", "", TokenVerdict::dead_grant},
      {400, "invalid_grant", "Invalid redirect URI", TokenVerdict::misconfigured},
      {400, "invalid_client", "Invalid client", TokenVerdict::misconfigured},
      {401, "invalid_client", "", TokenVerdict::misconfigured},
      {400, "unsupported_grant_type", "", TokenVerdict::misconfigured},
      {400, "invalid_request", "", TokenVerdict::misconfigured},
      {400, "", "broken JSON", TokenVerdict::transient},
      {403, "", "an HTML page instead of JSON", TokenVerdict::transient},
      {429, "", "", TokenVerdict::wait},
      {500, "invalid_grant", "", TokenVerdict::transient},
      {503, "", "", TokenVerdict::transient},
      {302, "", "", TokenVerdict::transient},
      {0, "", "", TokenVerdict::transient},
  };
  for (const auto& row : rows) {
    CAPTURE(row.status, row.reason, row.message);
    Outcome outcome;
    outcome.status = row.status;
    outcome.reason = row.reason;
    outcome.message = row.message;
    CHECK(static_cast<int>(judge(outcome)) == static_cast<int>(row.verdict));
  }
}

TEST_CASE("a code is exchanged with the app's secret and the verifier") {
  Accounts accounts;
  accounts.server.will_answer(answer(200, R"({"access_token":"a","scope":"s","expires_in":3600,"refresh_token":"r"})"));
  auto tokens = run(accounts.io, accounts.login.exchange("co/de", "ver~ifier"));
  CHECK(tokens.access_token == "a");
  CHECK(tokens.refresh_token == "r");
  REQUIRE(accounts.server.requests.size() == 1);
  const auto& request = accounts.server.requests[0];
  CHECK(request.head.starts_with("POST /api/token HTTP/1.1\r\n"));
  CHECK_THAT(request.head, Catch::Contains("Authorization: Basic Y2xpZW50LWlkOmNsaWVudCBzZWNyZXQ=\r\n"));
  CHECK_THAT(request.head, Catch::Contains("Content-Type: application/x-www-form-urlencoded\r\n"));
  CHECK(request.body ==
        "grant_type=authorization_code&code=co%2Fde&redirect_uri=https%3A%2F%2Fexample.com%2Fcallback%3Fx%3D1"
        "&client_id=client-id&code_verifier=ver~ifier");
}

TEST_CASE("a refresh may bring no new refresh token") {
  Accounts accounts;
  auto tokens = accounts.refresh(answer(200, R"({"access_token":"a","expires_in":3600})"));
  CHECK(tokens.access_token == "a");
  CHECK_FALSE(tokens.refresh_token);
  CHECK(accounts.server.requests.at(0).body ==
        "grant_type=refresh_token&refresh_token=refresh-secret&client_id=client-id");
}

TEST_CASE("a failure of the token service is what it means, once, and tells no secret") {
  Accounts accounts;
  auto expect = [&](const std::string& prepared, auto check) {
    auto before = accounts.server.requests.size();
    try {
      accounts.refresh(prepared);
      FAIL("it was answered");
    } catch (const Error& failure) {
      CAPTURE(failure.what());
      CHECK(check(failure));
      for (auto secret : {"refresh-secret", "client secret", "Basic"})
        CHECK_THAT(failure.what(), !Catch::Contains(secret));
    }
    CHECK(accounts.server.requests.size() == before + 1);
  };
  expect(answer(400, R"({"error":"invalid_grant","error_description":"Refresh token revoked"})"), is<NeedsLogin>);
  expect(answer(400, R"({"error":"invalid_client"})"), is<Misconfigured>);
  expect(answer(502, "<html>"), is<Unavailable>);
  expect(answer(200, "<html>"), is<Unavailable>);
  expect(answer(200, "{}"), is<Unavailable>);
  expect(answer(429, "", "Retry-After: 30\r\n"), is<Blocked>);
  CHECK_THROWS_AS(run(accounts.io, accounts.login.refresh("x")), Blocked);  // nobody asks until then
}

TEST_CASE("what was not granted is named as far as a page needs it") {
  using Names = std::vector<std::string>;
  CHECK(missing_scopes(kScopes).empty());
  CHECK(missing_scopes("playlist-modify-private playlist-read-private user-library-read user-read-recently-played "
                       "user-top-read something-new")
            .empty());
  CHECK(missing_scopes("user-top-read user-read-recently-played user-library-read playlist-read-private") ==
        Names{"playlist-modify-private"});
  CHECK(missing_scopes("user-top-read-all my-user-top-read user-read-recently-played user-library-read "
                       "playlist-read-private playlist-modify-private") == Names{"user-top-read"});
  CHECK(missing_scopes("").size() == 5);
}
