#include <algorithm>

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_listening.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "store/playlists.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using questions::ChartOf;

namespace {

/// Its texts live as long as the history.
struct AlbumAnswer : ShownListening {
  Id id;
  std::string_view name, artist;
  Id artist_id;
  std::optional<std::string_view> image_url;
  std::optional<std::string> release_date;
  std::int64_t known_tracks, heard_tracks;
  std::vector<PlayedTrack> tracks;
  std::vector<store::PlaylistHolding> playlists;
};
BOOST_DESCRIBE_STRUCT(AlbumAnswer, (ShownListening),
                      (id, name, artist, artist_id, image_url, release_date, known_tracks, heard_tracks, tracks,
                       playlists))

constexpr std::size_t kMostTracksOfAlbum = 200;

AlbumAnswer album_answer(const history::History& history, const AskedCounting& asked, Id id, std::uint32_t album,
                         const questions::Listening& listening) {
  const auto& tracks = *history.tracks;
  auto shown_tracks = api::shown_tracks(tracks, listening.tracks);
  const auto& first = shown_tracks.front();  // an album has a track, or it is not found
  AlbumAnswer answer{shown(asked, listening),
                     id,
                     tracks.text(tracks.album_names[album]),
                     first.artist,
                     first.artist_id,
                     {},
                     first.release_date,
                     static_cast<std::int64_t>(listening.known),
                     static_cast<std::int64_t>(listening.heard),
                     {},
                     {}};
  auto image = tracks.text(tracks.album_pictures[album]);
  if (!image.empty()) answer.image_url = image;
  answer.tracks = std::move(shown_tracks);
  return answer;
}

}  // namespace

// GET /api/v1/albums/{id}?range=all&by=plays&counted_from=30
Task<Response> album(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history, "all");
  auto subject = questions::subject_of(*history, ChartOf::albums, id);
  if (!subject) throw Problem(Status::not_found, "This album is not in your library.");
  questions::ListeningQuestion question{*subject, asked.counting(), kMostTracksOfAlbum};
  auto work = [history, question] { return questions::listening(*history, question); };
  auto listening = co_await answered(history, services, std::move(work));
  auto tracks = track_ids_of(*history, *subject);
  auto canonical = *std::min_element(tracks.begin(), tracks.end());
  auto answer = album_answer(*history, asked, canonical, subject->number, listening.value());
  answer.playlists = co_await store::playlists_holding(services.database, history->user, std::move(tracks));
  co_return http::json(answer);
}

}  // namespace mtm::api
