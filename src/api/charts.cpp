#include "questions/charts.hpp"

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_chart.hpp"
#include "http/json.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

using questions::ChartOf;

namespace {

struct Asked {
  AskedCounting counting;
  std::optional<AskedRange> before;
  AskedPage page;
};

template <class Entry>
struct Answer : AskedCounting, AskedPage {
  std::optional<AskedRange> before;
  std::int64_t total;
  ShownPlayed played;
  bool at_least;
  std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(Answer<ChartArtist>, (AskedCounting, AskedPage), (before, total, played, at_least, entries))
BOOST_DESCRIBE_STRUCT(Answer<ChartAlbum>, (AskedCounting, AskedPage), (before, total, played, at_least, entries))
BOOST_DESCRIBE_STRUCT(Answer<ChartTrack>, (AskedCounting, AskedPage), (before, total, played, at_least, entries))

template <class Entry>
std::string answer_of(const history::History& history, ChartOf of, const Asked& asked, ShowPlaced<Entry> show) {
  questions::ChartQuestion question{of, asked.counting.counting()};
  if (asked.before) question.before = asked.before->days();
  question.offset = static_cast<std::size_t>(asked.page.offset);
  question.limit = static_cast<std::size_t>(asked.page.limit);
  auto chart = questions::chart(history, question);
  Answer<Entry> answer{asked.counting,
                       asked.page,
                       asked.before,
                       static_cast<std::int64_t>(chart.size),
                       shown(chart.played),
                       questions::at_least(history, question.counting.days),
                       shown_chart(*history.tracks, chart, asked.page.offset, question.counting.by, show)};
  return to_json(answer).text;
}

template <class Entry>
Task<Response> answer_to(const Request& request, Services& services, ChartOf of, ShowPlaced<Entry> show) {
  auto page = asked_page(request, 50);
  auto history = co_await history_of(request, services);
  Asked asked{asked_counting(request, *history), {}, page};
  asked.before = asked.counting.range.before();
  auto work = [history, of, asked, show] { return answer_of(*history, of, asked, show); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace

// GET /api/v1/charts/artists?range=12m&by=plays&counted_from=30&limit=50&offset=0
Task<Response> chart_of_artists(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::artists, placed_artist);
}

// GET /api/v1/charts/albums, the same
Task<Response> chart_of_albums(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::albums, placed_album);
}

// GET /api/v1/charts/tracks, the same
Task<Response> chart_of_tracks(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::tracks, placed_track);
}

}  // namespace mtm::api
