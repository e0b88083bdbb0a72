// The catalogue: what a track is, for whoever asks.
#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/json.hpp"
#include "db/database.hpp"

namespace mtm::store {

struct Track {
  Id id;
  std::string spotify_id;
  std::string name;
  std::string artist;
  Id artist_id;
  std::optional<std::string> album;
  std::optional<std::string> release_date;  // "2016", "2016-05" or "2016-05-04": what is known
  std::optional<std::string> release_precision;
  std::optional<int> release_year;
  std::optional<int> duration_ms;
  std::optional<int> popularity;  // 0 to 100; Spotify gives none to new apps
  std::optional<std::string> image_url;
  std::string spotify_url;
  std::optional<double> energy, valence, danceability, acousticness, instrumentalness, liveness, speechiness;  // 0 to 1
  std::optional<double> tempo;     // beats a minute
  std::optional<double> loudness;  // dB, about -60 to 1
};
BOOST_DESCRIBE_STRUCT(Track, (),
                      (id, spotify_id, name, artist, artist_id, album, release_date, release_precision, release_year,
                       duration_ms, popularity, image_url, spotify_url, energy, valence, danceability, acousticness,
                       instrumentalness, liveness, speechiness, tempo, loudness))

/// The select list that fills a Track from `tracks` joined with `artists`.
#define MTM_TRACK_COLUMNS                                                                                             \
  "tracks.id, tracks.spotify_id, tracks.name, artists.name as artist, tracks.artist_id, tracks.album_name as album, " \
  "left(tracks.release_date::text, case tracks.release_precision when 'year' then 4 when 'month' then 7 else 10 end)" \
  " as release_date, tracks.release_precision, date_part('year', tracks.release_date)::int as release_year, "         \
  "tracks.duration_ms, tracks.popularity, tracks.image_url, "                                                         \
  "'https://open.spotify.com/track/' || tracks.spotify_id as spotify_url, "                                           \
  "tracks.energy, tracks.valence, tracks.danceability, tracks.acousticness, tracks.instrumentalness, "                \
  "tracks.liveness, tracks.speechiness, tracks.tempo, tracks.loudness"

/// One answer for each id, in their order; nothing for one that the catalogue does not have.
Task<std::vector<std::optional<Track>>> tracks(db::Database& database, const std::vector<Id>& ids);

}  // namespace mtm::store
