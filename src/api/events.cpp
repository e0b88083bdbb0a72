// What a page watches: how things stand when it begins, and whenever that has changed, wherever that was done.
#include "api/following.hpp"
#include "api/handlers.hpp"
#include "store/captures.hpp"
#include "store/libraries.hpp"

namespace mtm::api {

namespace {

struct HistoryVersion {
  std::int64_t version, epoch;
};
BOOST_DESCRIBE_STRUCT(HistoryVersion, (), (version, epoch))

Task<Standing> version_of(Services& services, Id user) {
  auto state = co_await services.version_reads.join(user);
  HistoryVersion version{state.version, state.epoch};
  co_return Standing{to_json(version).text, false};
}

Task<Standing> capture_of(Services& services, Id user) {
  auto latest = co_await store::latest_capture(services.database, user);
  Standing standing;
  if (latest) standing = {to_json(*latest).text, latest->finished_at.has_value()};
  co_return standing;
}

/// The same of the captures that follow, too.
Task<Standing> captures_of(Services& services, Id user) {
  auto standing = co_await capture_of(services, user);
  standing.over = false;
  co_return standing;
}

}  // namespace

// GET /api/v1/events
Task<Response> page_events(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  std::vector<Followed> all{
      {store::kHistoriesChannel, "history", [&services, user] { return version_of(services, user); }},
      {store::kCapturesChannel, "capture", [&services, user] { return captures_of(services, user); }}};
  co_return followed(services, request.caller, std::move(all));
}

// GET /api/v1/capture/events
Task<Response> capture_events(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  std::vector<Followed> all{
      {store::kCapturesChannel, "capture", [&services, user] { return capture_of(services, user); }}};
  co_return followed(services, request.caller, std::move(all));
}

}  // namespace mtm::api
