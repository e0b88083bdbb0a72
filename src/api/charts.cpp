#include "questions/charts.hpp"

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_group.hpp"
#include "http/json.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

using questions::ChartOf;

namespace {

struct Place : ShownPlayed {
  std::int64_t rank;
  std::optional<double> share;  // of all plays or minutes, as the chart is by
  std::optional<std::int64_t> rank_before, movement;
  bool is_new;
};
BOOST_DESCRIBE_STRUCT(Place, (ShownPlayed), (rank, share, rank_before, movement, is_new))

struct ChartArtist : Place, ShownArtist {};
BOOST_DESCRIBE_STRUCT(ChartArtist, (Place, ShownArtist), ())

struct ChartAlbum : Place, ShownAlbum {
  Id id;
};
BOOST_DESCRIBE_STRUCT(ChartAlbum, (Place, ShownAlbum), (id))

struct ChartTrack : Place, ShownTrack {};
BOOST_DESCRIBE_STRUCT(ChartTrack, (Place, ShownTrack), ())

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

ChartArtist placed_artist(const history::Tracks& tracks, const questions::ChartEntry& entry, const Place& place) {
  return {place, shown_artist(tracks, entry.number)};
}

ChartAlbum placed_album(const history::Tracks& tracks, const questions::ChartEntry& entry, const Place& place) {
  return {place, shown_album(tracks, entry.top_track), Id{entry.id}};
}

ChartTrack placed_track(const history::Tracks& tracks, const questions::ChartEntry& entry, const Place& place) {
  return {place, shown(tracks, entry.number)};
}

template <class Entry>
using Show = Entry (*)(const history::Tracks&, const questions::ChartEntry&, const Place&);

template <class Entry>
std::string answer_of(const history::History& history, ChartOf of, const Asked& asked, Show<Entry> show) {
  questions::ChartQuestion question{of, asked.counting.counting()};
  if (asked.before) question.before = asked.before->days();
  question.offset = static_cast<std::size_t>(asked.page.offset);
  question.limit = static_cast<std::size_t>(asked.page.limit);
  auto chart = questions::chart(history, question);
  auto metric = [by = question.counting.by](const questions::Played& played) {
    return static_cast<double>(by == questions::By::plays ? played.plays : played.ms_played);
  };
  Answer<Entry> answer{asked.counting,
                       asked.page,
                       asked.before,
                       static_cast<std::int64_t>(chart.size),
                       shown(chart.played),
                       questions::at_least(history, question.counting.days),
                       {}};
  auto rank = asked.page.offset;
  for (const auto& entry : chart.entries) {
    Place place{shown(entry.played), ++rank};
    if (metric(chart.played) > 0) place.share = metric(entry.played) / metric(chart.played);
    place.rank_before = entry.rank_before;
    if (entry.rank_before) place.movement = *entry.rank_before - rank;
    place.is_new = entry.is_new;
    answer.entries.push_back(show(*history.tracks, entry, place));
  }
  return to_json(answer).text;
}

template <class Entry>
Task<Response> answer_to(const Request& request, Services& services, ChartOf of, Show<Entry> show) {
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
