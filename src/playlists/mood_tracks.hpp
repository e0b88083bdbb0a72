// The source mood: what sounds like a workout, work, an evening, a party or a rainy day (music/playlist_moods.hpp).
#pragma once
#include "music/playlist_moods.hpp"
#include "playlists/playlist.hpp"

namespace mtm::playlists {

Playlist mood_tracks(const history::History& history, music::PlaylistMood mood, std::size_t most);

/// "energy 75% or more, 140 beats a minute or more, …"
std::string definition_of(music::PlaylistMood mood);

/// What of a track makes it fit: "energy 82%, 148 beats a minute, …"
std::string mood_reason(music::PlaylistMood mood, const music::AudioFeatures& track);

}  // namespace mtm::playlists
