// One thing in an answer of Spotify: a track, a playlist, the audio features of a track. Each throws Unfit for a thing
// that can't be used.
#pragma once
#include <optional>
#include <string>

#include "spotify/json_fields.hpp"
#include "spotify/payloads.hpp"

namespace mtm::spotify {

enum class LocalFiles { skip, keep };

/// The checker sees whether the track's own text is JSON throughout; it is an argument because it keeps its buffers.
Track read_track(JsonObject object, LocalFiles local_files, simdjson::dom::parser& checker);

/// The track of a page's entry, under its new name (`item`) or its old one (`track`).
Track track_of(JsonObject& entry, LocalFiles local_files, simdjson::dom::parser& checker);

Playlist read_playlist(JsonObject object);

TrackFeatures track_features(JsonObject& object);

/// The provider's own id is another one; Spotify's is the last part of `href`.
TrackFeatures provided_features_of(JsonObject& object);

/// The smallest picture that is at least 300 pixels wide, which is what a list of tracks shows; else the widest.
std::optional<std::string> picture(JsonObject& object);

}  // namespace mtm::spotify
