#include "history/pictures.hpp"

#include <algorithm>
#include <unordered_map>

namespace mtm::history {

namespace {

struct Sleeve {
  std::uint32_t artist;
  std::string_view album;
  bool operator==(const Sleeve&) const = default;
};

struct SleeveHash {
  std::size_t operator()(const Sleeve& sleeve) const {
    return std::hash<std::string_view>()(sleeve.album) * 31 + sleeve.artist;
  }
};

}  // namespace

Pictures pictures_of(const Tracks& tracks) {
  Pictures pictures{tracks.images, tracks.album_images};
  auto is_missing = [](Text image) { return image.size == 0; };
  if (std::none_of(tracks.album_images.begin(), tracks.album_images.end(), is_missing)) return pictures;
  std::unordered_map<Sleeve, Text, SleeveHash> known;
  auto sleeve = [&](TrackNo track) { return Sleeve{tracks.artists[track], tracks.album(track)}; };
  for (auto track : tracks.by_id)
    if (tracks.albums[track] != kNone && !is_missing(tracks.images[track]))
      known.try_emplace(sleeve(track), tracks.images[track]);
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    auto album = tracks.albums[track];
    if (album == kNone || !is_missing(tracks.images[track])) continue;
    auto found = known.find(sleeve(track));
    if (found == known.end()) continue;
    pictures.of_tracks[track] = found->second;
    pictures.of_albums[album] = found->second;
  }
  return pictures;
}

}  // namespace mtm::history
