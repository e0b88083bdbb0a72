// A track as its caller sees it.
#pragma once
#include <optional>

#include "api/services.hpp"
#include "http/request.hpp"
#include "store/tracks.hpp"

namespace mtm::api {

/// What the catalogue says of the track, and where it has no audio features or does not know the track, what the
/// caller's own sources say. Nothing when neither knows it.
Task<std::optional<store::Track>> seen_track(const http::Request& request, Services& services, Id id);

}  // namespace mtm::api
