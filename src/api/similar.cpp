#include "store/similar.hpp"
#include "store/backlog.hpp"

#include "api/backlog.hpp"
#include "api/handlers.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "store/backlog.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

constexpr std::size_t kMost = 20;

struct Similar {
  Id track_id;
  std::string scope;
  std::vector<store::SimilarTrack> results;
  std::int64_t count;
  std::optional<std::string> explanation;  // why there are none, or few
};
BOOST_DESCRIBE_STRUCT(Similar, (), (track_id, scope, results, count, explanation))

}  // namespace

// GET /api/v1/tracks/{id}/similar?scope=library
Task<Response> similar_tracks(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  Similar answer{id, request.text("scope").value_or("library"), {}, 0, std::nullopt};
  bool library = answer.scope == "library";
  if (!library && answer.scope != "catalogue")
    throw Problem(Status::unprocessable, "scope must be library or catalogue.");
  auto seed = co_await services.track_reads.join(id);
  if (!seed) throw Problem(Status::not_found, "There is no such track.");
  std::optional<std::vector<store::SimilarTrack>> similar;
  Id user{request.caller.user_id};
  if (library)
    similar = co_await store::similar_in_library(services.database, user, id);
  else
    similar = co_await store::similar_in_catalogue(services.database, id);
  if (!similar)
    answer.explanation =
        "Nobody has told us the energy, valence and danceability of this track, so nothing can be compared with it.";
  else if (similar->empty())
    answer.explanation =
        library ? "No other track of your library has audio features yet." : "No other track has audio features yet.";
  if (library && similar && similar->size() < kMost) {
    auto to_come = co_await store::tracks_to_come(services.database, user);
    if (to_come > 0) answer.explanation = sentence_of_backlog(to_come);
  }
  if (similar) answer.results = std::move(*similar);
  answer.count = static_cast<std::int64_t>(answer.results.size());
  co_return http::json(answer);
}

}  // namespace mtm::api
