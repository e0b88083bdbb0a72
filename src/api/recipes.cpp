#include "api/handlers.hpp"
#include "api/list_file.hpp"
#include "api/source_playlist.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

// GET /api/v1/recipes/{recipe}?limit=50, and what the recipe takes: mood, track_id, oldest, newest, quiet, plays,
// and format=csv, m3u or jspf
Task<Response> recipe(const Request& request, Services& services) {
  auto found = playlists::source_from(request.path_text("recipe"));
  if (!found) throw Problem(Status::not_found, "There is no such recipe for playlists.");
  auto asked = source_request(request, *found);
  auto format = asked_format(request);
  auto playlist = co_await build_source(request, services, asked);
  if (!format) co_return http::json(playlist);
  ListFile file{playlist.name, playlist.definition, {}};
  for (const auto& track : playlist.tracks) file.tracks.push_back(listed(track, track.reason));
  co_return list_file(*format, file);
}

}  // namespace mtm::api
