#include "questions/charts.hpp"

#include <cmath>

#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_track.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using questions::ChartBy;
using questions::ChartOf;

namespace {

constexpr std::int64_t kMostEntries = 200, kLastPlace = 10'000'000, kLongestSeconds = 3'600;

struct Place {
  std::int64_t rank, plays;
  double minutes;
  std::int64_t plays_without_length;
  std::optional<double> share;  // of all plays or minutes, as the chart is by
};
BOOST_DESCRIBE_STRUCT(Place, (), (rank, plays, minutes, plays_without_length, share))

struct ChartArtist : Place {
  Id id;
  std::string_view name;
};
BOOST_DESCRIBE_STRUCT(ChartArtist, (Place), (id, name))

struct ChartAlbum : Place {
  std::string_view name, artist;
  Id artist_id;
  std::optional<std::string_view> image_url;
};
BOOST_DESCRIBE_STRUCT(ChartAlbum, (Place), (name, artist, artist_id, image_url))

struct ChartTrack : Place, ShownTrack {};
BOOST_DESCRIBE_STRUCT(ChartTrack, (Place, ShownTrack), ())

struct Totals {
  std::int64_t plays;
  double minutes;
  std::int64_t plays_without_length;
};
BOOST_DESCRIBE_STRUCT(Totals, (), (plays, minutes, plays_without_length))

template <class Entry>
struct Answer {
  AskedRange range;
  std::string by;
  std::int64_t counted_from, offset, limit, total;
  Totals played;
  std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(Answer<ChartArtist>, (), (range, by, counted_from, offset, limit, total, played, entries))
BOOST_DESCRIBE_STRUCT(Answer<ChartAlbum>, (), (range, by, counted_from, offset, limit, total, played, entries))
BOOST_DESCRIBE_STRUCT(Answer<ChartTrack>, (), (range, by, counted_from, offset, limit, total, played, entries))

struct Asked {
  AskedRange range;
  questions::ChartQuestion question;
};

/// To a hundredth.
double minutes(std::int64_t ms) { return std::round(static_cast<double>(ms) / 600) / 100; }

ChartBy asked_by(const Request& request) {
  auto by = request.text("by").value_or("plays");
  if (by == "plays") return ChartBy::plays;
  if (by == "minutes") return ChartBy::minutes;
  throw Problem(Status::unprocessable, "'by' must be plays or minutes.");
}

ChartArtist shown_artist(const history::Tracks& tracks, const questions::ChartEntry& entry, const Place& place) {
  return {place, Id{tracks.artist_ids[entry.number]}, tracks.text(tracks.artist_names[entry.number])};
}

ChartAlbum shown_album(const history::Tracks& tracks, const questions::ChartEntry& entry, const Place& place) {
  ChartAlbum album{place, tracks.text(tracks.album_names[entry.number]), tracks.artist(entry.top_track),
                   Id{tracks.artist_id(entry.top_track)}};
  auto image = tracks.text(tracks.album_images[entry.number]);
  if (!image.empty()) album.image_url = image;
  return album;
}

ChartTrack shown_track(const history::Tracks& tracks, const questions::ChartEntry& entry, const Place& place) {
  return {place, shown(tracks, entry.number)};
}

template <class Entry>
std::string answer_of(const history::History& history, const Asked& asked,
                      Entry (*show)(const history::Tracks&, const questions::ChartEntry&, const Place&)) {
  auto chart = questions::chart(history, asked.question);
  bool by_plays = asked.question.by == ChartBy::plays;
  auto metric = [by_plays](const questions::Played& played) {
    return static_cast<double>(by_plays ? played.plays : played.ms_played);
  };
  const auto& played = chart.played;
  Answer<Entry> answer{asked.range,
                       by_plays ? "plays" : "minutes",
                       asked.question.counted_from / 1'000,
                       static_cast<std::int64_t>(asked.question.offset),
                       static_cast<std::int64_t>(asked.question.limit),
                       static_cast<std::int64_t>(chart.size),
                       {played.plays, minutes(played.ms_played), played.without_length},
                       {}};
  auto rank = answer.offset;
  for (const auto& entry : chart.entries) {
    Place place{++rank, entry.played.plays, minutes(entry.played.ms_played), entry.played.without_length, std::nullopt};
    if (metric(played) > 0) place.share = metric(entry.played) / metric(played);
    answer.entries.push_back(show(*history.tracks, entry, place));
  }
  return to_json(answer).text;
}

template <class Entry>
Task<Response> answer_to(const Request& request, Services& services, ChartOf of,
                         Entry (*show)(const history::Tracks&, const questions::ChartEntry&, const Place&)) {
  Asked asked;
  auto& question = asked.question;
  question.of = of;
  question.by = asked_by(request);
  question.counted_from = static_cast<std::int32_t>(request.number("counted_from", 30, 0, kLongestSeconds) * 1'000);
  question.limit = static_cast<std::size_t>(request.number("limit", 50, 1, kMostEntries));
  question.offset = static_cast<std::size_t>(request.number("offset", 0, 0, kLastPlace));
  auto history = co_await history_of(request, services);
  asked.range = asked_range(request, *history);
  question.days = asked.range.days();
  auto work = [history, asked, show] { return answer_of(*history, asked, show); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace

// GET /api/v1/charts/artists?range=12m&by=plays&counted_from=30&limit=50&offset=0
Task<Response> chart_of_artists(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::artists, shown_artist);
}

// GET /api/v1/charts/albums, the same
Task<Response> chart_of_albums(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::albums, shown_album);
}

// GET /api/v1/charts/tracks, the same
Task<Response> chart_of_tracks(const Request& request, Services& services) {
  return answer_to(request, services, ChartOf::tracks, shown_track);
}

}  // namespace mtm::api
