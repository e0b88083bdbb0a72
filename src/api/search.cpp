#include "questions/search.hpp"

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"
#include "music/search_query.hpp"
#include "questions/likely_terms.hpp"
#include "store/catalogue_search.hpp"
#include "store/catalogue_words.hpp"
#include "store/tracks.hpp"

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

/// Its texts live as long as the history.
struct Result {
  Id id;
  std::string_view name, artist;
  std::optional<Id> artist_id;  // of the library
  std::optional<std::string_view> album;
  std::optional<int> release_year, popularity;
  std::optional<std::string_view> image_url;
  std::optional<std::string> spotify_url;
  Marks marks;
};
BOOST_DESCRIBE_STRUCT(Result, (),
                      (id, name, artist, artist_id, album, release_year, popularity, image_url, spotify_url, marks))

struct Results {
  std::vector<Result> results;
  std::int64_t count = 0;
  std::optional<std::string> instead;  // what was looked for when nothing was found as it was written
};
BOOST_DESCRIBE_STRUCT(Results, (), (results, count, instead))

/// Its texts live as long as what was found.
struct CatalogueResults {
  std::vector<Result> results;
  std::int64_t count = 0;
  std::optional<std::string> instead;  // never: there is no other word that the whole catalogue suggests
  std::string scope = "catalogue";
  std::int64_t offset = 0, limit = 0;
  std::optional<std::int64_t> total = 0;  // nothing behind the last page
};
BOOST_DESCRIBE_STRUCT(CatalogueResults, (), (results, count, instead, scope, offset, limit, total))

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

std::optional<int> release_year(const history::Tracks& tracks, history::TrackNo track) {
  if (tracks.release_days[track] == history::kNoDay) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{tracks.release_days[track]}}};
  return static_cast<int>(date.year());
}

Result result(const history::Tracks& tracks, history::TrackNo track, const std::vector<music::FoldedTerm>& terms) {
  Result result{Id{tracks.ids[track]}, tracks.name(track), tracks.artist(track), Id{tracks.artist_id(track)}};
  auto artist = tracks.folded_artist_names[tracks.artists[track]];
  result.marks.name = marked(result.name, tracks.text(tracks.folded_names[track]), Field::any, terms);
  result.marks.artist = marked(result.artist, tracks.text(artist), Field::artist, terms);
  result.marks.album = Json{"[]"};
  if (auto album = tracks.albums[track]; album != history::kNone) {
    result.album = tracks.album(track);
    result.marks.album = marked(*result.album, tracks.text(tracks.folded_album_names[album]), Field::album, terms);
  }
  result.release_year = release_year(tracks, track);
  if (tracks.popularities[track] >= 0) result.popularity = tracks.popularities[track];
  if (tracks.pictures[track].size > 0) result.image_url = tracks.text(tracks.pictures[track]);
  result.spotify_url = store::spotify_url_of(tracks.text(tracks.spotify_ids[track]));
  return result;
}

Result result(const store::FoundTrack& track, const std::vector<music::FoldedTerm>& terms) {
  Result result{track.id, track.name, track.artist};
  auto mark = [&](std::string_view text, Field field) { return marked(text, music::folded(text), field, terms); };
  result.marks = {mark(track.name, Field::any), mark(track.artist, Field::artist), Json{"[]"}};
  if (track.album) {
    result.album = *track.album;
    result.marks.album = mark(*track.album, Field::album);
  }
  result.release_year = track.release_year;
  result.popularity = track.popularity;
  if (track.image_url) result.image_url = *track.image_url;
  result.spotify_url = track.spotify_url;
  return result;
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

Results found(const history::History& history, questions::Search search) {
  Results answer;
  auto tracks = questions::search(history, search);
  if (tracks.empty()) {
    if (auto likely = questions::likely_terms(history, search.terms)) {
      search.terms = std::move(*likely);
      tracks = questions::search(history, search);
      if (!tracks.empty()) answer.instead = as_one_text(search.terms);
    }
  }
  answer.results.reserve(tracks.size());
  for (auto track : tracks) answer.results.push_back(result(*history.tracks, track, search.terms));
  answer.count = static_cast<std::int64_t>(answer.results.size());
  return answer;
}

constexpr std::int64_t kMostOnPage = 50, kLastPlace = 1'000;

Task<Response> search_catalogue(const Request& request, Services& services, questions::Search search) {
  CatalogueResults answer;
  answer.limit = request.number("limit", kMostOnPage, 1, kMostOnPage);
  answer.offset = request.number("offset", 0, 0, kLastPlace);
  auto terms = store::catalogue_terms(std::move(search.terms));
  store::CatalogueSearch asked{store::catalogue_query(terms), search.years, search.energy,
                               static_cast<int>(answer.limit), static_cast<int>(answer.offset)};
  if (asked.query.empty() && terms.empty() && !asked.years && !asked.energy) co_return http::json(answer);
  if (asked.query.empty())
    throw Problem(Status::unprocessable, "A search of the whole catalogue needs a word to look for.");
  auto found = co_await store::search_catalogue(services.database, asked);
  for (const auto& track : found) answer.results.push_back(result(track, terms));
  answer.count = static_cast<std::int64_t>(found.size());
  if (!found.empty())
    answer.total = found.front().total;
  else if (answer.offset > 0)
    answer.total.reset();
  co_return http::json(answer);
}

}  // namespace

// GET /api/v1/search?q=&scope=library
Task<Response> search(const Request& request, Services& services) {
  auto text = request.text("q");
  if (!text) throw Problem(Status::unprocessable, "q is missing: it says what to look for.");
  auto query = music::read_search(*text);
  if (query.problem) throw Problem(Status::unprocessable, *query.problem);
  questions::Search search{music::folded_terms(query), query.years, query.energy};
  auto scope = request.text("scope").value_or("library");
  if (scope != "library" && scope != "catalogue")
    throw Problem(Status::unprocessable, "scope must be library or catalogue.");
  if (scope == "catalogue") {
    auto response = co_await search_catalogue(request, services, std::move(search));
    co_return response;
  }
  if (search.terms.empty() && !search.years && !search.energy) co_return http::json(Results{});
  auto history = co_await history_of(request, services);
  auto question = [history, search = std::move(search)] { return found(*history, search); };
  auto answer = co_await answered(history, services, std::move(question));
  co_return http::json(answer);
}

}  // namespace mtm::api
