#include "sandbox/playlists.hpp"

#include <algorithm>

#include "core/crypto.hpp"
#include "sandbox/random.hpp"
#include "sandbox/spotify_id.hpp"

namespace mtm::sandbox {

std::string Playlist::snapshot() const { return base64(id.substr(0, 9) + "," + std::to_string(revision)); }

Playlist& Playlists::create(std::string owner, std::string name) {
  Playlist playlist;
  // From the system's generator: a playlist of yesterday's process must not come back as another one today.
  playlist.id = spotify_id(mix(0, random_token()), all_.size());
  playlist.name = std::move(name);
  playlist.followers.push_back(owner);
  playlist.owner = std::move(owner);
  all_.push_back(std::move(playlist));
  return all_.back();
}

Playlist* Playlists::find(std::string_view id) {
  auto found = std::find_if(all_.begin(), all_.end(), [&](const Playlist& playlist) { return playlist.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

std::vector<Playlist*> Playlists::of(std::string_view person) {
  std::vector<Playlist*> theirs;
  for (auto playlist = all_.rbegin(); playlist != all_.rend(); ++playlist) {
    auto& followers = playlist->followers;
    if (std::find(followers.begin(), followers.end(), person) != followers.end()) theirs.push_back(&*playlist);
  }
  return theirs;
}

void Playlists::forget_created() {
  std::deque<Playlist> kept;
  for (Playlist& playlist : all_) {
    if (!playlist.created_here) kept.push_back(std::move(playlist));
  }
  all_ = std::move(kept);
}

void add(Playlist& playlist, const std::vector<std::uint32_t>& tracks, std::optional<std::size_t> position,
         WallTime now) {
  auto place = playlist.entries.begin() + static_cast<std::ptrdiff_t>(std::min(
                                              position.value_or(playlist.entries.size()), playlist.entries.size()));
  std::vector<PlaylistEntry> added;
  for (auto track : tracks) added.push_back({track, now});
  playlist.entries.insert(place, added.begin(), added.end());
  ++playlist.revision;
}

void replace(Playlist& playlist, const std::vector<std::uint32_t>& tracks, WallTime now) {
  playlist.entries.clear();
  add(playlist, tracks, std::nullopt, now);
}

bool reorder(Playlist& playlist, std::size_t start, std::size_t length, std::size_t before) {
  auto& entries = playlist.entries;
  if (!length || start > entries.size() || length > entries.size() - start || before > entries.size()) return false;
  auto first = entries.begin() + static_cast<std::ptrdiff_t>(start);
  auto last = first + static_cast<std::ptrdiff_t>(length);
  auto target = entries.begin() + static_cast<std::ptrdiff_t>(before);
  if (target < first)
    std::rotate(target, first, last);
  else if (target > last)
    std::rotate(first, last, target);
  ++playlist.revision;
  return true;
}

void remove(Playlist& playlist, const std::vector<std::uint32_t>& tracks) {
  std::erase_if(playlist.entries, [&](const PlaylistEntry& entry) {
    return std::find(tracks.begin(), tracks.end(), entry.track) != tracks.end();
  });
  ++playlist.revision;
}

}  // namespace mtm::sandbox
