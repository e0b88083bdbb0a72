#include "questions/charts.hpp"

#include <fmt/format.h>

#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/list_file.hpp"
#include "api/shown_chart.hpp"
#include "http/json.hpp"
#include "playlists/trip.hpp"
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

questions::ChartQuestion question_of(ChartOf of, const Asked& asked) {
  questions::ChartQuestion question{of, asked.counting.counting()};
  if (asked.before) question.before = asked.before->days();
  question.offset = static_cast<std::size_t>(asked.page.offset);
  question.limit = static_cast<std::size_t>(asked.page.limit);
  return question;
}

template <class Entry>
std::string answer_of(const history::History& history, ChartOf of, const Asked& asked, ShowPlaced<Entry> show) {
  auto question = question_of(of, asked);
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

std::string title_of(const char* what, const Asked& asked) {
  return fmt::format("{}, {}", what, playlists::in_words(asked.counting.range.days()));
}

ListFile tracks_file(const history::History& history, const Asked& asked) {
  ListFile file{title_of("Top tracks", asked), {}, {}};
  for (const auto& entry : questions::chart(history, question_of(ChartOf::tracks, asked)).entries) {
    auto track = listed(shown(*history.tracks, entry.number), "");
    track.played = shown(entry.played);
    file.tracks.push_back(std::move(track));
  }
  return file;
}

/// Of artists or albums.
Table chart_table(const history::History& history, ChartOf of, const Asked& asked) {
  const auto& tracks = *history.tracks;
  bool albums = of == ChartOf::albums;
  Table table{{"rank", "name"}};
  if (albums) table.front().push_back("artist");
  table.front().insert(table.front().end(), {"plays", "minutes"});
  auto rank = asked.page.offset;
  for (const auto& entry : questions::chart(history, question_of(of, asked)).entries) {
    auto played = shown(entry.played);
    std::vector<std::string> row{std::to_string(++rank)};
    if (albums) {
      row.emplace_back(tracks.album(entry.top_track));
      row.emplace_back(tracks.artist(entry.top_track));
    } else {
      row.emplace_back(tracks.text(tracks.artist_names[entry.number]));
    }
    row.push_back(std::to_string(played.plays));
    row.push_back(fmt::format("{}", played.minutes));
    table.push_back(std::move(row));
  }
  return table;
}

Response chart_file(const history::History& history, ChartOf of, const Asked& asked, ListFormat format) {
  if (of == ChartOf::tracks) return list_file(format, tracks_file(history, asked));
  return table_file(title_of(of == ChartOf::artists ? "Top artists" : "Top albums", asked),
                    chart_table(history, of, asked));
}

template <class Entry>
Task<Response> answer_to(const Request& request, Services& services, ChartOf of, ShowPlaced<Entry> show) {
  auto page = asked_page(request, 50);
  auto format = of == ChartOf::tracks ? asked_format(request) : asked_table_format(request);
  auto history = co_await history_of(request, services);
  Asked asked{asked_counting(request, *history), {}, page};
  asked.before = asked.counting.range.before();
  auto work = [history, of, asked, show, format] {
    if (format) return chart_file(*history, of, asked, *format);
    return http::json_text(answer_of(*history, of, asked, show));
  };
  auto answer = co_await answered(history, services, std::move(work));
  co_return answer;
}

}  // namespace

// GET /api/v1/charts/artists?range=12m&by=plays&counted_from=30&limit=50&offset=0&format=csv
Task<Response> chart_of_artists(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::artists, placed_artist);
}

// GET /api/v1/charts/albums, the same
Task<Response> chart_of_albums(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::albums, placed_album);
}

// GET /api/v1/charts/tracks, the same, and format=m3u or jspf
Task<Response> chart_of_tracks(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::tracks, placed_track);
}

}  // namespace mtm::api
