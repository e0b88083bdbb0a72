#include "store/search.hpp"

#include "api/handlers.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "music/search_query.hpp"
#include "store/backlog.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using music::Field;

namespace {

/// Where the words that were looked for stand: [[first, one after the last], …] in Unicode characters.
struct Marks {
  Json name, artist, album;
};
BOOST_DESCRIBE_STRUCT(Marks, (), (name, artist, album))

/// Reads aloud from a track that must outlive it.
struct Result {
  Id id;
  std::string_view name, artist;
  std::optional<std::string_view> album;
  std::optional<int> release_year, popularity;
  std::optional<std::string_view> image_url;
  std::string_view spotify_url;
  Marks marks;
};
BOOST_DESCRIBE_STRUCT(Result, (), (id, name, artist, album, release_year, popularity, image_url, spotify_url, marks))

struct Results {
  std::vector<Result> results;
  std::int64_t count = 0;
  std::optional<std::string> instead;  // what was looked for when nothing was found as it was written
  std::int64_t to_come = 0;            // tracks of the library that can't be found yet, where fewer than fifty were
};
BOOST_DESCRIBE_STRUCT(Results, (), (results, count, instead, to_come))

Json marked(std::string_view name, std::string_view folded, Field field, const std::vector<music::FoldedTerm>& terms) {
  Json list{"["};
  for (const auto& stretch : music::marks(name, folded, field, terms)) {
    list.text += list.text.size() > 1 ? ",[" : "[";
    write_json(list.text, stretch.begin);
    list.text += ',';
    write_json(list.text, stretch.end);
    list.text += ']';
  }
  list.text += ']';
  return list;
}

Result result(const store::FoundTrack& track, const std::vector<music::FoldedTerm>& terms) {
  std::string_view album = track.album ? std::string_view(*track.album) : std::string_view();
  Marks places{marked(track.name, track.folded_name, Field::any, terms),
               marked(track.artist, track.folded_artist, Field::artist, terms),
               marked(album, track.folded_album, Field::album, terms)};
  return {track.id,         track.name,      track.artist,      track.album,      track.release_year,
          track.popularity, track.image_url, track.spotify_url, std::move(places)};
}

std::vector<music::FoldedTerm> folded_terms(const music::SearchQuery& query) {
  std::vector<std::string> folded;
  for (const auto& term : query.terms) folded.push_back(music::folded(term.text));
  return music::folded_terms(query, folded);
}

std::string as_one_text(const std::vector<music::FoldedTerm>& terms) {
  std::string text;
  for (const auto& term : terms) {
    if (term.excluded) continue;
    if (!text.empty()) text += ' ';
    text += term.words.substr(1, term.words.size() - 2);
  }
  return text;
}

}  // namespace

// GET /api/v1/search?q=
Task<Response> search(const Request& request, Services& services) {
  auto text = request.text("q");
  if (!text) throw Problem(Status::unprocessable, "q is missing: it says what to look for.");
  auto query = music::read_search(*text);
  if (query.problem) throw Problem(Status::unprocessable, *query.problem);
  Id user{request.caller.user_id};
  Results answer;
  store::Search search{{}, query.years, query.energy};
  search.terms = folded_terms(query);
  if (search.terms.empty() && !search.years && !search.energy) co_return http::json(answer);

  auto tracks = co_await store::search(services.database, user, search);
  if (tracks.size() < store::kMostFound) answer.to_come = co_await store::tracks_to_come(services.database, user);
  if (tracks.empty() && answer.to_come == 0) {
    auto likely = co_await store::likely_terms(services.database, user, search.terms);
    if (likely) {
      search.terms = std::move(*likely);
      tracks = co_await store::search(services.database, user, search);
      if (!tracks.empty()) answer.instead = as_one_text(search.terms);
    }
  }
  answer.results.reserve(tracks.size());
  for (const auto& track : tracks) answer.results.push_back(result(track, search.terms));
  answer.count = static_cast<std::int64_t>(answer.results.size());
  co_return http::json(answer);
}

}  // namespace mtm::api
