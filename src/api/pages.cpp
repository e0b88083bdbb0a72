// The pages: files of web/pages, whoever asks. What they show they fetch from /api/v1, so a page is the same for
// everybody.
#include <initializer_list>

#include "api/handlers.hpp"

namespace mtm::api {

namespace {

/// What stands in an answer's Link field, so that the browser asks for it while the page is still on its way, and the
/// page's script finds it there (RFC 8288; a preload must be asked for exactly as fetch() does it).
void announce(Response& response, std::string_view address) {
  std::string link = "<";
  link += address;
  link += ">; rel=preload; as=fetch; crossorigin";
  response.with("Link", std::move(link));
}

/// True for addresses that can stand in a Link field as they are.
bool is_plain(std::string_view text) { return text.find_first_of("<>\"\\ ") == text.npos; }

constexpr std::string_view kMe = "/api/v1/me";

/// `first` is what the page's script asks before it shows anything: "{id}" stands for the last part of the page's own
/// address, and "?" or "&" at the end for its query.
Response page(const Request& request, Services& services, std::string_view file,
              std::initializer_list<std::string_view> first) {
  auto response = services.files.page(request, file);
  // Without a session every question would be refused.
  if (!request.cookie(services.site.cookies.name("session"))) return response;
  for (auto address : first) {
    std::string asked(address);
    constexpr std::string_view kId = "{id}";
    if (auto place = asked.find(kId); place != asked.npos)
      asked.replace(place, kId.size(), request.path.substr(request.path.rfind('/') + 1));
    if (asked.ends_with('?') || asked.ends_with('&')) {
      auto sign = asked.back();
      asked.pop_back();
      if (!request.query.empty()) asked.append(1, sign).append(request.query);
    }
    if (is_plain(asked)) announce(response, asked);
  }
  return response;
}

}  // namespace

#define MTM_PAGE(handler, file, ...)                                          \
  Task<Response> handler(const Request& request, Services& services) {        \
    co_return page(request, services, "/pages/" file ".html", {__VA_ARGS__}); \
  }

MTM_PAGE(home_page, "home")
MTM_PAGE(dashboard_page, "dashboard", kMe, "/api/v1/today", "/api/v1/on-this-day")
MTM_PAGE(time_machine_page, "time-machine", kMe, "/api/v1/time-machine/periods")
MTM_PAGE(chart_of_artists_page, "charts", kMe, "/api/v1/charts/artists?")
MTM_PAGE(chart_of_albums_page, "charts", kMe, "/api/v1/charts/albums?")
MTM_PAGE(chart_of_tracks_page, "charts", kMe, "/api/v1/charts/tracks?")
MTM_PAGE(recaps_page, "recaps", kMe, "/api/v1/recaps?")
MTM_PAGE(recap_page, "recap", kMe, "/api/v1/recap?period={id}&")
MTM_PAGE(artist_page, "artist", kMe, "/api/v1/artists/{id}?")
MTM_PAGE(album_page, "album", kMe, "/api/v1/albums/{id}?")
MTM_PAGE(track_page, "track", kMe, "/api/v1/tracks/{id}", "/api/v1/tracks/{id}/mine?")
MTM_PAGE(search_page, "search", kMe)
MTM_PAGE(analytics_page, "analytics", kMe, "/api/v1/analytics/moods")
MTM_PAGE(habits_page, "habits", kMe, "/api/v1/clock?", "/api/v1/skips?")
MTM_PAGE(playlists_page, "playlists", kMe, "/api/v1/playlists")
MTM_PAGE(playlist_page, "playlist", kMe, "/api/v1/playlists/{id}")
MTM_PAGE(history_page, "history", kMe, "/api/v1/history?")
MTM_PAGE(sources_page, "sources", kMe, "/api/v1/sources", "/api/v1/imports", "/api/v1/gaps")
MTM_PAGE(settings_page, "settings", kMe, "/api/v1/me/holdings")
MTM_PAGE(settings_shares_page, "settings-shares", kMe, "/api/v1/shares")
MTM_PAGE(settings_keys_page, "settings-keys", kMe, "/api/v1/api-keys")
MTM_PAGE(settings_sessions_page, "settings-sessions", kMe, "/api/v1/sessions")
MTM_PAGE(settings_danger_page, "settings-danger", kMe)

}  // namespace mtm::api
