#include "api/shown_track.hpp"

#include "store/tracks.hpp"

#include <cmath>

#include "questions/release_date.hpp"

namespace mtm::api {

using history::Feature;
using history::Precision;

namespace {

std::string_view text_of(Precision precision) {
  if (precision == Precision::year) return "year";
  return precision == Precision::month ? "month" : "day";
}

}  // namespace

ShownTrack shown(const history::Tracks& tracks, history::TrackNo track) {
  auto feature = [&](Feature wanted) -> std::optional<float> {
    auto value = tracks.feature(wanted, track);
    if (std::isnan(value)) return std::nullopt;
    return value;
  };
  ShownTrack shown{};
  shown.id = Id{tracks.ids[track]};
  shown.spotify_id = tracks.text(tracks.spotify_ids[track]);
  shown.name = tracks.name(track);
  shown.artist = tracks.artist(track);
  shown.artist_id = Id{tracks.artist_id(track)};
  if (tracks.albums[track] != history::kNone) shown.album = tracks.album(track);
  shown.release_date = questions::release_date(tracks, track);
  if (shown.release_date) {
    shown.release_precision = text_of(tracks.release_precisions[track]);
    shown.release_year = year_of(tracks.release_days[track]);
  }
  if (tracks.durations_ms[track] >= 0) shown.duration_ms = tracks.durations_ms[track];
  if (tracks.popularities[track] >= 0) shown.popularity = tracks.popularities[track];
  if (tracks.pictures[track].size > 0) shown.image_url = tracks.text(tracks.pictures[track]);
  shown.spotify_url = store::spotify_url_of(shown.spotify_id);
  shown.energy = feature(Feature::energy);
  shown.valence = feature(Feature::valence);
  shown.danceability = feature(Feature::danceability);
  shown.acousticness = feature(Feature::acousticness);
  shown.instrumentalness = feature(Feature::instrumentalness);
  shown.liveness = feature(Feature::liveness);
  shown.speechiness = feature(Feature::speechiness);
  shown.tempo = feature(Feature::tempo);
  shown.loudness = feature(Feature::loudness);
  return shown;
}

std::optional<WallTime> shown(history::Moment moment) {
  if (moment == history::kNever) return std::nullopt;
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(moment)));
}

}  // namespace mtm::api
