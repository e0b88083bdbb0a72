// Artists and albums of a history as every answer shows them.
#pragma once
#include "api/shown_track.hpp"

namespace mtm::api {

/// Texts live as long as the history.
struct ShownArtist {
  Id id;
  std::string_view name;
};
BOOST_DESCRIBE_STRUCT(ShownArtist, (), (id, name))

struct ShownAlbum {
  std::string_view name, artist;
  Id artist_id, track_id;  // of one of its tracks, by which its page is found
  std::optional<std::string_view> image_url;
};
BOOST_DESCRIBE_STRUCT(ShownAlbum, (), (name, artist, artist_id, track_id, image_url))

inline ShownArtist shown_artist(const history::Tracks& tracks, std::uint32_t artist) {
  return {Id{tracks.artist_ids[artist]}, tracks.text(tracks.artist_names[artist])};
}

/// By one of its tracks.
inline ShownAlbum shown_album(const history::Tracks& tracks, history::TrackNo track) {
  ShownAlbum album{tracks.album(track), tracks.artist(track), Id{tracks.artist_id(track)}, Id{tracks.ids[track]}, {}};
  auto image = tracks.text(tracks.album_pictures[tracks.albums[track]]);
  if (!image.empty()) album.image_url = image;
  return album;
}

}  // namespace mtm::api
