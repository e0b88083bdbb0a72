#include "history/same_songs.hpp"

#include <numeric>
#include <unordered_map>

namespace mtm::history {

std::vector<std::uint32_t> same_songs(const Tracks& tracks, std::span<const std::string_view> isrcs) {
  std::vector<std::uint32_t> songs(tracks.size());
  std::iota(songs.begin(), songs.end(), 0U);
  auto song_of = [&](std::uint32_t track) {
    while (songs[track] != track) track = songs[track] = songs[songs[track]];
    return track;
  };
  auto join = [&](std::uint32_t a, std::uint32_t b) {
    a = song_of(a);
    b = song_of(b);
    songs[std::max(a, b)] = std::min(a, b);
  };
  std::unordered_map<std::string_view, std::uint32_t> first;
  first.reserve(tracks.size());
  for (std::uint32_t track = 0; track < isrcs.size(); ++track)
    if (!isrcs[track].empty()) join(track, first.try_emplace(isrcs[track], track).first->second);
  // Of names that fold to nothing it is not known what they say.
  auto says_something = [](std::string_view folded) { return folded.find_first_not_of(' ') != folded.npos; };
  std::unordered_map<std::string_view, std::uint32_t> artists;  // by folded name: the first that has it
  std::vector<std::uint32_t> artist_numbers(tracks.artist_ids.size(), kNone);
  for (std::uint32_t artist = 0; artist < artist_numbers.size(); ++artist) {
    auto name = tracks.text(tracks.folded_artist_names[artist]);
    if (says_something(name)) artist_numbers[artist] = artists.try_emplace(name, artist).first->second;
  }
  struct Name {
    std::uint32_t artist;
    std::string_view title;
    bool operator==(const Name&) const = default;
  };
  auto hash = [](const Name& name) { return std::hash<std::string_view>()(name.title) * 31 + name.artist; };
  std::unordered_map<Name, std::uint32_t, decltype(hash)> named(tracks.size(), hash);
  for (std::uint32_t track = 0; track < tracks.size(); ++track) {
    Name name{artist_numbers[tracks.artists[track]], tracks.text(tracks.folded_names[track])};
    if (name.artist != kNone && says_something(name.title)) join(track, named.try_emplace(name, track).first->second);
  }
  for (std::uint32_t track = 0; track < songs.size(); ++track) songs[track] = song_of(track);
  return songs;
}

}  // namespace mtm::history
