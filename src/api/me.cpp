#include "api/handlers.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "spotify/login.hpp"
#include "store/captures.hpp"
#include "store/users.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

/// Refresh tokens live six months from the login, whatever is done with them (Spotify, June 2026).
constexpr auto kGrantLife = std::chrono::days(182);

struct Connection {
  std::string state;
  bool sandbox = false;
  std::optional<WallTime> authorized_at, expires_at;
  std::optional<std::int64_t> expires_in_days;
  std::vector<std::string> missing_scopes;
};
BOOST_DESCRIBE_STRUCT(Connection, (), (state, sandbox, authorized_at, expires_at, expires_in_days, missing_scopes))

struct Me {
  store::User user;
  Connection spotify;
  std::optional<store::Capture> capture;
};
BOOST_DESCRIBE_STRUCT(Me, (), (user, spotify, capture))

Connection connection_of(const std::optional<store::Grant>& grant, bool sandbox) {
  Connection connection{"needs_login", sandbox};
  if (!grant) return connection;
  connection.authorized_at = grant->authorized_at;
  connection.expires_at = grant->authorized_at + kGrantLife;
  auto left = std::chrono::floor<std::chrono::days>(*connection.expires_at - wall_now()).count();
  connection.expires_in_days = std::max<std::int64_t>(left, 0);
  if (grant->state != "ok" || left < 0) return connection;
  // Only the person can agree to more, by logging in again; what was agreed to is read meanwhile.
  connection.missing_scopes = spotify::missing_scopes(grant->scopes);
  if (connection.missing_scopes.empty()) connection.state = "ok";
  return connection;
}

}  // namespace

// GET /api/v1/session: a guest is no error here.
Task<Response> session(const Request& request, Services& services) {
  auto caller = co_await services.credentials.caller(request);
  co_return http::json_text(caller.user_id == 0 ? R"({"signed_in":false})" : R"({"signed_in":true})");
}

// GET /api/v1/me
Task<Response> me(const Request& request, Services& services) {
  Id id{request.caller.user_id};
  auto user = co_await store::user(services.database, id);
  if (!user) throw Problem(Status::unauthorized, "Log in first.");
  auto grant = co_await store::grant(services.database, id);
  auto capture = co_await store::latest_capture(services.database, id);
  Me answer{std::move(*user), connection_of(grant, services.site.sandbox), std::move(capture)};
  co_return http::json(answer);
}

// PATCH /api/v1/me {"time_zone":"Europe/Berlin"}
Task<Response> change_me(const Request& request, Services& services) {
  http::JsonBody body(request);
  auto zone = body.text("time_zone", 100);
  bool known = co_await store::set_time_zone(services.database, Id{request.caller.user_id}, zone);
  if (!known)
    throw Problem(Status::unprocessable, "'time_zone' must be the name of a time zone, such as Europe/Berlin.");
  co_return co_await me(request, services);
}

}  // namespace mtm::api
