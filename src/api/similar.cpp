#include "questions/similar.hpp"

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/seen_track.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "store/similar.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;

namespace {

constexpr std::size_t kMost = 20;

struct SimilarTrack : ShownTrack {
  double similarity;
};
BOOST_DESCRIBE_STRUCT(SimilarTrack, (ShownTrack), (similarity))

struct Similar {
  Id track_id;
  std::string scope;
  Json results;
  std::size_t count;
  std::optional<std::string> explanation;  // why there are none
};
BOOST_DESCRIBE_STRUCT(Similar, (), (track_id, scope, results, count, explanation))

template <class Track>
void set_results(Similar& answer, const std::vector<Track>& results, std::string_view why_none) {
  answer.results = to_json(results);
  answer.count = results.size();
  if (results.empty()) answer.explanation = why_none;
}

Task<> compare_library(const Request& request, Services& services, music::Sound sound, Similar& answer) {
  auto history = co_await history_of(request, services);
  auto question = [history, sound, itself = answer.track_id] {
    return questions::similar(*history->tracks, itself, sound, kMost);
  };
  auto found = co_await answered(history, services, std::move(question));
  std::vector<SimilarTrack> results;
  for (const auto& similar : found) results.push_back({shown(*history->tracks, similar.track), similar.similarity});
  set_results(answer, results, music::kNothingToCompare);
}

Task<> compare_catalogue(Services& services, music::Sound sound, Similar& answer) {
  auto results = co_await store::similar_in_catalogue(services.database, answer.track_id, sound, kMost);
  set_results(answer, results, "No other track has audio features yet.");
}

}  // namespace

// GET /api/v1/tracks/{id}/similar?scope=library
Task<Response> similar_tracks(const Request& request, Services& services) {
  Id id{request.path_number("id")};
  Similar answer{id, request.text("scope").value_or("library"), Json{"[]"}, 0, std::nullopt};
  bool library = answer.scope == "library";
  if (!library && answer.scope != "catalogue")
    throw Problem(Status::unprocessable, "scope must be library or catalogue.");
  auto seed = co_await seen_track(request, services, id);
  if (!seed) throw Problem(Status::not_found, "There is no such track.");
  auto sound = store::sound_of(*seed);
  if (!sound)
    answer.explanation = music::kUnknownSound;
  else if (library)
    co_await compare_library(request, services, *sound, answer);
  else
    co_await compare_catalogue(services, *sound, answer);
  co_return http::json(answer);
}

}  // namespace mtm::api
