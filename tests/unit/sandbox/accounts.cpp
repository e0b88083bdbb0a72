#include "sandbox/accounts.hpp"

#include <catch2/catch.hpp>

#include "core/crypto.hpp"
#include "unit/sandbox/ask.hpp"

namespace mtm::sandbox {
namespace {

const std::string kVerifier(60, 'v');
const std::string kQuestion =
    "client_id=sandbox-client&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcallback&state=st%26te&"
    "scope=user-top-read";

std::string with_challenge() {
  return kQuestion + "&code_challenge_method=S256&code_challenge=" + base64url(sha256(kVerifier));
}

std::string decide(Asking& asking, const std::string& form) {
  return field(asking.call("POST /authorize/decision", form), "Location");
}

std::string code_of(const std::string& location) {
  auto begin = location.find("?code=") + 6;
  return location.substr(begin, location.find('&', begin) - begin);
}

http::Response token_answer(Asking& asking, const std::string& form, bool with_secret = true) {
  Asked asked;
  asked.method = http::Method::post;
  asked.path = "/api/token";
  asked.body = form;
  asked.fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  if (with_secret) asked.fields.emplace_back("Authorization", "Basic " + base64("sandbox-client:sandbox-secret"));
  return asking.ask(asked);
}

std::string code_form(const std::string& code, const std::string& more = {}) {
  return "grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%3A5000%2Fcallback&code=" + code + more;
}

TEST_CASE("redirect URIs are compared exactly, but a loopback address registered without a port takes any") {
  std::vector<std::string> registered{"http://127.0.0.1/callback", "http://[::1]:5000/callback",
                                      "https://example.org/back"};
  auto check = [&](std::string_view uri) { return check_redirect(uri, registered); };
  REQUIRE(check("http://127.0.0.1/callback") == RedirectCheck::good);
  REQUIRE(check("http://127.0.0.1:5000/callback") == RedirectCheck::good);
  REQUIRE(check("https://example.org/back") == RedirectCheck::good);
  REQUIRE(check("http://[::1]:5000/callback") == RedirectCheck::good);
  for (auto uri : {"http://127.0.0.1:5000/callback/", "http://127.0.0.1:5000/Callback", "http://127.0.0.1:/callback",
                   "http://[::1]:5001/callback", "https://example.org/back?x", "https://example.org:443/back",
                   "http://localhost:5000/callback", ""}) {
    INFO(uri);
    CHECK(check(uri) == RedirectCheck::invalid);
  }
  REQUIRE(check("http://example.org/back") == RedirectCheck::insecure);
  REQUIRE(check("http://127.0.0.1.example.org/callback") == RedirectCheck::insecure);
}

TEST_CASE("the consent page says that it is a sandbox and offers both people") {
  Asking asking;
  auto page = asking.call("GET /authorize?" + kQuestion);
  REQUIRE(status(page) == 200);
  REQUIRE(page.audience == http::Audience::page);
  for (auto part : {"This is a sandbox", "Agree", "Cancel", "Demo Person", "Ada Lindström", "See your top artists",
                    R"(value="st&amp;te")"}) {
    INFO(part);
    CHECK(holds(body(page), part));
  }
}

TEST_CASE("a wrong client or redirect URI leads nowhere") {
  Asking asking;
  auto wrong_client =
      asking.call("GET /authorize?client_id=other&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback");
  REQUIRE(status(wrong_client) == 400);
  REQUIRE(holds(body(wrong_client), "INVALID_CLIENT: Invalid client"));
  auto wrong_uri = asking.call(
      "GET /authorize?client_id=sandbox-client&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F");
  REQUIRE(status(wrong_uri) == 400);
  REQUIRE(field(wrong_uri, "Location").empty());
  REQUIRE(holds(body(wrong_uri), "INVALID_CLIENT: Invalid redirect URI"));
}

TEST_CASE("what else is wrong with a question goes back to the app, with its state") {
  Asking asking;
  auto location = field(asking.call("GET "
                                    "/authorize?client_id=sandbox-client&response_type=token&state=x&redirect_uri=http%"
                                    "3A%2F%2F127.0.0.1%2Fcallback"),
                        "Location");
  REQUIRE(location == "http://127.0.0.1/callback?error=unsupported_response_type&state=x");
  location = field(asking.call("GET /authorize?" + kQuestion + "%20nonsense"), "Location");
  REQUIRE(holds(location, "error=invalid_scope&state=st%26te"));
  location =
      field(asking.call("GET /authorize?" + kQuestion + "&code_challenge_method=plain&code_challenge=x"), "Location");
  REQUIRE(holds(location, "error=invalid_request"));
  REQUIRE(decide(asking, kQuestion + "&decision=cancel") ==
          "http://127.0.0.1:5000/callback?error=access_denied&state=st%26te");
}

TEST_CASE("a code becomes tokens once, for its redirect URI and its verifier only") {
  Asking asking;
  auto code = code_of(decide(asking, with_challenge() + "&decision=agree"));
  auto tokens = token_answer(asking, code_form(code, "&code_verifier=" + kVerifier));
  REQUIRE(status(tokens) == 200);
  REQUIRE(holds(body(tokens), R"("token_type":"Bearer")"));
  REQUIRE(holds(body(tokens), R"("expires_in":3600)"));
  REQUIRE(member(body(tokens), "scope") == "user-top-read");
  auto again = token_answer(asking, code_form(code, "&code_verifier=" + kVerifier));
  REQUIRE(body(again) == R"({"error":"invalid_grant","error_description":"Invalid authorization code"})");
  REQUIRE(status(again) == 400);

  code = code_of(decide(asking, with_challenge() + "&decision=agree"));
  REQUIRE(holds(body(token_answer(asking, code_form(code, "&code_verifier=" + std::string(60, 'w')))),
                "code_verifier was incorrect"));
  code = code_of(decide(asking, kQuestion + "&decision=agree"));
  REQUIRE(
      holds(body(token_answer(
                asking, "grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&code=" + code)),
            "Invalid redirect URI"));
}

TEST_CASE("without a secret a code needs its verifier") {
  Asking asking;
  auto code = code_of(decide(asking, kQuestion + "&decision=agree"));
  REQUIRE(holds(body(token_answer(asking, code_form(code, "&client_id=sandbox-client"), false)), "invalid_client"));
  code = code_of(decide(asking, with_challenge() + "&decision=agree"));
  REQUIRE(status(token_answer(asking, code_form(code, "&client_id=sandbox-client&code_verifier=" + kVerifier),
                              false)) == 200);
  REQUIRE(body(token_answer(asking, "grant_type=refresh_token", false)) == R"({"error":"invalid_client"})");
}

TEST_CASE("a refresh keeps, leaves out or rotates the refresh token, as the faults say") {
  Asking asking;
  auto code = code_of(decide(asking, kQuestion + "&decision=agree&person=ada"));
  auto refresh = member(body(token_answer(asking, code_form(code))), "refresh_token");
  auto form = "grant_type=refresh_token&refresh_token=" + refresh;
  auto answer = body(token_answer(asking, form));
  REQUIRE(member(answer, "refresh_token") == refresh);
  asking.token = member(answer, "access_token");
  REQUIRE(member(body(asking.call("GET /v1/me")), "id") == "ada");

  asking.faults(R"({"omit_refresh_token":true})");
  REQUIRE_FALSE(holds(body(token_answer(asking, form)), "refresh_token"));
  asking.faults(R"({"rotate_refresh_token":true})");
  auto next = member(body(token_answer(asking, form)), "refresh_token");
  REQUIRE(!next.empty());
  REQUIRE(next != refresh);
  REQUIRE(holds(body(token_answer(asking, form)), "Refresh token revoked"));
  REQUIRE(status(token_answer(asking, "grant_type=refresh_token&refresh_token=" + next)) == 200);
}

TEST_CASE("six months after the authorization a refresh token has expired") {
  Asking asking;
  auto code = code_of(decide(asking, kQuestion + "&decision=agree"));
  auto form =
      "grant_type=refresh_token&refresh_token=" + member(body(token_answer(asking, code_form(code))), "refresh_token");
  asking.faults(R"({"clock_offset_s":15200000})");
  REQUIRE(status(token_answer(asking, form)) == 200);
  asking.faults(R"({"clock_offset_s":16000000})");
  REQUIRE(body(token_answer(asking, form)) ==
          R"({"error":"invalid_grant","error_description":"Refresh token expired"})");
}

TEST_CASE("an app gets a token of its own, which is nobody's") {
  Asking asking;
  auto answer = body(token_answer(asking, "grant_type=client_credentials"));
  REQUIRE_FALSE(holds(answer, "refresh_token"));
  asking.token = member(answer, "access_token");
  REQUIRE(status(asking.call("GET /v1/me")) == 403);
  REQUIRE(status(asking.call("GET /v1/search?q=a&type=track")) == 200);
}

}  // namespace
}  // namespace mtm::sandbox
