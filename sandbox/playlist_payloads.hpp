// Playlists as Spotify writes them, in the new shape and in the old.
#pragma once
#include <string>
#include <string_view>

#include "sandbox/call.hpp"

namespace mtm::sandbox {

/// The members that were renamed in 2026.
struct PlaylistWords {
  std::string_view list, entry;
};

/// The old routes keep the old words.
PlaylistWords playlist_words(const Call& call);

/// The playlist of the address; refuses when there is none.
Playlist& wanted_playlist(Call& call);

/// What every playlist has, without the closing brace and without its entries.
void write_playlist_start(JsonWriter& json, Call& call, const Playlist& playlist);
void write_followers(JsonWriter& json, const Playlist& playlist);

/// A paging object of its entries.
std::string entries_page(Call& call, const Playlist& playlist, Window window);

}  // namespace mtm::sandbox
