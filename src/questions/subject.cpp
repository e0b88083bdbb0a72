#include "questions/subject.hpp"

#include <algorithm>

namespace mtm::questions {

using history::History;
using history::kNone;
using history::kNoTrack;

namespace {

/// One that a file alone names stands under the number of the artist that Spotify knows by that name.
std::optional<std::uint32_t> number_of_artist(const history::Tracks& tracks, Id id) {
  auto named = std::find(tracks.artist_ids.begin(), tracks.artist_ids.end(), id.number);
  if (named == tracks.artist_ids.end()) return std::nullopt;
  auto number = static_cast<std::uint32_t>(named - tracks.artist_ids.begin());
  auto told = std::find(tracks.told_artists.begin(), tracks.told_artists.end(), number);
  if (told == tracks.told_artists.end()) return number;
  return tracks.artists[static_cast<std::size_t>(told - tracks.told_artists.begin())];
}

}  // namespace

std::optional<Subject> subject_of(const History& history, ChartOf of, Id id) {
  if (of == ChartOf::artists) {
    auto number = number_of_artist(*history.tracks, id);
    if (!number) return std::nullopt;
    return Subject{of, *number};
  }
  auto track = history.tracks->find(id);
  if (track == kNoTrack) return std::nullopt;
  auto number = numbers_of(history, of)[track];
  if (number == kNone) return std::nullopt;
  return Subject{of, number};
}

}  // namespace mtm::questions
