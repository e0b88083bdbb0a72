#include "store/captures.hpp"

#include "api/handlers.hpp"
#include "http/json.hpp"

namespace mtm::api {

// GET /api/v1/capture
Task<Response> capture(const Request& request, Services& services) {
  auto latest = co_await store::latest_capture(services.database, Id{request.caller.user_id});
  co_return http::json(latest);
}

// POST /api/v1/capture
Task<Response> start_capture(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto asked = services.background.request_capture(user);
  co_await run_on(services.background.executor(), std::move(asked));
  auto latest = co_await store::latest_capture(services.database, user);
  co_return http::json(latest, http::Status::accepted);
}

}  // namespace mtm::api
