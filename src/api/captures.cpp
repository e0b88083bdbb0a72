#include "store/captures.hpp"

#include "api/handlers.hpp"
#include "http/events.hpp"
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
  co_await elsewhere(services.background.executor(), std::move(asked));
  auto latest = co_await store::latest_capture(services.database, user);
  co_return http::json(latest, http::Status::accepted);
}

namespace {

Task<> watch_capture(http::Events& events, Services& services, Id user) {
  Watch watch(services.changes, store::kCapturesChannel, std::to_string(user.number));
  std::string shown;
  auto said = Clock::now();
  for (;;) {
    std::optional<store::Capture> latest;
    try {
      latest = co_await store::latest_capture(services.database, user);
    } catch (const db::Unavailable&) {
      // The page goes on waiting with us; the database comes back.
    }
    if (latest) {
      auto text = to_json(*latest).text;
      if (text != shown) {
        co_await events.send("capture", text);
        shown = std::move(text);
        said = Clock::now();
      }
      if (latest->finished_at) co_return;
    }
    if (Clock::now() - said > std::chrono::seconds(15)) {
      co_await events.keep_alive();
      said = Clock::now();
    }
    co_await watch.next();
  }
}

}  // namespace

// GET /api/v1/capture/events
Task<Response> capture_events(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  co_return http::event_stream([&services, user](http::Events& events) { return watch_capture(events, services, user); });
}

}  // namespace mtm::api
