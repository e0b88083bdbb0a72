#include "questions/skips.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_endings.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"

namespace mtm::api {

namespace {

constexpr std::int64_t kMostListed = 100, kHighestFloor = 10'000;

struct EndedTrack : ShownTrack, ShownEndings {};
BOOST_DESCRIBE_STRUCT(EndedTrack, (ShownTrack, ShownEndings), ())

struct EndedAlbum : ShownEndings {
  std::string_view name, artist;
  Id artist_id;
  std::optional<std::string_view> image_url;
};
BOOST_DESCRIBE_STRUCT(EndedAlbum, (ShownEndings), (name, artist, artist_id, image_url))

struct SkipsAnswer : AskedCounting {
  std::int64_t fewest, limit;
  ShownEndings plays;
  std::vector<EndedTrack> skipped_tracks, finished_tracks;
  std::vector<EndedAlbum> finished_albums;
};
BOOST_DESCRIBE_STRUCT(SkipsAnswer, (AskedCounting),
                      (fewest, limit, plays, skipped_tracks, finished_tracks, finished_albums))

std::vector<EndedTrack> shown_tracks(const history::History& history, const std::vector<questions::EndingsOf>& list) {
  std::vector<EndedTrack> tracks;
  for (const auto& entry : list) tracks.push_back({shown(*history.tracks, entry.number), shown(entry.endings)});
  return tracks;
}

std::vector<EndedAlbum> shown_albums(const history::History& history, const std::vector<questions::EndingsOf>& list) {
  const auto& tracks = *history.tracks;
  std::vector<EndedAlbum> albums;
  for (const auto& entry : list) {
    EndedAlbum album{shown(entry.endings),
                     tracks.text(tracks.album_names[entry.number]),
                     tracks.artist(entry.top_track),
                     Id{tracks.artist_id(entry.top_track)},
                     {}};
    auto image = tracks.text(tracks.album_pictures[entry.number]);
    if (!image.empty()) album.image_url = image;
    albums.push_back(album);
  }
  return albums;
}

}  // namespace

// GET /api/v1/skips?range=12m&counted_from=0&fewest=5&limit=10
Task<Response> skips(const Request& request, Services& services) {
  questions::SkipsQuestion question;
  question.floor = request.number("fewest", question.floor, 1, kHighestFloor);
  question.limit = static_cast<std::size_t>(request.number("limit", 10, 1, kMostListed));
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history, "12m", 0);
  question.counting = asked.counting();
  auto work = [history, asked, question] {
    auto found = questions::skips(*history, question);
    SkipsAnswer answer{asked,
                       question.floor,
                       static_cast<std::int64_t>(question.limit),
                       shown(found.all),
                       shown_tracks(*history, found.skipped_tracks),
                       shown_tracks(*history, found.finished_tracks),
                       shown_albums(*history, found.finished_albums)};
    return to_json(answer).text;
  };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace mtm::api
