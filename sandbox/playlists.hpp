// The playlists of everybody: what was created through the API and what was there before.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"

namespace mtm::sandbox {

struct PlaylistEntry {
  std::uint32_t track = 0;
  WallTime added_at;
};

struct Playlist {
  std::string id, name, description, owner;
  bool is_public = true;
  bool collaborative = false;
  bool created_here = false;           // through the API, so that tests can tell
  std::vector<std::string> followers;  // whose library it is in; the owner is one until they unfollow it
  std::vector<PlaylistEntry> entries;
  std::uint32_t revision = 1;

  /// Names this state of the playlist.
  std::string snapshot() const;
};

class Playlists {
 public:
  Playlist& create(std::string owner, std::string name);

  Playlist* find(std::string_view id);
  /// In somebody's library, newest first.
  std::vector<Playlist*> of(std::string_view person);
  const std::deque<Playlist>& all() const { return all_; }

  /// Forgets everything that was created through the API.
  void forget_created();

 private:
  std::deque<Playlist> all_;  // oldest first; references stay good
};

// What the write routes do to the entries. They say nothing about rights.

/// Inserts before `position`, or at the end.
void add(Playlist& playlist, const std::vector<std::uint32_t>& tracks, std::optional<std::size_t> position,
         WallTime now);
void replace(Playlist& playlist, const std::vector<std::uint32_t>& tracks, WallTime now);
/// Moves `length` entries from `start` to before `before` (counted before the move). False when they don't exist.
bool reorder(Playlist& playlist, std::size_t start, std::size_t length, std::size_t before);
/// Removes every occurrence of these tracks.
void remove(Playlist& playlist, const std::vector<std::uint32_t>& tracks);

}  // namespace mtm::sandbox
