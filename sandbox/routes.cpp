#include "sandbox/routes.hpp"

#include "sandbox/accounts.hpp"
#include "sandbox/api.hpp"
#include "sandbox/control.hpp"
#include "sandbox/pages.hpp"

namespace mtm::sandbox {
namespace {

using enum http::Method;

constexpr Route kRoutes[] = {
    // accounts.spotify.com
    {get, "/authorize", authorize},
    {post, "/authorize/decision", authorize_decision},
    {post, "/api/token", token},

    // api.spotify.com
    {get, "/v1/me", me, Need::person},
    {get, "/v1/me/top/{type}", top, Need::person, "user-top-read"},
    {get, "/v1/me/player/recently-played", recently_played, Need::person, "user-read-recently-played"},
    {get, "/v1/me/tracks", liked_songs, Need::person, "user-library-read"},
    {get, "/v1/me/library/contains", library_contains, Need::person, "user-library-read"},
    {put, "/v1/me/library", save_to_library, Need::person},
    {del, "/v1/me/library", remove_from_library, Need::person},
    {get, "/v1/me/playlists", my_playlists, Need::person},
    {post, "/v1/me/playlists", create_playlist, Need::person},
    {post, "/v1/users/{user_id}/playlists", create_playlist_of_user, Need::old_person},
    {get, "/v1/playlists/{id}", playlist, Need::token},
    {put, "/v1/playlists/{id}", change_playlist, Need::person},
    {get, "/v1/playlists/{id}/items", playlist_items, Need::token},
    {post, "/v1/playlists/{id}/items", add_to_playlist, Need::person},
    {put, "/v1/playlists/{id}/items", replace_in_playlist, Need::person},
    {del, "/v1/playlists/{id}/items", remove_from_playlist, Need::person},
    {get, "/v1/playlists/{id}/tracks", playlist_items, Need::old_token},
    {post, "/v1/playlists/{id}/tracks", add_to_playlist, Need::old_person},
    {put, "/v1/playlists/{id}/tracks", replace_in_playlist, Need::old_person},
    {del, "/v1/playlists/{id}/tracks", remove_from_playlist, Need::old_person},
    {get, "/v1/tracks/{id}", track, Need::token},
    {get, "/v1/tracks", tracks, Need::old_token},
    {get, "/v1/artists/{id}", artist, Need::token},
    {get, "/v1/artists", artists, Need::old_token},
    {get, "/v1/albums/{id}", album, Need::token},
    {get, "/v1/search", search, Need::token},
    {get, "/v1/audio-features/{id}", audio_features_of_one, Need::token},
    {get, "/v1/audio-features", audio_features, Need::token},
    {get, "/v1/recommendations", gone, Need::token},

    // a provider of audio features, shaped like ReccoBeats
    {get, "/features/v1/audio-features", provider_features},
    {get, "/features/v1/track", provider_tracks},

    // for people
    {get, "/", home_page},
    {get, "/playlist/{id}", playlist_page},
    {get, "/track/{id}", track_page},
    {get, "/album/{id}", album_page},
    {get, "/artist/{id}", artist_page},
    {get, "/user/{id}", user_page},
    {get, "/covers/{file}", cover},
    {get, "/sandbox.css", style_sheet},

    // for tests
    {get, "/sandbox/faults", show_faults},
    {put, "/sandbox/faults", set_faults},
    {del, "/sandbox/faults", clear_faults},
    {get, "/sandbox/state", show_state},
    {del, "/sandbox/state", forget_state},
    {post, "/sandbox/plays", add_play},
};

}  // namespace

const std::span<const Route> routes{kRoutes};

}  // namespace mtm::sandbox
