#include "spotify/login.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/crypto.hpp"

namespace mtm::spotify {

std::vector<std::string> missing_scopes(std::string_view granted) {
  constexpr std::string_view kNeeded[] = {"user-top-read", "user-read-recently-played", "user-library-read",
                                          "playlist-read-private", "playlist-modify-private"};
  auto has = [&](std::string_view scope) {
    for (auto place = granted.find(scope); place != granted.npos; place = granted.find(scope, place + 1)) {
      auto behind = place + scope.size();
      bool begins = place == 0 || granted[place - 1] == ' ';
      bool ends = behind == granted.size() || granted[behind] == ' ';
      if (begins && ends) return true;
    }
    return false;
  };
  std::vector<std::string> missing;
  for (auto scope : kNeeded)
    if (!has(scope)) missing.emplace_back(scope);
  return missing;
}

std::string new_verifier() { return random_token(48); }  // 64 characters; 43 to 128 are allowed

std::string challenge_of(std::string_view verifier) { return base64url(sha256(verifier)); }

std::string authorize_url(const BaseUrl& accounts, const Credentials& credentials, std::string_view state,
                          std::string_view challenge) {
  return fmt::format(
      "{}/"
      "authorize?response_type=code&client_id={}&redirect_uri={}&scope={}&state={}&code_challenge_method=S256&code_"
      "challenge={}",
      to_text(accounts), encoded(credentials.client_id), encoded(credentials.redirect_uri), encoded(kScopes),
      encoded(state), encoded(challenge));
}

TokenVerdict judge(const Outcome& outcome) {
  if (outcome.status >= 200 && outcome.status < 300 && outcome.readable) return TokenVerdict::ok;
  if (outcome.status == 429) return TokenVerdict::wait;
  if (outcome.status < 400 || outcome.status >= 500) return TokenVerdict::transient;
  // "Invalid redirect URI" comes as an invalid grant, but no new login mends it.
  bool redirect = outcome.message.find("redirect") != outcome.message.npos;
  if (outcome.reason == "invalid_grant" && !redirect) return TokenVerdict::dead_grant;
  // Without one of OAuth's words it is not the token service that speaks.
  constexpr std::string_view kOurMistakes[] = {"invalid_grant",          "invalid_client", "unauthorized_client",
                                               "unsupported_grant_type", "invalid_scope",  "invalid_request"};
  bool ours = std::find(std::begin(kOurMistakes), std::end(kOurMistakes), outcome.reason) != std::end(kOurMistakes);
  return ours ? TokenVerdict::misconfigured : TokenVerdict::transient;
}

Login::Login(HttpClient& http, Budget& budget, BaseUrl accounts, Credentials credentials)
    : gate_(http, budget, std::move(accounts)), credentials_(std::move(credentials)) {}

Task<Tokens> Login::exchange(std::string code, std::string verifier) {
  auto form =
      fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&client_id={}&code_verifier={}", encoded(code),
                  encoded(credentials_.redirect_uri), encoded(credentials_.client_id), encoded(verifier));
  return ask(std::move(form));
}

Task<Tokens> Login::refresh(std::string refresh_token) {
  auto form = fmt::format("grant_type=refresh_token&refresh_token={}&client_id={}", encoded(refresh_token),
                          encoded(credentials_.client_id));
  return ask(std::move(form));
}

Task<Tokens> Login::ask(std::string form) {
  HttpQuestion question;
  question.method = Method::post;
  question.target = "/api/token";
  question.authorization = "Basic " + base64(fmt::format("{}:{}", credentials_.client_id, credentials_.client_secret));
  question.content_type = "application/x-www-form-urlencoded";
  question.body = std::move(form);
  Tried tried;
  tried.attempts = 3;  // the last attempt is the only one: who waits for a login would rather click again
  tried.refusals = gate_.refusals();
  auto heard = co_await gate_.call(std::move(question), Priority::login);
  switch (judge(heard.outcome)) {
    case TokenVerdict::ok:
      co_return reader_.tokens(std::move(heard.body));
    case TokenVerdict::dead_grant:
      throw NeedsLogin(heard.sentence);
    case TokenVerdict::misconfigured:
      throw Misconfigured(heard.sentence);
    case TokenVerdict::wait:
      gate_.block(heard.outcome, after(heard.outcome, tried, Method::post, 0).pause, Priority::login);
      gate_.throw_blocked();
    case TokenVerdict::transient:
      break;
  }
  throw Unavailable(heard.sentence);
}

}  // namespace mtm::spotify
