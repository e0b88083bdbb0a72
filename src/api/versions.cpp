#include "questions/versions.hpp"

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "store/recordings.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct VersionShown {
  Id id;
  std::string_view name, artist;
  std::optional<std::string_view> album, image_url;
  std::optional<int> duration_ms;
  std::optional<std::string_view> isrc;
  std::uint32_t plays;
};
BOOST_DESCRIBE_STRUCT(VersionShown, (), (id, name, artist, album, image_url, duration_ms, isrc, plays))

struct VersionTogether : VersionShown {
  std::string_view why;  // "itself", "isrc", "decided"
};
BOOST_DESCRIBE_STRUCT(VersionTogether, (VersionShown), (why))

struct VersionsOfTrack {
  std::uint32_t plays;  // of all that are together
  std::vector<VersionTogether> versions;
  std::vector<VersionShown> suggestions, decided_apart;
};
BOOST_DESCRIBE_STRUCT(VersionsOfTrack, (), (plays, versions, suggestions, decided_apart))

VersionShown version_shown(const history::History& history, history::TrackNo number) {
  const auto& tracks = *history.tracks;
  auto track = shown(tracks, number);
  VersionShown version{track.id,        track.name,        track.artist, track.album,
                       track.image_url, track.duration_ms, {},           history.counts->plays[number]};
  auto isrc = tracks.text(tracks.isrcs[number]);
  if (!isrc.empty()) version.isrc = isrc;
  return version;
}

std::string_view reason(questions::WhyTogether why) {
  if (why == questions::WhyTogether::itself) return "itself";
  return why == questions::WhyTogether::isrc ? "isrc" : "decided";
}

VersionsOfTrack versions_of(const history::History& history, history::TrackNo number) {
  auto found = questions::versions(history, number);
  VersionsOfTrack answer{history.recording_counts->plays[number], {}, {}, {}};
  for (const auto& version : found.together) {
    VersionTogether together;
    static_cast<VersionShown&>(together) = version_shown(history, version.track);
    together.why = reason(version.why);
    answer.versions.push_back(together);
  }
  for (auto track : found.suggested) answer.suggestions.push_back(version_shown(history, track));
  for (auto track : found.apart) answer.decided_apart.push_back(version_shown(history, track));
  return answer;
}

history::TrackNo number_in(const history::History& history, Id track) {
  auto number = history.tracks->find(track);
  if (number == history::kNoTrack) throw Problem(Status::not_found, "This track is not in your library.");
  return number;
}

}  // namespace

// GET /api/v1/tracks/{id}/versions
Task<Response> track_versions(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  auto history = co_await history_of(request, services);
  auto number = number_in(*history, id);
  auto question = [history, number] { return versions_of(*history, number); };
  auto answer = co_await answered(history, services, std::move(question));
  co_return http::json(answer);
}

struct DecidedVersion {
  Id track_id;
  bool same;
};
BOOST_DESCRIBE_STRUCT(DecidedVersion, (), (track_id, same))

// POST /api/v1/tracks/{id}/versions: {"track_id": …, "same": true or false}
Task<Response> decide_version(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  http::JsonBody body(request);
  DecidedVersion decided{body.id("track_id"), body.flag("same", true)};
  if (decided.track_id == id) throw Problem(Status::unprocessable, "'track_id' must be another track.");
  auto history = co_await history_of(request, services);
  number_in(*history, id);
  if (history->tracks->find(decided.track_id) == history::kNoTrack)
    throw Problem(Status::unprocessable, "'track_id' must be a track of your library.");
  co_await store::decide_recording(services.database, history->user, decided.track_id, id, decided.same);
  co_return http::json(decided);
}

// DELETE /api/v1/tracks/{id}/versions/{track_id}: what was decided of the two
Task<Response> forget_version(const Request& request, Services& services) {
  Id id{request.path_number("id")}, other{request.path_number("track_id")};
  auto forgotten = co_await store::forget_recording_decision(services.database, Id{request.caller.user_id}, other, id);
  if (!forgotten) throw Problem(Status::not_found, "You have decided nothing about these two tracks.");
  co_return http::no_content();
}

}  // namespace mtm::api
