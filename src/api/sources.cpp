#include "store/sources.hpp"

#include "api/handlers.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "store/enrichments.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

struct Sources {
  std::vector<store::Source> sources;
  std::int64_t unconfirmed_tracks = 0;  // whose names Spotify has not confirmed yet
};
BOOST_DESCRIBE_STRUCT(Sources, (), (sources, unconfirmed_tracks))

}  // namespace

// GET /api/v1/sources
Task<Response> sources(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  auto list = co_await store::sources(services.database, user);
  auto unconfirmed = co_await store::unconfirmed_of(services.database, user);
  Sources answer{std::move(list), unconfirmed.value_or(0)};
  co_return http::json(answer);
}

struct Undoing {
  Id id;
  std::string state = "undoing";
};
BOOST_DESCRIBE_STRUCT(Undoing, (), (id, state))

// DELETE /api/v1/sources/{id}: takes back all that this source told, soon after
Task<Response> undo_source(const Request& request, Services& services) {
  Id user{request.caller.user_id};
  Id source{request.path_number("id")};
  auto asked = co_await store::request_undo(services.database, user, source);
  if (asked == store::UndoRequest::unknown) throw Problem(Status::not_found, "You have no such source.");
  if (asked == store::UndoRequest::is_spotify)
    throw Problem(Status::conflict,
                  "What was read from your Spotify account is no import. Disconnect it, or delete your history.");
  services.background_work.imports.undo(store::SourceToUndo{user, source});
  Undoing undoing{source};
  co_return http::json(undoing, Status::accepted);
}

}  // namespace mtm::api
