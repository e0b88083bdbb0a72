// All that is answered, on one screen.
#include "api/routes.hpp"

#include "api/handlers.hpp"

namespace mtm::api {

using enum http::Method;
using enum Access;

namespace {

const Route kRoutes[] = {
    {get, "/health", health, anyone},
    {get, "/livez", livez, anyone},
    {get, "/readyz", readyz, anyone},

    {get, "/api/v1/tracks/{id}", track, reader},
    {post, "/api/v1/playlists/{playlist_id}/tracks", add_track, writer},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

}  // namespace mtm::api
