// The pages: files of web/pages, whoever asks. What they show they fetch from /api/v1, so a page is the same for
// everybody.
#include "api/handlers.hpp"

namespace mtm::api {

#define MTM_PAGE(handler, file)                                        \
  Task<Response> handler(const Request& request, Services& services) { \
    co_return services.files.page(request, "/pages/" file ".html");    \
  }

MTM_PAGE(home_page, "home")
MTM_PAGE(dashboard_page, "dashboard")
MTM_PAGE(time_machine_page, "time-machine")
MTM_PAGE(track_page, "track")
MTM_PAGE(search_page, "search")
MTM_PAGE(analytics_page, "analytics")
MTM_PAGE(playlists_page, "playlists")
MTM_PAGE(playlist_page, "playlist")
MTM_PAGE(sources_page, "sources")
MTM_PAGE(settings_page, "settings")

}  // namespace mtm::api
