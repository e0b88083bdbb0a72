#include "api/handlers.hpp"
#include "api/source_playlist.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct ReasonedTrack : store::Track {
  int position;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonedTrack, (store::Track), (position, reason))

struct Preview {
  std::string source, title, definition, name, playlist_id;
  std::optional<std::string> snapshot_date;
  std::int64_t count, candidates;
  std::vector<ReasonedTrack> tracks;
  std::optional<std::string> explanation;
};
BOOST_DESCRIBE_STRUCT(Preview, (),
                      (source, title, definition, name, playlist_id, snapshot_date, count, candidates, tracks,
                       explanation))

}  // namespace

// GET /api/v1/sources/{source}?limit=50, and what the source takes: mood, track_id, oldest, newest, quiet, plays
Task<Response> source(const Request& request, Services& services) {
  auto found = music::source_from(request.path_text("source"));
  if (!found) throw Problem(Status::not_found, "There is no such source of playlists.");
  auto asked = source_request(request, *found);
  auto playlist = co_await build_source(request, services, asked);
  Preview preview;
  preview.source = music::to_text(*found);
  preview.title = std::move(playlist.title);
  preview.definition = std::move(playlist.definition);
  preview.name = std::move(playlist.default_name);
  preview.playlist_id = std::move(playlist.playlist_id);
  preview.snapshot_date = std::move(playlist.snapshot_date);
  preview.count = static_cast<std::int64_t>(playlist.tracks.size());
  preview.candidates = playlist.candidates;
  preview.explanation = std::move(playlist.explanation);
  int position = 0;
  for (auto& chosen : playlist.tracks)
    preview.tracks.push_back({std::move(chosen.track), ++position, std::move(chosen.reason)});
  co_return http::json(preview);
}

}  // namespace mtm::api
