#include "questions/feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "api/asked_counting.hpp"
#include "api/asked_range.hpp"
#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/play_id.hpp"
#include "api/shown_track.hpp"
#include "core/time_zone.hpp"
#include "history/tellers.hpp"
#include "http/json.hpp"
#include "http/json_body.hpp"
#include "http/problem.hpp"
#include "music/search_query.hpp"
#include "store/gaps.hpp"
#include "store/plays_by_hand.hpp"
#include "store/removed_plays.hpp"
#include "store/source_names.hpp"

namespace mtm::api {

using history::History;
using history::HistoryPtr;
using history::Moment;
using http::Problem;
using http::Status;
using questions::FeedFilter;
using questions::FeedPlace;

namespace {

constexpr std::int64_t kMostPlays = 200, kLongestCounted = 3'600;
/// A play by hand is not longer than a day.
constexpr std::int64_t kLongestByHand = 24 * 60 * 60 * 1'000;

struct FeedPlay {
  std::string id;
  ShownTrack track;
  std::optional<WallTime> started_at, ended_at;  // one of them at least is known
  std::optional<std::int32_t> ms_played;
  std::string day;  // on which it counts, where the person lives
  std::vector<Id> sources;
};
BOOST_DESCRIBE_STRUCT(FeedPlay, (), (id, track, started_at, ended_at, ms_played, day, sources))

struct FeedDayShown {
  std::string day;
  std::int64_t plays;
  double minutes;
  std::int64_t plays_without_length;
};
BOOST_DESCRIBE_STRUCT(FeedDayShown, (), (day, plays, minutes, plays_without_length))

struct FeedShown {
  std::vector<FeedPlay> plays;
  std::vector<FeedDayShown> days;
  std::vector<store::SourceName> sources;  // all that have told anything
  std::vector<store::Gap> gaps;            // that begin between plays of the page, or behind its last one
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(FeedShown, (), (plays, days, sources, gaps, next))

std::string text_of(const FeedPlace& place) {
  return fmt::format("{}.{}.{}.{}", place.began, place.track_id, place.ended, place.equals);
}

FeedPlace read_place(std::string_view text) {
  std::int64_t numbers[4] = {};
  const char* at = text.data();
  const char* end = at + text.size();
  for (int i = 0; i < 4; ++i) {
    auto read = std::from_chars(at, end, numbers[i]);
    bool ends = i == 3 ? read.ptr == end : read.ptr != end && *read.ptr == '.';
    if (read.ec != std::errc() || !ends)
      throw Problem(Status::unprocessable, "'after' must be what 'next' of an earlier page says.");
    at = read.ptr + 1;
  }
  if (!history::is_moment(numbers[0]) || !history::is_moment(numbers[2]))
    throw Problem(Status::unprocessable, "'after' must be what 'next' of an earlier page says.");
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

std::optional<std::int64_t> asked_id(const Request& request, const char* name) {
  if (!request.text(name)) return std::nullopt;
  return request.number(name, 1, std::numeric_limits<std::int64_t>::max());
}

FeedFilter asked_filter(const Request& request, const History& history) {
  FeedFilter filter;
  if (request.text("from") || request.text("to") || request.text("range") || request.text("period"))
    filter.days = asked_range(request, history).days();
  filter.counted_from = static_cast<std::int32_t>(request.number("counted_from", 0, 0, kLongestCounted) * 1'000);
  filter.with_private = asked_with_private(request);
  filter.artist_id = asked_id(request, "artist");
  filter.album_of = asked_id(request, "album_of");
  filter.track_id = asked_id(request, "track");
  filter.source_id = asked_id(request, "source");
  auto text = request.text("q");
  if (!text) return filter;
  auto query = music::read_search(*text);
  if (query.problem) throw Problem(Status::unprocessable, *query.problem);
  questions::Search search{music::folded_terms(query), query.years, query.energy};
  if (!search.terms.empty() || search.years || search.energy) filter.words = std::move(search);
  return filter;
}

/// To a hundredth.
double minutes_of(std::int64_t ms) { return std::round(static_cast<double>(ms) / 600) / 100; }

std::vector<Id> ids_of(const History& history, const history::Told& told) {
  std::vector<Id> ids;
  for (auto source : told.sources())
    if (source < history.sources.size()) ids.push_back(Id{history.sources[source]});
  std::sort(ids.begin(), ids.end());
  return ids;
}

FeedPlay shown_play(const History& history, std::uint32_t play, const history::Told& told) {
  const auto& plays = *history.plays;
  FeedPlay shown_play{play_id(name_of(history, told.best())), shown(*history.tracks, plays.tracks[play])};
  auto began = questions::began(plays, play), ended = plays.ended[play];
  bool known = plays.ms_played[play] >= 0;
  if (known) shown_play.ms_played = plays.ms_played[play];
  // Of unknown length, only what its source told is certain.
  if (known || told.best().at_is_start) shown_play.started_at = shown(known ? began : told.best().at);
  if (known || !told.best().at_is_start) shown_play.ended_at = shown(ended);
  shown_play.day = date_text(history.zone->day(began));
  shown_play.sources = ids_of(history, told);
  return shown_play;
}

struct FeedFound {
  std::vector<FeedPlay> plays;
  std::vector<FeedDayShown> days;
  std::optional<FeedPlace> next;
};

FeedFound found(const History& history, const FeedFilter& filter, const std::optional<FeedPlace>& after,
                std::size_t limit) {
  auto page = questions::feed(history, filter, after, limit);
  auto tellers = history::told(history, page.plays);
  FeedFound found;
  for (std::size_t i = 0; i < page.plays.size(); ++i)
    found.plays.push_back(shown_play(history, page.plays[i], tellers[i]));
  for (const auto& day : page.days)
    found.days.push_back({date_text(day.day), day.plays, minutes_of(day.ms_played), day.without_length});
  found.next = page.next;
  return found;
}

Moment moment_of(WallTime time) { return std::chrono::microseconds(time.time_since_epoch()).count(); }

/// Each gap stands on the one page that has the play before it, or would have it.
void keep_gaps_of_page(std::vector<store::Gap>& gaps, const questions::Days& days, const TimeZone& zone,
                       const std::optional<FeedPlace>& after, const std::optional<FeedPlace>& next) {
  std::erase_if(gaps, [&](const store::Gap& gap) {
    auto from = moment_of(gap.from);
    return !days.have(zone.day(from)) || (after && from >= after->began) || (next && from < next->began);
  });
}

}  // namespace

// GET /api/v1/history?limit=50&after=&from=&to=&period=&private=in&artist=&album_of=&track=&source=&q=&counted_from=0
Task<Response> listening_feed(const Request& request, Services& services) {
  auto limit = static_cast<std::size_t>(request.number("limit", 50, 1, kMostPlays));
  std::optional<FeedPlace> after;
  if (auto text = request.text("after")) after = read_place(*text);
  auto history = co_await history_of(request, services);
  auto filter = asked_filter(request, *history);
  auto question = [history, filter, after, limit] { return found(*history, filter, after, limit); };
  auto page = co_await answered(history, services, std::move(question));
  FeedShown answer{std::move(page.plays), std::move(page.days), {}, {}, {}};
  if (page.next) answer.next = text_of(*page.next);
  answer.sources = co_await store::source_names(services.database, history->user);
  if (!filter.chooses()) {
    answer.gaps = co_await store::gaps(services.database, history->user);
    keep_gaps_of_page(answer.gaps, filter.days, *history->zone, after, page.next);
  }
  co_return http::json(answer);
}

namespace {

struct RemovedShown {
  std::string id;
  std::optional<ShownTrack> track;  // nothing when no source of the person names it any more
  std::optional<WallTime> started_at, ended_at;
  std::optional<std::int32_t> ms_played;
  WallTime removed_at;
};
BOOST_DESCRIBE_STRUCT(RemovedShown, (), (id, track, started_at, ended_at, ms_played, removed_at))

struct RemovedList {
  std::vector<RemovedShown> removed;
};
BOOST_DESCRIBE_STRUCT(RemovedList, (), (removed))

RemovedShown shown_removed(const History& history, const store::RemovedPlay& play) {
  auto length = play.ms_played.value_or(0) * history::kMillisecond;
  history::RowName row{play.track_id.number, play.at, play.ms_played.value_or(-1), play.is_start};
  RemovedShown removed{play_id(row), {}, {}, {}, play.ms_played, play.removed_at};
  auto track = history.tracks->find(play.track_id);
  if (track != history::kNoTrack) removed.track = shown(*history.tracks, track);
  if (play.is_start || play.ms_played) removed.started_at = shown(play.is_start ? play.at : play.at - length);
  if (!play.is_start || play.ms_played) removed.ended_at = shown(play.is_start ? play.at + length : play.at);
  return removed;
}

/// The row that a play is named by, and the play; 404 when it names no row of the person's.
struct NamedPlay {
  history::RowName row;
  std::optional<history::Told> told;
};

NamedPlay named_play(const Request& request, const History& history) {
  auto row = read_play_id(request.path_text("play"));
  if (!row) throw Problem(Status::not_found, "There is no such play of yours.");
  return {*row, history::told_by(history, *row)};
}

std::int64_t source_id(const History& history, const history::Sighting& row) {
  return row.source < history.sources.size() ? history.sources[row.source] : 0;
}

/// The removals among the rows of a play.
std::vector<store::RemovedPlayName> removals_of(const History& history, const history::Told& told) {
  std::vector<store::RemovedPlayName> names;
  for (const auto& row : told.rows) {
    if (!row.removed) continue;
    store::RemovedPlayName name{Id{history.tracks->ids[row.track]}, row.at, row.at_is_start, {}};
    if (row.ms_played >= 0) name.ms_played = row.ms_played;
    names.push_back(name);
  }
  return names;
}

/// The row that a removal names: one that a source told, of several the one that knows the play best. Nothing when the
/// person added the play by hand and no other source tells of it.
const history::Sighting* row_to_remove(const History& history, const history::Told& told, std::optional<Id> hand) {
  for (const auto& row : told.rows)
    if (!hand || source_id(history, row) != hand->number) return &row;
  return nullptr;
}

const history::Sighting* row_by_hand(const History& history, const history::Told& told, std::optional<Id> hand) {
  for (const auto& row : told.rows)
    if (hand && source_id(history, row) == hand->number) return &row;
  return nullptr;
}

}  // namespace

// GET /api/v1/history/removed
Task<Response> removed_plays(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto plays = co_await store::removed_plays(services.database, history->user);
  RemovedList answer;
  for (const auto& play : plays) answer.removed.push_back(shown_removed(*history, play));
  co_return http::json(answer);
}

// DELETE /api/v1/history/{play}, or ?only=hand: what others report of the play stays
Task<Response> remove_play(const Request& request, Services& services) {
  auto only = request.text("only");
  if (only && only != "hand") throw Problem(Status::unprocessable, "'only' must be hand.");
  auto history = co_await history_of(request, services);
  auto play = named_play(request, *history);
  if (!play.told) throw Problem(Status::not_found, "There is no such play of yours.");
  if (play.told->removed) co_return http::no_content();
  auto hand = co_await store::source_by_hand(services.database, history->user);
  const auto* row = row_to_remove(*history, *play.told, hand);
  if (only || !row) {
    const auto* by_hand = row_by_hand(*history, *play.told, hand);
    if (!by_hand) throw Problem(Status::not_found, "You have not added this play by hand.");
    auto started_at = shown(by_hand->at).value();
    auto track = Id{history->tracks->ids[by_hand->track]};
    co_await store::forget_play(services.database, history->user, track, started_at);
    co_return http::no_content();
  }
  store::PlayToRemove removal{Id{history->tracks->ids[row->track]}, row->at, row->at_is_start, {}, {}};
  if (row->ms_played >= 0) removal.ms_played = row->ms_played;
  removal.source_id = Id{source_id(*history, *row)};
  co_await store::remove_play(services.database, history->user, removal);
  co_return http::no_content();
}

// POST /api/v1/history/{play}/restore
Task<Response> restore_play(const Request& request, Services& services) {
  auto history = co_await history_of(request, services);
  auto play = named_play(request, *history);
  if (play.told && !play.told->removed) co_return http::no_content();
  std::vector<store::RemovedPlayName> names;
  if (play.told) names = removals_of(*history, *play.told);
  store::RemovedPlayName itself{Id{play.row.track_id}, play.row.at, play.row.at_is_start, {}};
  if (play.row.ms_played >= 0) itself.ms_played = play.row.ms_played;
  names.push_back(itself);
  auto restored = co_await store::restore_plays(services.database, history->user, std::move(names));
  if (!restored) throw Problem(Status::not_found, "There is no such play of yours.");
  co_return http::no_content();
}

struct AddedPlay {
  std::string id;
  Id track_id;
  WallTime started_at;
  std::optional<std::int32_t> ms_played;
  bool added;
};
BOOST_DESCRIBE_STRUCT(AddedPlay, (), (id, track_id, started_at, ms_played, added))

// POST /api/v1/history: {"track_id": …, "started_at": …, "ms_played": …}
Task<Response> add_play(const Request& request, Services& services) {
  http::JsonBody body(request);
  auto track_id = body.id("track_id");
  auto started = from_rfc3339(body.text("started_at", 40));
  if (!started) throw Problem(Status::unprocessable, "'started_at' must be a time, such as 2026-05-31T20:15:00Z.");
  auto ms_played = body.number("ms_played", 0, kLongestByHand, -1);
  store::PlayByHand play{track_id, std::chrono::floor<std::chrono::minutes>(*started), {}};
  if (ms_played >= 0) play.ms_played = static_cast<std::int32_t>(ms_played);
  if (play.started_at < from_rfc3339("1900-01-01T00:00:00Z").value() || play.started_at > wall_now())
    throw Problem(Status::unprocessable, "'started_at' must not lie in the future, nor before 1900.");
  auto history = co_await history_of(request, services);
  auto track = history->tracks->find(track_id);
  if (track == history::kNoTrack) throw Problem(Status::unprocessable, "'track_id' must be a track of your library.");
  auto added = co_await store::add_play(services.database, history->user, play);
  // What the person says now counts more than what they removed before.
  history::RowName row{track_id.number, moment_of(play.started_at), added.ms_played.value_or(-1), true};
  history = co_await history_of(request, services);
  auto told = history::told_by(*history, row);
  if (told && told->removed) {
    auto names = removals_of(*history, *told);
    co_await store::restore_plays(services.database, history->user, std::move(names));
  }
  AddedPlay answer{play_id(row), track_id, play.started_at, added.ms_played, added.added};
  co_return http::json(answer, added.added ? Status::created : Status::ok);
}

}  // namespace mtm::api
