// A user with a key, a playlist and some tracks: what tests of changes need, made without Spotify.
#pragma once
#include <string>

#include "support/database.hpp"
#include "support/http_client.hpp"

namespace mtm::test {

/// A key for programs, made by the program itself; the user is made, too, when nobody is known by that id.
std::string make_key(const std::string& database_url, const std::string& spotify_user_id,
                     const std::string& scope = "write", const std::string& label = "test");

/// Adds so many tracks to the catalogue, "Track 1", "Track 2" …; their ids count on from what is there, 1 at first.
void make_tracks(Sql& sql, int count);

/// So many plays of the first track by everybody, a minute apart.
void make_plays(Sql& sql, int count);

/// An empty playlist of that user.
void make_playlist(Sql& sql, const std::string& spotify_user_id, const std::string& playlist_id);

/// A client that shows the key with every request.
HttpClient client_with(const std::string& origin, const std::string& key);

}  // namespace mtm::test
