#include "api/seen_track.hpp"

namespace mtm::api {

namespace {

/// The catalogue lacks nothing that a person's own sources could say.
bool known_in_full(const store::Track& track) {
  return track.energy && track.album && track.release_date && track.duration_ms && track.popularity && track.image_url;
}

}  // namespace

Task<std::optional<store::Track>> seen_track(const http::Request& request, Services& services, Id id) {
  auto track = co_await services.track_reads.join(id);
  if (track && known_in_full(*track)) co_return track;
  auto seen = co_await store::seen_track(services.database, Id{request.caller.user_id}, id);
  co_return seen ? std::move(seen) : std::move(track);
}

}  // namespace mtm::api
