#include "store/playlist_tracks.hpp"

#include "api/handlers.hpp"
#include "api/playlist_id.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

struct AddedTrack {
  std::string playlist_id;
  std::int64_t track_id;
  std::int64_t position;
  bool inserted;
};
BOOST_DESCRIBE_STRUCT(AddedTrack, (), (playlist_id, track_id, position, inserted))

// POST /api/v1/playlists/{playlist_id}/tracks
Task<Response> add_track(const Request& request, Services& services) {
  auto playlist = playlist_id(request);
  http::JsonBody body(request);
  auto track = body.id("track_id");
  AddedTrack answer{playlist, track.number, body.number("position", 0, 32767), false};
  store::PlaylistEntry entry{Id{request.caller.user_id}, playlist, track, static_cast<int>(answer.position)};
  auto added = co_await services.playlist_writes.join(std::move(entry));
  if (added == store::Added::no_such_playlist) throw Problem(Status::not_found, "You have no such playlist.");
  if (added == store::Added::no_such_track) throw Problem(Status::unprocessable, "There is no such track.");
  answer.inserted = added == store::Added::created;
  co_return http::json(answer, answer.inserted ? Status::created : Status::ok);
}

}  // namespace mtm::api
