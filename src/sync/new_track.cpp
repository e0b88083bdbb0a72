#include "sync/new_track.hpp"

namespace mtm::sync {

store::NewTrack new_track(const spotify::Track& track) {
  store::NewTrack kept;
  kept.spotify_id = track.id;
  kept.name = track.name;
  const auto& artist = track.artists.front();
  kept.artist_spotify_id = artist.id.value_or(store::made_up_artist_id(artist.name));
  kept.artist_name = artist.name;
  if (!track.album_name.empty()) kept.album_name = track.album_name;
  if (track.release) {
    kept.release_date = track.release->text;
    kept.release_precision = track.release->precision == spotify::Precision::year    ? "year"
                             : track.release->precision == spotify::Precision::month ? "month"
                                                                                     : "day";
  }
  kept.duration_ms = track.duration_ms;
  kept.popularity = track.popularity;
  kept.isrc = track.isrc;
  kept.image_url = track.image_url;
  if (!track.raw_json.empty()) kept.raw_json = track.raw_json;
  return kept;
}

}  // namespace mtm::sync
