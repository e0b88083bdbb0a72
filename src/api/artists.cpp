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
struct AlbumOfArtist : ShownPlayed {
  std::int64_t rank;
  Id id;
  std::string_view name;
  std::optional<std::string_view> image_url;
};
BOOST_DESCRIBE_STRUCT(AlbumOfArtist, (ShownPlayed), (rank, id, name, image_url))

struct ArtistAnswer : ShownListening {
  Id id;
  std::string_view name;
  std::int64_t known_tracks, heard_tracks;
  std::vector<PlayedTrack> tracks;
  std::vector<AlbumOfArtist> albums;
  std::vector<store::PlaylistHolding> playlists;
};
BOOST_DESCRIBE_STRUCT(ArtistAnswer, (ShownListening), (id, name, known_tracks, heard_tracks, tracks, albums, playlists))

ArtistAnswer artist_answer(const history::History& history, const AskedCounting& asked,
                           const questions::Subject& subject, const questions::Listening& listening) {
  const auto& tracks = *history.tracks;
  ArtistAnswer answer{shown(asked, listening),
                      Id{tracks.artist_ids[subject.number]},
                      tracks.text(tracks.artist_names[subject.number]),
                      static_cast<std::int64_t>(listening.known),
                      static_cast<std::int64_t>(listening.heard),
                      shown_tracks(tracks, listening.tracks),
                      {},
                      {}};
  for (const auto& entry : listening.albums) {
    AlbumOfArtist album{shown(entry.played), static_cast<std::int64_t>(answer.albums.size()) + 1, Id{entry.id},
                        tracks.text(tracks.album_names[entry.number])};
    auto image = tracks.text(tracks.album_pictures[entry.number]);
    if (!image.empty()) album.image_url = image;
    answer.albums.push_back(album);
  }
  return answer;
}

}  // namespace

// GET /api/v1/artists/{id}?range=all&by=plays&counted_from=30
Task<Response> artist(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history, "all");
  auto subject = questions::subject_of(*history, ChartOf::artists, id);
  if (!subject) throw Problem(Status::not_found, "This artist is not in your library.");
  questions::ListeningQuestion question{*subject, asked.counting()};
  auto work = [history, question] { return questions::listening(*history, question); };
  auto listening = co_await answered(history, services, std::move(work));
  if (!listening) throw Problem(Status::not_found, "This artist is not in your library.");
  auto answer = artist_answer(*history, asked, *subject, *listening);
  auto tracks = track_ids_of(*history, *subject);
  answer.playlists = co_await store::playlists_holding(services.database, history->user, std::move(tracks));
  co_return http::json(answer);
}

}  // namespace mtm::api
