// Logging in and out. Spotify's part is OAuth 2.0 with PKCE (RFC 9700): the state is bound to the browser by a cookie
// of its own, and burnt by the first callback that names it, so that a replayed or forged one finds nothing.
#include "spotify/login.hpp"

#include <fmt/format.h>

#include "api/handlers.hpp"
#include "core/log.hpp"
#include "core/utf8.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "store/credentials.hpp"
#include "store/users.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

/// What the list of sessions shows of a browser's name: the characters of its beginning. A field may hold any bytes.
std::string shown_agent(std::string_view field) {
  constexpr std::size_t kMost = 200;
  std::string shown;
  while (!field.empty()) {
    auto length = utf8_length(field);
    if (shown.size() + length > kMost) break;
    shown += field.substr(0, length);
    field.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
}

constexpr std::string_view kBrowser = "login";
constexpr std::chrono::seconds kLoginLife = std::chrono::minutes(10);

/// The page that says what became of a login; the page's script takes its words by the code.
Response problem_page(Services& services, Status status, std::string_view code) {
  // Asked for by a request without fields, the file comes as plain text: neither zipped nor "304 Not Modified".
  auto page = services.files.page(Request{}, "/pages/message.html");
  std::string text(std::get<std::string_view>(page.body));
  constexpr std::string_view root = "<html lang=\"en\">";
  auto place = text.find(root);
  if (place != text.npos) text.replace(place, root.size(), fmt::format("<html lang=\"en\" data-problem=\"{}\">", code));
  page.status = status;
  page.fields.clear();  // no ETag: it is not the file any more
  page.body = std::move(text);
  return std::move(page).with("Cache-Control", "no-store").with("Set-Cookie", services.site.cookies.forget(kBrowser));
}

struct Refusal {
  Status status;
  std::string_view code;
};

}  // namespace

// GET /login
Task<Response> login(const Request&, Services& services) {
  const auto& site = services.site;
  if (site.credentials.client_id.empty())
    co_return problem_page(services, Status::service_unavailable, "not_configured");
  auto state = random_token();
  auto browser = random_token();
  auto verifier = spotify::new_verifier();
  auto challenge = spotify::challenge_of(verifier);
  co_await store::remember_login(services.database, sha256(state), sha256(browser), std::move(verifier));
  auto response = http::redirect(spotify::authorize_url(site.accounts, site.credentials, state, challenge));
  co_return std::move(response).with("Set-Cookie", site.cookies.set(kBrowser, browser, kLoginLife));
}

// GET /callback?code=&state= or ?error=&state=
Task<Response> callback(const Request& request, Services& services) {
  auto browser = request.cookie(services.site.cookies.name(kBrowser));
  auto state = request.text("state");
  auto error = request.text("error");
  auto code = request.text("code");
  if (!browser || !state || (!code && !error)) co_return problem_page(services, Status::bad_request, "forged");
  auto verifier = co_await store::burn_login(services.database, sha256(*state), sha256(*browser));
  if (!verifier) co_return problem_page(services, Status::bad_request, "replayed");
  if (error) {
    bool denied = *error == "access_denied";
    co_return problem_page(services, denied ? Status::forbidden : Status::bad_gateway,
                           denied ? "denied" : "spotify_down");
  }

  Refusal refusal{Status::ok, ""};
  Id user;
  try {
    auto finish = services.background.finish_login(*code, *verifier);
    user = co_await elsewhere(services.background.executor(), std::move(finish));
  } catch (const spotify::NeedsLogin&) {
    refusal = {Status::bad_request, "expired"};
  } catch (const spotify::Forbidden& forbidden) {
    log(Level::warning, "Spotify let a person log in but not use the app",
        {{"reason", std::string_view(forbidden.what())}});
    refusal = {Status::forbidden, "not_registered"};
  } catch (const spotify::Misconfigured& misconfigured) {
    log(Level::error, "Spotify does not know this app as it is configured",
        {{"reason", std::string_view(misconfigured.what())}});
    refusal = {Status::service_unavailable, "not_configured"};
  } catch (const spotify::Error& failure) {
    log(Level::warning, "a login could not be finished", {{"reason", std::string_view(failure.what())}});
    refusal = {Status::service_unavailable, "spotify_down"};
  }
  if (!refusal.code.empty()) co_return problem_page(services, refusal.status, refusal.code);

  // A login always begins a session of its own; one that this browser still had ends.
  auto token = random_token();
  if (auto old = request.cookie(services.site.cookies.name("session")); old)
    co_await store::end_session(services.database, sha256(*old));
  auto agent = shown_agent(request.field("User-Agent").value_or(""));
  co_await store::begin_session(services.database, sha256(token), user, std::move(agent));
  log(Level::info, "a user logged in", {{"user", user.number}});
  co_return http::redirect("/dashboard")
      .with("Set-Cookie", services.site.cookies.set("session", token, store::kSessionLife))
      .with("Set-Cookie", services.site.cookies.forget(kBrowser));
}

// POST /logout {"everywhere":false}
Task<Response> logout(const Request& request, Services& services) {
  http::JsonBody body(request);
  bool everywhere = body.flag("everywhere", false);
  auto token = request.cookie(services.site.cookies.name("session")).value_or("");
  auto digest = sha256(token);
  if (everywhere)
    co_await store::end_all_sessions(services.database, Id{request.caller.user_id});
  else
    co_await store::end_session(services.database, digest);
  // The other threads hear it from the database; this one must not answer before it knows.
  services.credentials.forget(hex(digest));
  log(Level::info, everywhere ? "a user logged out everywhere" : "a user logged out",
      {{"user", request.caller.user_id}});
  co_return http::no_content().with("Set-Cookie", services.site.cookies.forget("session"));
}

}  // namespace mtm::api
