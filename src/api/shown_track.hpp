// What stands in a history as every answer shows it: tracks, moments.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "history/history.hpp"

namespace mtm::api {

/// The members of store::Track, read from the columns. Its texts live as long as the history.
struct ShownTrack {
  Id id;
  std::string_view spotify_id, name, artist;
  Id artist_id;
  std::optional<std::string_view> album;
  std::optional<std::string> release_date;  // "2016", "2016-05" or "2016-05-04": what is known
  std::optional<std::string_view> release_precision;
  std::optional<int> release_year, duration_ms, popularity;
  std::optional<std::string_view> image_url;
  std::optional<std::string> spotify_url;
  std::optional<float> energy, valence, danceability, acousticness, instrumentalness, liveness, speechiness;
  std::optional<float> tempo, loudness;
};
BOOST_DESCRIBE_STRUCT(ShownTrack, (),
                      (id, spotify_id, name, artist, artist_id, album, release_date, release_precision, release_year,
                       duration_ms, popularity, image_url, spotify_url, energy, valence, danceability, acousticness,
                       instrumentalness, liveness, speechiness, tempo, loudness))

ShownTrack shown(const history::Tracks& tracks, history::TrackNo track);

/// In milliseconds; nothing when there is no such time.
std::optional<WallTime> shown(history::Moment moment);

}  // namespace mtm::api
