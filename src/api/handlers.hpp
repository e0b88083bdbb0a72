// The handlers, by noun; each stands in the file of its noun. What they answer is described in docs/api.md.
#pragma once
#include "api/routes.hpp"

namespace mtm::api {

using http::Request;
using http::Response;

#define MTM_HANDLER(name) Task<Response> name(const Request& request, Services& services)

// pages.cpp
MTM_HANDLER(home_page);
MTM_HANDLER(dashboard_page);
MTM_HANDLER(time_machine_page);
MTM_HANDLER(chart_of_artists_page);
MTM_HANDLER(chart_of_albums_page);
MTM_HANDLER(chart_of_tracks_page);
MTM_HANDLER(recaps_page);
MTM_HANDLER(recap_page);
MTM_HANDLER(artist_page);
MTM_HANDLER(album_page);
MTM_HANDLER(track_page);
MTM_HANDLER(search_page);
MTM_HANDLER(analytics_page);
MTM_HANDLER(habits_page);
MTM_HANDLER(playlists_page);
MTM_HANDLER(playlist_page);
MTM_HANDLER(sources_page);
MTM_HANDLER(history_page);
MTM_HANDLER(settings_page);
MTM_HANDLER(settings_shares_page);
MTM_HANDLER(settings_keys_page);
MTM_HANDLER(settings_sessions_page);
MTM_HANDLER(settings_danger_page);

// login.cpp
MTM_HANDLER(login);
MTM_HANDLER(callback);
MTM_HANDLER(logout);

// health.cpp
MTM_HANDLER(health);
MTM_HANDLER(livez);
MTM_HANDLER(readyz);

// metrics.cpp
MTM_HANDLER(metrics);

// me.cpp
MTM_HANDLER(session);
MTM_HANDLER(me);
MTM_HANDLER(change_me);

// captures.cpp
MTM_HANDLER(capture);
MTM_HANDLER(start_capture);

// events.cpp
MTM_HANDLER(page_events);
MTM_HANDLER(capture_events);

// gaps.cpp
MTM_HANDLER(gaps);

// time_machine.cpp
MTM_HANDLER(years);
MTM_HANDLER(time_machine_periods);
MTM_HANDLER(time_machine);

// recipes.cpp
MTM_HANDLER(recipe);

// playlists.cpp, playlist_tracks.cpp
MTM_HANDLER(playlists);
MTM_HANDLER(playlist);
MTM_HANDLER(keep_playlist);
MTM_HANDLER(publish_playlist);
MTM_HANDLER(add_track);

// dashboard.cpp
MTM_HANDLER(dashboard);
MTM_HANDLER(energy_distribution);

// charts.cpp
MTM_HANDLER(chart_of_artists);
MTM_HANDLER(chart_of_albums);
MTM_HANDLER(chart_of_tracks);

// timeline.cpp, clock.cpp, listening_sessions.cpp, streaks.cpp, discoveries.cpp, on_this_day.cpp, today.cpp
MTM_HANDLER(timeline);
MTM_HANDLER(calendar);
MTM_HANDLER(week_clock);
MTM_HANDLER(listening_sessions);
MTM_HANDLER(streaks);
MTM_HANDLER(discovered_artists);
MTM_HANDLER(discovered_albums);
MTM_HANDLER(discovered_tracks);
MTM_HANDLER(on_this_day);
MTM_HANDLER(todays_listening);

// recap.cpp
MTM_HANDLER(recap);
MTM_HANDLER(recaps);

// skips.cpp, platforms.cpp
MTM_HANDLER(skips);
MTM_HANDLER(platforms);
MTM_HANDLER(countries);
MTM_HANDLER(listening_modes);

// artists.cpp, albums.cpp
MTM_HANDLER(artist);
MTM_HANDLER(album);

// analytics.cpp, moods.cpp
MTM_HANDLER(turnover);
MTM_HANDLER(diversity);
MTM_HANDLER(faithful_artists);
MTM_HANDLER(growth);
MTM_HANDLER(moods);
MTM_HANDLER(mood_years);
MTM_HANDLER(fingerprint);

// tracks.cpp
MTM_HANDLER(track);
MTM_HANDLER(my_track);

// feed.cpp
MTM_HANDLER(listening_feed);
MTM_HANDLER(removed_plays);
MTM_HANDLER(add_play);
MTM_HANDLER(remove_play);
MTM_HANDLER(restore_play);

// versions.cpp
MTM_HANDLER(track_versions);
MTM_HANDLER(decide_version);
MTM_HANDLER(forget_version);

// search.cpp, similar.cpp
MTM_HANDLER(search);
MTM_HANDLER(similar_tracks);

// imports.cpp
MTM_HANDLER(imports);
MTM_HANDLER(one_import);
MTM_HANDLER(start_import);
MTM_HANDLER(cancel_import);
MTM_HANDLER(import_events);
MTM_HANDLER(import_rejects);
Task<std::shared_ptr<http::Upload>> receive_import(const Request& request, Services& services);

// shares.cpp, shared_page.cpp
MTM_HANDLER(shares);
MTM_HANDLER(share);
MTM_HANDLER(change_share);
MTM_HANDLER(revoke_share);
MTM_HANDLER(my_card);
MTM_HANDLER(shared_page);
MTM_HANDLER(shared_card);

// sources.cpp
MTM_HANDLER(sources);
MTM_HANDLER(undo_source);

// export.cpp
MTM_HANDLER(export_everything);

// settings.cpp
MTM_HANDLER(captures);
MTM_HANDLER(holdings);
MTM_HANDLER(sessions);
MTM_HANDLER(end_session);
MTM_HANDLER(end_other_sessions);
MTM_HANDLER(api_keys);
MTM_HANDLER(make_api_key);
MTM_HANDLER(revoke_api_key);
MTM_HANDLER(disconnect);
MTM_HANDLER(delete_history);
MTM_HANDLER(delete_account);

#undef MTM_HANDLER

}  // namespace mtm::api
