// The handlers of the Web API and of the feature provider. Each answers one route of routes.cpp.
#pragma once
#include "sandbox/call.hpp"

namespace mtm::sandbox {

// api_me.cpp
http::Response me(Call& call);
http::Response top(Call& call);
http::Response recently_played(Call& call);
http::Response liked_songs(Call& call);

// api_library.cpp
http::Response library_contains(Call& call);
http::Response save_to_library(Call& call);
http::Response remove_from_library(Call& call);

// api_catalogue.cpp
http::Response track(Call& call);
http::Response tracks(Call& call);
http::Response artist(Call& call);
http::Response artists(Call& call);
http::Response album(Call& call);
http::Response search(Call& call);
http::Response audio_features_of_one(Call& call);
http::Response audio_features(Call& call);
http::Response gone(Call& call);

// api_playlists.cpp
http::Response my_playlists(Call& call);
http::Response playlist(Call& call);
http::Response playlist_items(Call& call);

// api_playlist_changes.cpp
http::Response create_playlist(Call& call);
http::Response create_playlist_of_user(Call& call);
http::Response change_playlist(Call& call);
http::Response add_to_playlist(Call& call);
http::Response replace_in_playlist(Call& call);
http::Response remove_from_playlist(Call& call);

// provider.cpp: a stand-in for ReccoBeats
http::Response provider_features(Call& call);
http::Response provider_tracks(Call& call);

}  // namespace mtm::sandbox
