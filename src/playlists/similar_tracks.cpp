#include "playlists/similar_tracks.hpp"

#include <fmt/format.h>

#include <cmath>

#include "playlists/sources.hpp"
#include "questions/similar.hpp"

namespace mtm::playlists {

Playlist similar_tracks(const history::History& history, const Seed& seed, std::size_t most) {
  Playlist playlist;
  playlist.title = title_of(Source::similar);
  playlist.definition =
      fmt::format("The tracks of your library that are nearest to {} by energy, valence and danceability.", seed.name);
  if (!seed.sound) {
    playlist.explanation = music::kUnknownSound;
    return playlist;
  }
  auto found = questions::similar(*history.tracks, seed.id, *seed.sound, most);
  playlist.candidates = static_cast<std::int64_t>(found.size());
  for (const auto& near : found)
    playlist.tracks.push_back({near.track, fmt::format("{}% like it", std::lround(near.similarity * 100))});
  if (playlist.tracks.empty()) playlist.explanation = music::kNothingToCompare;
  return playlist;
}

}  // namespace mtm::playlists
