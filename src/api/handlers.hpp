// The handlers, by noun; each stands in the file of its noun. What they answer is described in docs/api.md.
#pragma once
#include "api/routes.hpp"

namespace mtm::api {

using http::Request;
using http::Response;

// health.cpp
Task<Response> health(const Request& request, Services& services);
Task<Response> livez(const Request& request, Services& services);
Task<Response> readyz(const Request& request, Services& services);

// tracks.cpp
Task<Response> track(const Request& request, Services& services);

// playlist_tracks.cpp
Task<Response> add_track(const Request& request, Services& services);

}  // namespace mtm::api
