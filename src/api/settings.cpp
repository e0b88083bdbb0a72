// What a person decides about sessions, keys and everything that is kept: for signed-in browsers only.
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "core/crypto.hpp"
#include "core/log.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "questions/holdings.hpp"
#include "store/captures.hpp"
#include "store/credentials.hpp"
#include "store/holdings.hpp"
#include "store/imports.hpp"
#include "store/users.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct Captures {
  std::vector<store::Capture> captures;
};
BOOST_DESCRIBE_STRUCT(Captures, (), (captures))

struct Holdings {
  std::vector<store::Holding> holdings;
  std::int64_t bytes;
};
BOOST_DESCRIBE_STRUCT(Holdings, (), (holdings, bytes))

struct Sessions {
  std::vector<store::Session> sessions;
};
BOOST_DESCRIBE_STRUCT(Sessions, (), (sessions))

struct ApiKeys {
  std::vector<store::ApiKey> api_keys;
};
BOOST_DESCRIBE_STRUCT(ApiKeys, (), (api_keys))

struct NewApiKey : store::ApiKey {
  std::string key;
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (store::ApiKey), (key))

struct EndedCount {
  std::int64_t ended;
};
BOOST_DESCRIBE_STRUCT(EndedCount, (), (ended))

Digest own_session(const Request& request, Services& services) {
  return sha256(request.cookie(services.site.cookies.name("session")).value_or(""));
}

/// The other threads hear it from the database; this one must not answer before it knows.
void forget(Services& services, const std::vector<std::string>& digests) {
  for (const auto& digest : digests) services.credentials.forget(digest);
}

/// What can't be undone is done only for who says the very words.
void check_confirmation(const Request& request, const std::string& words) {
  http::JsonBody body(request);
  auto said = body.optional_text("confirm", 300);
  if (said != words)
    throw Problem(Status::unprocessable,
                  "To confirm, send \"confirm\" with the words that the documentation asks for.");
}

Task<> refuse_during_import(Services& services, Id user) {
  bool under_way = co_await store::import_under_way(services.database, user);
  if (under_way) throw Problem(Status::conflict, "An import of yours is under way. Wait until it has ended.");
}

}  // namespace

// GET /api/v1/captures
Task<Response> captures(const Request& request, Services& services) {
  auto list = co_await store::recent_captures(services.database, Id{request.caller.user_id});
  Captures answer{std::move(list)};
  co_return http::json(answer);
}

// GET /api/v1/me/holdings
Task<Response> holdings(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto others = co_await store::holdings(services.database, history->user);
  Holdings answer{{}, 0};
  for (const auto& holding : questions::holdings(*history))
    answer.holdings.push_back({std::string(holding.table), holding.rows, holding.bytes});
  for (auto& holding : others) answer.holdings.push_back(std::move(holding));
  for (const auto& holding : answer.holdings) answer.bytes += holding.bytes;
  co_return http::json(answer);
}

// GET /api/v1/sessions
Task<Response> sessions(const Request& request, Services& services) {
  auto list = co_await store::sessions(services.database, Id{request.caller.user_id}, own_session(request, services));
  Sessions answer{std::move(list)};
  co_return http::json(answer);
}

// DELETE /api/v1/sessions/{id}
Task<Response> end_session(const Request& request, Services& services) {
  auto ended =
      co_await store::end_session(services.database, Id{request.caller.user_id}, Id{request.path_number("id")});
  if (ended.empty()) throw Problem(Status::not_found, "There is no such session of yours.");
  forget(services, ended);
  co_return http::no_content();
}

// POST /api/v1/sessions/end-others
Task<Response> end_other_sessions(const Request& request, Services& services) {
  auto ended =
      co_await store::end_other_sessions(services.database, Id{request.caller.user_id}, own_session(request, services));
  forget(services, ended);
  EndedCount answer{static_cast<std::int64_t>(ended.size())};
  co_return http::json(answer);
}

// GET /api/v1/api-keys
Task<Response> api_keys(const Request& request, Services& services) {
  auto list = co_await store::api_keys(services.database, Id{request.caller.user_id});
  ApiKeys answer{std::move(list)};
  co_return http::json(answer);
}

// POST /api/v1/api-keys {"label":"wall","scope":"read","days":90}
Task<Response> make_api_key(const Request& request, Services& services) {
  http::JsonBody body(request);
  auto label = body.text("label", 100);
  auto scope = body.text("scope", 10);
  if (scope != "read" && scope != "write") throw Problem(Status::unprocessable, "'scope' must be read or write.");
  auto days = body.number("days", 0, 3650, 0);
  std::optional<std::int64_t> life;
  if (days > 0) life = days;
  Id user{request.caller.user_id};
  auto key = new_api_key(user);
  std::optional<store::ApiKey> made;
  bool taken = false;
  try {
    made = co_await store::add_api_key(services.database, sha256(key), user, label, scope, life);
  } catch (const db::Error& error) {
    if (!error.not_unique("api_key_label_once")) throw;
    taken = true;
  }
  if (taken) throw Problem(Status::conflict, "You have a key of that name. Revoke it first, or choose another name.");
  if (!made) throw Problem(Status::conflict, "You have a hundred keys. Revoke one first.");
  NewApiKey answer{*made, key};
  co_return http::json(answer, Status::created);
}

// DELETE /api/v1/api-keys/{id}
Task<Response> revoke_api_key(const Request& request, Services& services) {
  auto ended =
      co_await store::revoke_api_key(services.database, Id{request.caller.user_id}, Id{request.path_number("id")});
  if (ended.empty()) throw Problem(Status::not_found, "There is no such key of yours.");
  forget(services, ended);
  co_return http::no_content();
}

// POST /api/v1/me/disconnect {"confirm":"disconnect"}
Task<Response> disconnect(const Request& request, Services& services) {
  check_confirmation(request, "disconnect");
  co_await store::disconnect(services.database, Id{request.caller.user_id});
  log(Level::info, "a user disconnected Spotify", {{"user", request.caller.user_id}});
  co_return http::no_content();
}

// POST /api/v1/me/delete-history {"confirm":"delete my history"}
Task<Response> delete_history(const Request& request, Services& services) {
  check_confirmation(request, "delete my history");
  Id user{request.caller.user_id};
  co_await refuse_during_import(services, user);
  auto deleting = store::delete_history(services.background_work.database, user);
  co_await run_on(services.background_work.executor, std::move(deleting));
  log(Level::info, "a user deleted their history", {{"user", user.number}});
  co_return http::no_content();
}

// POST /api/v1/me/delete-account {"confirm":"demo"}: the Spotify user id, as shown
Task<Response> delete_account(const Request& request, Services& services) {
  Id id{request.caller.user_id};
  auto user = co_await store::user(services.database, id);
  if (!user) throw Problem(Status::unauthorized, "Log in first.");
  check_confirmation(request, user->spotify_user_id);
  co_await refuse_during_import(services, id);
  auto deleting = store::delete_account(services.background_work.database, id);
  auto ended = co_await run_on(services.background_work.executor, std::move(deleting));
  forget(services, ended);
  log(Level::info, "a user deleted their account", {{"user", id.number}});
  co_return http::no_content().with("Set-Cookie", services.site.cookies.forget("session"));
}

}  // namespace mtm::api
