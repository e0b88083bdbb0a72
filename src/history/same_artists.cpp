#include "history/same_artists.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace mtm::history {

std::vector<std::uint32_t> artists_by_name(const Tracks& tracks) {
  const auto& unconfirmed = tracks.artists_unconfirmed;
  if (std::find(unconfirmed.begin(), unconfirmed.end(), 1) == unconfirmed.end()) return tracks.told_artists;
  std::unordered_map<std::string_view, std::uint32_t> by_name;
  auto better = [&](std::uint32_t a, std::uint32_t b) {
    return unconfirmed[a] != unconfirmed[b] ? unconfirmed[a] < unconfirmed[b]
                                            : tracks.artist_ids[a] < tracks.artist_ids[b];
  };
  auto name = [&](std::uint32_t artist) { return tracks.text(tracks.folded_artist_names[artist]); };
  auto says_something = [](std::string_view folded) { return folded.find_first_not_of(' ') != folded.npos; };
  for (std::uint32_t artist = 0; artist < unconfirmed.size(); ++artist) {
    if (!says_something(name(artist))) continue;
    auto [known, fresh] = by_name.try_emplace(name(artist), artist);
    if (!fresh && better(artist, known->second)) known->second = artist;
  }
  std::vector<std::uint32_t> joined(unconfirmed.size());
  std::iota(joined.begin(), joined.end(), 0U);
  for (std::uint32_t artist = 0; artist < unconfirmed.size(); ++artist)
    if (unconfirmed[artist] && says_something(name(artist))) joined[artist] = by_name.at(name(artist));
  std::vector<std::uint32_t> artists;
  artists.reserve(tracks.told_artists.size());
  for (auto told : tracks.told_artists) artists.push_back(joined[told]);
  return artists;
}

}  // namespace mtm::history
