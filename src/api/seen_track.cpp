#include "api/seen_track.hpp"

namespace mtm::api {

Task<std::optional<store::Track>> seen_track(const http::Request& request, Services& services, Id id) {
  auto track = co_await services.track_reads.join(id);
  if (track && track->energy) co_return track;
  auto seen = co_await store::seen_track(services.database, Id{request.caller.user_id}, id);
  co_return seen ? std::move(seen) : std::move(track);
}

}  // namespace mtm::api
