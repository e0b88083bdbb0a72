// A track as its caller sees it.
#pragma once
#include <optional>

#include "api/services.hpp"
#include "http/request.hpp"

namespace mtm::api {

/// What the catalogue says of the track, and the caller's own sources where it says nothing. Nothing when neither knows
/// it.
inline Task<std::optional<store::Track>> seen_track(const http::Request& request, Services& services, Id id) {
  return services.track_reads.join({Id{request.caller.user_id}, id});
}

}  // namespace mtm::api
