// All that is answered, on one screen.
#include "api/routes.hpp"

#include "api/handlers.hpp"

namespace mtm::api {

using enum http::Method;
using enum Access;

namespace {

const Route kRoutes[] = {
    {get, "/", home_page, anyone},
    {get, "/dashboard", dashboard_page, anyone},
    {get, "/time-machine", time_machine_page, anyone},
    {get, "/charts/artists", chart_of_artists_page, anyone},
    {get, "/charts/albums", chart_of_albums_page, anyone},
    {get, "/charts/tracks", chart_of_tracks_page, anyone},
    {get, "/recaps", recaps_page, anyone},
    {get, "/recaps/{period}", recap_page, anyone},
    {get, "/artists/{id}", artist_page, anyone},
    {get, "/albums/{id}", album_page, anyone},
    {get, "/tracks/{id}", track_page, anyone},
    {get, "/search", search_page, anyone},
    {get, "/analytics", analytics_page, anyone},
    {get, "/habits", habits_page, anyone},
    {get, "/playlists", playlists_page, anyone},
    {get, "/playlists/{playlist_id}", playlist_page, anyone},
    {get, "/history", history_page, anyone},
    {get, "/sources", sources_page, anyone},
    {get, "/settings", settings_page, anyone},
    {get, "/settings/shares", settings_shares_page, anyone},
    {get, "/settings/keys", settings_keys_page, anyone},
    {get, "/settings/sessions", settings_sessions_page, anyone},
    {get, "/settings/danger", settings_danger_page, anyone},

    {get, "/s/{slug}", shared_page, anyone},
    {get, "/s/{slug}/card.png", shared_card, anyone},

    {get, "/login", login, anyone, Cost::login},
    {get, "/callback", callback, anyone, Cost::login},
    {post, "/logout", logout, person},

    {get, "/health", health, anyone, Cost::free},
    {get, "/livez", livez, anyone, Cost::free},
    {get, "/readyz", readyz, anyone, Cost::free},
    {get, "/metrics", metrics, anyone, Cost::free},

    {get, "/api/v1/session", session, anyone},
    {get, "/api/v1/me", me, reader},
    {patch, "/api/v1/me", change_me, writer},

    {get, "/api/v1/events", page_events, reader},

    {get, "/api/v1/capture", capture, reader},
    {post, "/api/v1/capture", start_capture, writer, Cost::costly, once},
    {get, "/api/v1/capture/events", capture_events, reader},

    {get, "/api/v1/years", years, reader},
    {get, "/api/v1/time-machine", time_machine, reader},
    {get, "/api/v1/time-machine/periods", time_machine_periods, reader},

    {get, "/api/v1/recipes/{recipe}", recipe, reader},
    {get, "/api/v1/playlists", playlists, reader},
    {post, "/api/v1/playlists", keep_playlist, writer, Cost::costly, once},
    {get, "/api/v1/playlists/{playlist_id}", playlist, reader},
    {post, "/api/v1/playlists/{playlist_id}/publish", publish_playlist, writer, Cost::costly, once},
    {post, "/api/v1/playlists/{playlist_id}/tracks", add_track, writer},

    {get, "/api/v1/dashboard", dashboard, reader},
    {get, "/api/v1/energy-distribution", energy_distribution, reader},
    {get, "/api/energy-distribution", energy_distribution, reader},

    {get, "/api/v1/charts/artists", chart_of_artists, reader},
    {get, "/api/v1/charts/albums", chart_of_albums, reader},
    {get, "/api/v1/charts/tracks", chart_of_tracks, reader},
    {get, "/api/v1/timeline", timeline, reader},
    {get, "/api/v1/calendar", calendar, reader},
    {get, "/api/v1/clock", week_clock, reader},
    {get, "/api/v1/listening-sessions", listening_sessions, reader},
    {get, "/api/v1/streaks", streaks, reader},
    {get, "/api/v1/discoveries/artists", discovered_artists, reader},
    {get, "/api/v1/discoveries/albums", discovered_albums, reader},
    {get, "/api/v1/discoveries/tracks", discovered_tracks, reader},
    {get, "/api/v1/recap", recap, reader},
    {get, "/api/v1/recaps", recaps, reader},
    {get, "/api/v1/on-this-day", on_this_day, reader},
    {get, "/api/v1/today", todays_listening, reader},
    {get, "/api/v1/skips", skips, reader},
    {get, "/api/v1/platforms", platforms, reader},
    {get, "/api/v1/countries", countries, reader},
    {get, "/api/v1/listening-modes", listening_modes, reader},
    {get, "/api/v1/analytics/turnover", turnover, reader},
    {get, "/api/v1/analytics/diversity", diversity, reader},
    {get, "/api/v1/analytics/artists", faithful_artists, reader},
    {get, "/api/v1/analytics/growth", growth, reader},
    {get, "/api/v1/analytics/moods", moods, reader},
    {get, "/api/v1/analytics/mood-years", mood_years, reader},
    {get, "/api/v1/analytics/fingerprint", fingerprint, reader},

    {get, "/api/v1/search", search, reader},

    {get, "/api/v1/artists/{id}", artist, reader},
    {get, "/api/v1/albums/{id}", album, reader},
    {get, "/api/v1/tracks/{id}", track, reader},
    {get, "/api/v1/tracks/{id}/mine", my_track, reader},
    {get, "/api/v1/tracks/{id}/similar", similar_tracks, reader},
    {get, "/api/v1/tracks/{id}/versions", track_versions, reader},
    {post, "/api/v1/tracks/{id}/versions", decide_version, writer},
    {del, "/api/v1/tracks/{id}/versions/{track_id}", forget_version, writer},

    {get, "/api/v1/history", listening_feed, reader},
    {post, "/api/v1/history", add_play, writer},
    {get, "/api/v1/history/removed", removed_plays, reader},
    {del, "/api/v1/history/{play}", remove_play, writer},
    {post, "/api/v1/history/{play}/restore", restore_play, writer},
    {get, "/api/v1/captures", captures, reader},
    {get, "/api/v1/gaps", gaps, reader},
    {get, "/api/v1/imports", imports, reader},
    {post, "/api/v1/imports", start_import, writer, Cost::costly, false, receive_import},
    {get, "/api/v1/imports/{id}", one_import, reader},
    {del, "/api/v1/imports/{id}", cancel_import, writer},
    {get, "/api/v1/imports/{id}/events", import_events, reader},
    {get, "/api/v1/imports/{id}/rejects", import_rejects, reader},
    {get, "/api/v1/sources", sources, reader},
    {del, "/api/v1/sources/{id}", undo_source, writer, Cost::costly},
    {get, "/api/v1/shares", shares, person},
    {post, "/api/v1/shares", share, person, Cost::costly, once},
    {patch, "/api/v1/shares/{slug}", change_share, person},
    {del, "/api/v1/shares/{slug}", revoke_share, person},
    {get, "/api/v1/card.png", my_card, reader},
    {get, "/api/v1/export", export_everything, reader, Cost::costly},

    {get, "/api/v1/sessions", sessions, person},
    {del, "/api/v1/sessions/{id}", end_session, person},
    {post, "/api/v1/sessions/end-others", end_other_sessions, person},
    {get, "/api/v1/api-keys", api_keys, person},
    {post, "/api/v1/api-keys", make_api_key, person},
    {del, "/api/v1/api-keys/{id}", revoke_api_key, person},
    {get, "/api/v1/me/holdings", holdings, reader},
    {post, "/api/v1/me/disconnect", disconnect, person},
    {post, "/api/v1/me/delete-history", delete_history, person},
    {post, "/api/v1/me/delete-account", delete_account, person},
};

}  // namespace

std::span<const Route> routes() { return kRoutes; }

}  // namespace mtm::api
