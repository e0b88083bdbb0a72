#include "api/asked_counting.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/shown_group.hpp"
#include "http/json.hpp"
#include "questions/first_plays.hpp"
#include "questions/gaps.hpp"

namespace mtm::api {

using questions::ChartOf;

namespace {

struct Discovered : ShownPlayed {
  std::optional<WallTime> discovered_at;
};
BOOST_DESCRIBE_STRUCT(Discovered, (ShownPlayed), (discovered_at))

struct DiscoveredArtist : Discovered, ShownArtist {
  ShownTrack first_track;
};
BOOST_DESCRIBE_STRUCT(DiscoveredArtist, (Discovered, ShownArtist), (first_track))

struct DiscoveredAlbum : Discovered, ShownAlbum {
  ShownTrack first_track;
};
BOOST_DESCRIBE_STRUCT(DiscoveredAlbum, (Discovered, ShownAlbum), (first_track))

struct DiscoveredTrack : Discovered, ShownTrack {};
BOOST_DESCRIBE_STRUCT(DiscoveredTrack, (Discovered, ShownTrack), ())

template <class Entry>
struct DiscoveriesAnswer : AskedCounting, AskedPage {
  std::int64_t total;
  bool at_least;
  std::vector<Entry> discoveries;
};
BOOST_DESCRIBE_STRUCT(DiscoveriesAnswer<DiscoveredArtist>, (AskedCounting, AskedPage), (total, at_least, discoveries))
BOOST_DESCRIBE_STRUCT(DiscoveriesAnswer<DiscoveredAlbum>, (AskedCounting, AskedPage), (total, at_least, discoveries))
BOOST_DESCRIBE_STRUCT(DiscoveriesAnswer<DiscoveredTrack>, (AskedCounting, AskedPage), (total, at_least, discoveries))

Discovered discovered(const questions::FirstPlay& entry) { return {shown(entry.played), shown(entry.played.first)}; }

DiscoveredArtist discovered_artist(const history::Tracks& tracks, const questions::FirstPlay& entry) {
  return {discovered(entry), shown_artist(tracks, entry.number), shown(tracks, entry.first_track)};
}

DiscoveredAlbum discovered_album(const history::Tracks& tracks, const questions::FirstPlay& entry) {
  return {discovered(entry), shown_album(tracks, entry.first_track), shown(tracks, entry.first_track)};
}

DiscoveredTrack discovered_track(const history::Tracks& tracks, const questions::FirstPlay& entry) {
  return {discovered(entry), shown(tracks, entry.first_track)};
}

template <class Entry>
using ShowDiscovered = Entry (*)(const history::Tracks&, const questions::FirstPlay&);

template <class Entry>
std::string discoveries_answer(const history::History& history, ChartOf of, const AskedCounting& asked,
                               const AskedPage& page, ShowDiscovered<Entry> show) {
  questions::FirstPlaysQuestion question{of, asked.counting(), static_cast<std::size_t>(page.offset),
                                         static_cast<std::size_t>(page.limit)};
  auto found = questions::first_plays(history, question);
  DiscoveriesAnswer<Entry> answer{
      asked, page, static_cast<std::int64_t>(found.size), questions::at_least(history, question.counting.days), {}};
  for (const auto& entry : found.entries) answer.discoveries.push_back(show(*history.tracks, entry));
  return to_json(answer).text;
}

template <class Entry>
Task<Response> answer_discoveries(const Request& request, Services& services, ChartOf of, ShowDiscovered<Entry> show) {
  auto page = asked_page(request, 50);
  auto history = co_await history_of(request, services);
  auto asked = asked_counting(request, *history);
  auto work = [history, of, asked, page, show] { return discoveries_answer(*history, of, asked, page, show); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace

// GET /api/v1/discoveries/artists?range=12m&counted_from=30&limit=50&offset=0
Task<Response> discovered_artists(const Request& request, Services& services) {
  return answer_discoveries(request, services, ChartOf::artists, discovered_artist);
}

// GET /api/v1/discoveries/albums, the same
Task<Response> discovered_albums(const Request& request, Services& services) {
  return answer_discoveries(request, services, ChartOf::albums, discovered_album);
}

// GET /api/v1/discoveries/tracks, the same
Task<Response> discovered_tracks(const Request& request, Services& services) {
  return answer_discoveries(request, services, ChartOf::tracks, discovered_track);
}

}  // namespace mtm::api
