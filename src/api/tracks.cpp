#include "store/tracks.hpp"

#include "api/handlers.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "store/library.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

// GET /api/v1/tracks/{id}
Task<Response> track(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto track = co_await services.track_reads.join(id);
  if (!track) throw Problem(Status::not_found, "There is no such track.");
  co_return http::json(*track);
}

// GET /api/v1/tracks/{id}/mine
Task<Response> my_track(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto mine = co_await store::mine(services.database, Id{request.caller.user_id}, id);
  if (!mine) throw Problem(Status::not_found, "This track is not in your library.");
  co_return http::json(*mine);
}

}  // namespace mtm::api
