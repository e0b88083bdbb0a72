// Logging in and out. Spotify's part is OAuth 2.0 with PKCE (RFC 9700): the state is bound to the browser by a cookie
// of its own, and burnt by the first callback that names it, so that a replayed or forged one finds nothing. Each login
// has a cookie that is named after its state: several tabs may log in at once, and a callback with another state ends
// none of them.
#include "spotify/login.hpp"

#include <fmt/format.h>

#include "api/handlers.hpp"
#include "api/return_path.hpp"
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

constexpr std::string_view kLoginCookie = "login-";
constexpr std::chrono::seconds kLoginLife = std::chrono::minutes(10);
// That one browser may have under way; more would only be given up on, and all of them travel with each request.
constexpr std::size_t kMostLogins = 8;

std::string login_cookie(std::string_view state) {
  constexpr std::size_t kDigits = 16;
  return std::string(kLoginCookie) + hex(sha256(state)).substr(0, kDigits);
}

/// The oldest logins of this browser make room for another one.
void forget_oldest_logins(Response& response, const Request& request, const http::Cookies& cookies) {
  auto prefix = cookies.name(kLoginCookie);
  auto under_way = request.cookie_names(prefix);
  for (std::size_t i = 0; i + kMostLogins <= under_way.size(); ++i) {
    auto name = std::string(kLoginCookie) + std::string(under_way[i].substr(prefix.size()));
    response.with("Set-Cookie", cookies.forget(name));
  }
}

/// The path in a login's cookie: a secret of base64url, which has no slash, and then the path.
std::string return_path_in(std::string_view cookie) {
  auto slash = cookie.find('/');
  return slash == cookie.npos ? "/dashboard" : std::string(cookie.substr(slash));
}

/// In double quotes; a return path has none of the others that matter there.
std::string attribute(std::string_view value) {
  std::string text;
  for (char byte : value) {
    if (byte == '&')
      text += "&amp;";
    else
      text += byte;
  }
  return text;
}

/// The page that says what became of a login; the page's script takes its words by the code, and leads to a new login
/// that ends where this one would have.
Response problem_page(Services& services, Status status, std::string_view code, std::string_view path = "") {
  // Asked for by a request without fields, the file comes as plain text: neither zipped nor "304 Not Modified".
  auto page = services.files.page(Request{}, "/pages/message.html");
  std::string text(std::get<std::string_view>(page.body));
  constexpr std::string_view root = "<html lang=\"en\">";
  auto place = text.find(root);
  auto marked = fmt::format("<html lang=\"en\" data-problem=\"{}\" data-return-path=\"{}\">", code, attribute(path));
  if (place != text.npos) text.replace(place, root.size(), marked);
  page.status = status;
  page.fields.clear();  // no ETag: it is not the file any more
  page.body = std::move(text);
  return std::move(page).with("Cache-Control", "no-store");
}

struct Refusal {
  Status status;
  std::string_view code;
};

}  // namespace

// GET /login?to=/settings
Task<Response> login(const Request& request, Services& services) {
  const auto& site = services.site;
  if (site.credentials.client_id.empty())
    co_return problem_page(services, Status::service_unavailable, "not_configured");
  auto state = random_token();
  auto browser = random_token() + return_path(request.text("to").value_or("")).value_or("");
  auto verifier = spotify::new_verifier();
  auto challenge = spotify::challenge_of(verifier);
  co_await store::remember_login(services.database, sha256(state), sha256(browser), std::move(verifier));
  auto response = http::redirect(spotify::authorize_url(site.accounts, site.credentials, state, challenge));
  forget_oldest_logins(response, request, site.cookies);
  co_return std::move(response).with("Set-Cookie", site.cookies.set(login_cookie(state), browser, kLoginLife));
}

namespace {

/// What Spotify sends back with the person.
struct Returned {
  std::string state;
  std::optional<std::string> code, error;
  std::string_view browser;  // the cookie of this login
};

/// Of a login that this browser began, and that nobody has finished yet.
Task<Response> finish(const Request& request, Services& services, const Returned& returned, std::string verifier) {
  auto path = return_path_in(returned.browser);
  if (returned.error) {
    bool denied = *returned.error == "access_denied";
    co_return problem_page(services, denied ? Status::forbidden : Status::bad_gateway,
                           denied ? "denied" : "spotify_down", path);
  }

  Refusal refusal{Status::ok, ""};
  Id user;
  try {
    auto finish = services.background.finish_login(*returned.code, std::move(verifier));
    user = co_await run_on(services.background.executor(), std::move(finish));
  } catch (const spotify::NeedsLogin&) {
    refusal = {Status::bad_request, "expired"};
  } catch (const spotify::Forbidden& forbidden) {
    log(Level::warning, "login refused: user is not on the app's allow-list",
        {{"reason", std::string_view(forbidden.what())}});
    refusal = {Status::forbidden, "not_registered"};
  } catch (const spotify::Misconfigured& misconfigured) {
    log(Level::error, "Spotify does not know this app as it is configured",
        {{"reason", std::string_view(misconfigured.what())}});
    refusal = {Status::service_unavailable, "not_configured"};
  } catch (const spotify::Error& failure) {
    log(Level::warning, "login failed", {{"reason", std::string_view(failure.what())}});
    refusal = {Status::service_unavailable, "spotify_down"};
  }
  if (!refusal.code.empty()) co_return problem_page(services, refusal.status, refusal.code, path);

  // A login always begins a session of its own; one that this browser still had ends.
  auto token = new_session_token(user);
  if (auto cookie = request.cookie(services.site.cookies.name("session")); cookie) {
    auto old = session_shown(*cookie);
    co_await store::end_session(services.database, old);
  }
  auto agent = shown_agent(request.field("User-Agent").value_or(""));
  co_await store::begin_session(services.database, sha256(token), user, std::move(agent));
  log(Level::info, "a user logged in", {{"user", user.number}});
  co_return http::redirect(std::move(path))
      .with("Set-Cookie", services.site.cookies.set("session", token, store::kSessionLife));
}

}  // namespace

// GET /callback?code=&state= or ?error=&state=
Task<Response> callback(const Request& request, Services& services) {
  const auto& cookies = services.site.cookies;
  Returned returned{request.text("state").value_or(""), request.text("code"), request.text("error"), {}};
  auto cookie = login_cookie(returned.state);
  auto browser = request.cookie(cookies.name(cookie));
  if (!browser || (!returned.code && !returned.error)) co_return problem_page(services, Status::bad_request, "forged");
  returned.browser = *browser;
  auto verifier = co_await store::burn_login(services.database, sha256(returned.state), sha256(*browser));
  Response response;
  if (verifier)
    response = co_await finish(request, services, returned, std::move(*verifier));
  else
    response = problem_page(services, Status::bad_request, "replayed", return_path_in(*browser));
  co_return std::move(response).with("Set-Cookie", cookies.forget(cookie));
}

// POST /logout {"everywhere":false}
Task<Response> logout(const Request& request, Services& services) {
  http::JsonBody body(request);
  bool everywhere = body.flag("everywhere", false);
  Credential session{Id{request.caller.user_id}, request.caller.digest};
  if (everywhere)
    co_await store::end_all_sessions(services.database, *session.user);
  else
    co_await store::end_session(services.database, session);
  // The other threads hear it from the database; this one must not answer before it knows.
  services.credentials.forget(request.caller.session);
  log(Level::info, everywhere ? "a user logged out everywhere" : "a user logged out",
      {{"user", request.caller.user_id}});
  co_return http::no_content().with("Set-Cookie", services.site.cookies.forget("session"));
}

}  // namespace mtm::api
