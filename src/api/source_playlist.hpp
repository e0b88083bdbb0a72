// The playlist of a source other than a year: what a preview shows, and what is kept when somebody likes it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/services.hpp"
#include "api/shown_track.hpp"
#include "http/json_body.hpp"
#include "http/request.hpp"
#include "music/gems.hpp"
#include "music/playlist_moods.hpp"
#include "playlists/sources.hpp"

namespace mtm::api {

struct SourceRequest {
  playlists::Source source;
  std::optional<music::PlaylistMood> mood;  // of the source mood
  Id track{0};                              // the seed of the source similar
  music::GemWindows windows;                // of forgotten gems
  int limit = 50;                           // 1 to 100
};

/// From a query or a body; throws Problem(422) that names what is wrong.
SourceRequest source_request(const http::Request& request, playlists::Source source);
SourceRequest source_request(http::JsonBody& body, playlists::Source source);

struct ReasonedTrack : ShownTrack {
  int position;  // from 1
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonedTrack, (ShownTrack), (position, reason))

struct SourcePlaylist {
  history::HistoryPtr history;  // which the texts of the tracks stand in

  std::string_view source;
  std::string title, definition, name, playlist_id;
  std::optional<std::string> snapshot_date;  // of the one it comes from
  std::size_t count = 0;
  std::int64_t candidates = 0;  // without the limit
  std::vector<ReasonedTrack> tracks;
  std::optional<std::string> explanation;  // why there are no tracks, and what would bring some
};
BOOST_DESCRIBE_STRUCT(SourcePlaylist, (),
                      (source, title, definition, name, playlist_id, snapshot_date, count, candidates, tracks,
                       explanation))

/// Throws Problem(404) when there is no such seed track.
Task<SourcePlaylist> build_source(const http::Request& request, Services& services, SourceRequest asked);

}  // namespace mtm::api
