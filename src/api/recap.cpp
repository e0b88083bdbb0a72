#include "questions/recap.hpp"

#include <fmt/format.h>

#include "api/handlers.hpp"
#include "api/history_of.hpp"
#include "api/named_unit.hpp"
#include "api/shown_chart.hpp"
#include "api/shown_endings.hpp"
#include "api/shown_session.hpp"
#include "api/shown_streak.hpp"
#include "http/json.hpp"
#include "http/problem.hpp"

namespace mtm::api {

using history::History;
using history::Tracks;
using questions::Unit;

namespace {

/// With the cover of the artist's first track.
struct RecapArtist : ChartArtist {
  std::optional<std::string_view> image_url;
};
BOOST_DESCRIBE_STRUCT(RecapArtist, (ChartArtist), (image_url))

template <class Entry>
struct RecapTop {
  std::int64_t total;
  std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(RecapTop<RecapArtist>, (), (total, entries))
BOOST_DESCRIBE_STRUCT(RecapTop<ChartAlbum>, (), (total, entries))
BOOST_DESCRIBE_STRUCT(RecapTop<ChartTrack>, (), (total, entries))

/// What comes first in some part of the days.
struct RecapTrack : ShownPlayed, ShownTrack {};
BOOST_DESCRIBE_STRUCT(RecapTrack, (ShownPlayed, ShownTrack), ())

struct RecapBefore {
  std::string from, to;
  ShownPlayed played;
};
BOOST_DESCRIBE_STRUCT(RecapBefore, (), (from, to, played))

struct RecapDay : ShownPlayed {
  std::string day;
  std::optional<RecapTrack> track;
};
BOOST_DESCRIBE_STRUCT(RecapDay, (ShownPlayed), (day, track))

struct RecapClock {
  std::vector<std::int64_t> plays;
  std::vector<double> minutes;
  ShownPlayed night;
};
BOOST_DESCRIBE_STRUCT(RecapClock, (), (plays, minutes, night))

struct RecapSessions {
  std::int64_t total;
  std::optional<ShownSession> longest;
};
BOOST_DESCRIBE_STRUCT(RecapSessions, (), (total, longest))

struct RecapDiscoveries {
  std::int64_t artists, albums, tracks;
  std::optional<RecapArtist> artist;
};
BOOST_DESCRIBE_STRUCT(RecapDiscoveries, (), (artists, albums, tracks, artist))

struct RecapPartShown : ShownPlayed {
  std::string period, from, to;
  bool gap;
  std::optional<RecapTrack> track;
};
BOOST_DESCRIBE_STRUCT(RecapPartShown, (ShownPlayed), (period, from, to, gap, track))

struct RecapDecade : ShownPlayed {
  std::optional<int> decade;
};
BOOST_DESCRIBE_STRUCT(RecapDecade, (ShownPlayed), (decade))

struct RecapSkipped : ShownTrack, ShownEndings {};
BOOST_DESCRIBE_STRUCT(RecapSkipped, (ShownTrack, ShownEndings), ())

struct RecapEndings : ShownEndings {
  std::optional<RecapSkipped> most_skipped;
};
BOOST_DESCRIBE_STRUCT(RecapEndings, (ShownEndings), (most_skipped))

struct RecapAnswer : AskedCounting {
  std::string today;
  bool running;  // some of its days have not come or are not over
  ShownPlayed played;
  bool at_least;
  std::optional<RecapBefore> before;
  RecapTop<RecapArtist> artists;
  RecapTop<ChartAlbum> albums;
  RecapTop<ChartTrack> tracks;
  std::int64_t days_with_plays;
  std::optional<ShownStreak> longest_streak;
  std::optional<RecapDay> biggest_day;
  RecapClock clock;
  RecapSessions sessions;
  RecapDiscoveries discoveries;
  std::optional<RecapDay> on_repeat;
  Unit unit;
  std::vector<RecapPartShown> parts;
  std::vector<RecapDecade> decades;
  RecapEndings endings;
};
BOOST_DESCRIBE_STRUCT(RecapAnswer, (AskedCounting),
                      (today, running, played, at_least, before, artists, albums, tracks, days_with_plays,
                       longest_streak, biggest_day, clock, sessions, discoveries, on_repeat, unit, parts, decades,
                       endings))

struct RecapAsked {
  AskedCounting counting;
  history::Day today;
};

RecapArtist recap_artist(const Tracks& tracks, const questions::ChartEntry& entry, const ChartPlace& place) {
  RecapArtist artist{placed_artist(tracks, entry, place), shown(tracks, entry.top_track).image_url};
  return artist;
}

std::optional<RecapTrack> recap_track(const Tracks& tracks, const std::optional<questions::ChartEntry>& entry) {
  if (!entry) return std::nullopt;
  return RecapTrack{shown(entry->played), shown(tracks, entry->number)};
}

template <class Entry>
RecapTop<Entry> recap_top(const Tracks& tracks, const questions::Chart& chart, questions::By by,
                          ShowPlaced<Entry> show) {
  return {static_cast<std::int64_t>(chart.size), shown_chart(tracks, chart, 0, by, show)};
}

RecapClock recap_clock(const questions::Recap& recap) {
  RecapClock clock{std::vector<std::int64_t>(24), std::vector<double>(24), shown(recap.night)};
  for (std::size_t hour = 0; hour < 24; ++hour) {
    questions::Played played;
    for (auto at = hour; at < recap.clock.size(); at += 24) played.add(recap.clock[at]);
    clock.plays[hour] = played.plays;
    clock.minutes[hour] = shown_minutes(played.ms_played);
  }
  return clock;
}

RecapDiscoveries recap_discoveries(const Tracks& tracks, const questions::Recap& recap, questions::By by) {
  const auto& found = recap.newcomers;
  RecapDiscoveries answer{static_cast<std::int64_t>(found.artists),
                          static_cast<std::int64_t>(found.albums),
                          static_cast<std::int64_t>(found.tracks),
                          {}};
  if (found.artist)
    answer.artist =
        recap_artist(tracks, *found.artist, chart_place(*found.artist, found.artist_rank, recap.played, by));
  return answer;
}

void add_days(RecapAnswer& answer, const Tracks& tracks, const questions::Recap& recap) {
  answer.days_with_plays = recap.streaks.days;
  answer.longest_streak = shown(recap.streaks.longest);
  if (recap.biggest)
    answer.biggest_day = RecapDay{shown(recap.biggest->played), date_text(recap.biggest->day),
                                  recap_track(tracks, recap.biggest->track)};
  if (recap.on_repeat) {
    auto played = shown(recap.on_repeat->played);
    answer.on_repeat =
        RecapDay{played, date_text(recap.on_repeat->day), RecapTrack{played, shown(tracks, recap.on_repeat->track)}};
  }
  answer.unit = recap.unit;
  for (const auto& part : recap.parts) {
    const auto& days = part.bucket.days;
    answer.parts.push_back({shown(part.bucket.played), questions::period_text(days.first, recap.unit),
                            date_text(days.first), date_text(days.last), part.bucket.gap,
                            recap_track(tracks, part.track)});
  }
}

RecapEndings recap_endings(const Tracks& tracks, const questions::Recap& recap) {
  RecapEndings answer{shown(recap.endings), {}};
  if (recap.most_skipped)
    answer.most_skipped = RecapSkipped{shown(tracks, recap.most_skipped->number), shown(recap.most_skipped->endings)};
  return answer;
}

std::string recap_answer(const History& history, const RecapAsked& asked) {
  questions::RecapQuestion question{asked.counting.counting(), {}, asked.today};
  auto before = asked.counting.range.before();
  if (before) question.before = before->days();
  auto recap = questions::recap(history, question);
  if (!recap)
    throw http::Problem(http::Status::unprocessable,
                        fmt::format("A recap has {} days at most: ask for fewer.", questions::kMostBuckets));
  const auto& tracks = *history.tracks;
  auto by = question.counting.by;
  RecapAnswer answer{asked.counting, date_text(asked.today)};
  answer.running = question.counting.days.have(asked.today);
  answer.played = shown(recap->played);
  answer.at_least = recap->at_least;
  if (recap->before)
    answer.before = RecapBefore{date_text(recap->before->days.first), date_text(recap->before->days.last),
                                shown(recap->before->played)};
  answer.artists = recap_top(tracks, recap->artists, by, recap_artist);
  answer.albums = recap_top(tracks, recap->albums, by, placed_album);
  answer.tracks = recap_top(tracks, recap->tracks, by, placed_track);
  add_days(answer, tracks, *recap);
  answer.clock = recap_clock(*recap);
  answer.sessions.total = static_cast<std::int64_t>(recap->sessions);
  if (recap->longest) answer.sessions.longest = shown(*recap->longest);
  answer.discoveries = recap_discoveries(tracks, *recap, by);
  for (const auto& decade : recap->decades) answer.decades.push_back({shown(decade.played), decade.decade});
  answer.endings = recap_endings(tracks, *recap);
  return to_json(answer).text;
}

struct RecapCoverAlbum {
  std::string_view name, artist;
  std::optional<std::string_view> image_url;
};
BOOST_DESCRIBE_STRUCT(RecapCoverAlbum, (), (name, artist, image_url))

struct ShownCover : ShownPlayed {
  std::string period;
  bool gap, running;
  std::vector<RecapCoverAlbum> albums;
};
BOOST_DESCRIBE_STRUCT(ShownCover, (ShownPlayed), (period, gap, running, albums))

struct ShownYear : ShownCover {
  std::vector<ShownCover> months;
};
BOOST_DESCRIBE_STRUCT(ShownYear, (ShownCover), (months))

struct RecapsAnswer : AskedCounting {
  std::string today;
  std::vector<ShownYear> years;
};
BOOST_DESCRIBE_STRUCT(RecapsAnswer, (AskedCounting), (today, years))

ShownCover shown_cover(const Tracks& tracks, const questions::RecapCover& cover, Unit unit, history::Day today) {
  auto day = cover.bucket.days.first;
  ShownCover answer{shown(cover.bucket.played), questions::period_text(day, unit), cover.bucket.gap, false, {}};
  answer.running = questions::period_begin(day, unit) <= today && today < questions::period_end(day, unit);
  for (const auto& entry : cover.albums) {
    auto album = shown_album(tracks, entry.top_track);
    answer.albums.push_back({album.name, album.artist, album.image_url});
  }
  return answer;
}

std::string recaps_answer(const History& history, const RecapAsked& asked) {
  const auto& tracks = *history.tracks;
  RecapsAnswer answer{asked.counting, date_text(asked.today), {}};
  for (const auto& year : questions::recaps(history, asked.counting.counting())) {
    ShownYear one{shown_cover(tracks, year.year, Unit::year, asked.today), {}};
    for (const auto& month : year.months) one.months.push_back(shown_cover(tracks, month, Unit::month, asked.today));
    answer.years.push_back(std::move(one));
  }
  return to_json(answer).text;
}

Task<Response> answer_recap(const Request& request, Services& services, const char* otherwise,
                            std::string (*answer_of)(const History&, const RecapAsked&)) {
  auto history = co_await history_of(request, services);
  RecapAsked asked{asked_counting(request, *history, otherwise), api::today(*history)};
  auto work = [history, asked, answer_of] { return answer_of(*history, asked); };
  auto answer = co_await answered(history, services, std::move(work));
  co_return http::json_text(std::move(answer));
}

}  // namespace

// GET /api/v1/recap?period=2026&by=plays&counted_from=30&private=in
Task<Response> recap(const Request& request, Services& services) {
  return answer_recap(request, services, "12m", recap_answer);
}

// GET /api/v1/recaps?by=plays&counted_from=30
Task<Response> recaps(const Request& request, Services& services) {
  return answer_recap(request, services, "all", recaps_answer);
}

}  // namespace mtm::api
