#include "api/source_playlist.hpp"

#include <fmt/format.h>

#include <cmath>

#include "api/history_of.hpp"
#include "http/problem.hpp"
#include "music/months.hpp"
#include "questions/gems.hpp"
#include "questions/latest_snapshot.hpp"
#include "questions/mood_tracks.hpp"
#include "questions/similar.hpp"
#include "questions/top_lists.hpp"
#include "store/similar.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using playlists::Source;
using std::chrono::sys_days;

namespace {

/// `number(name, otherwise, least, most)`, `text(name)` and `id(name)` read one parameter.
template <class Number, class Text, class ReadId>
SourceRequest read_request(Source source, Number number, Text text, ReadId id) {
  SourceRequest asked{source, std::nullopt, Id{0}, {}, 50};
  asked.limit = static_cast<int>(number("limit", 50, 1, 100));
  if (source == Source::mood) {
    asked.mood = music::playlist_mood_from(text("mood").value_or(""));
    if (!asked.mood)
      throw Problem(Status::unprocessable, "'mood' must be workout, focus, chill, party or melancholic.");
  }
  if (source == Source::similar) {
    asked.track = id("track_id");
    if (asked.track.number == 0)
      throw Problem(Status::unprocessable, "'track_id' must be the id of the track that the others are to be like.");
  }
  if (source == Source::forgotten_gems) {
    auto& windows = asked.windows;
    windows.oldest = static_cast<int>(number("oldest", windows.oldest, 1, music::kLongestAgo));
    windows.newest = static_cast<int>(number("newest", windows.newest, 1, music::kLongestAgo));
    windows.quiet = static_cast<int>(number("quiet", windows.quiet, 1, music::kLongestAgo));
    windows.plays = static_cast<int>(number("plays", windows.plays, 1, music::kMostPlays));
    if (auto mistake = music::mistake_in(windows)) throw Problem(Status::unprocessable, *mistake);
  }
  return asked;
}

std::size_t limit(const SourceRequest& asked) { return static_cast<std::size_t>(asked.limit); }

auto short_term_lists(const SourcePlaylist& playlist) {
  return questions::top_lists(*playlist.history->snapshots, history::TimeRange::short_term);
}

void add(SourcePlaylist& playlist, history::TrackNo track, std::string reason) {
  int position = static_cast<int>(playlist.tracks.size()) + 1;
  playlist.tracks.push_back({shown(*playlist.history->tracks, track), position, std::move(reason)});
}

void fill_with_gems(SourcePlaylist& playlist, const SourceRequest& asked, sys_days today) {
  const auto& windows = asked.windows;
  playlist.definition = fmt::format(
      "In your top 50 from {} to {} days ago, or played {} times or more then, and neither in the last {} days.",
      windows.newest, windows.oldest, windows.plays, windows.quiet);
  auto found = questions::forgotten_gems(*playlist.history, music::gem_days(windows, today),
                                         static_cast<std::uint32_t>(windows.plays), limit(asked));
  playlist.candidates = found.candidates;
  for (const auto& gem : found.gems) add(playlist, gem.track, music::gem_reason(gem.facts, today));
  if (!playlist.tracks.empty()) return;
  std::optional<sys_days> first;
  auto lists = short_term_lists(playlist);
  if (!lists.empty()) first = sys_days(std::chrono::days(lists.front().day));
  playlist.explanation = music::why_no_gems(windows, first, today);
}

void fill_with_discoveries(SourcePlaylist& playlist, const SourceRequest& asked) {
  playlist.definition = "In your latest snapshot, and in none before it.";
  auto found = questions::recent_discoveries(*playlist.history, limit(asked));
  playlist.candidates = found.candidates;
  for (const auto& track : found.tracks)
    add(playlist, track.track, fmt::format("first seen on {}, at number {}", date_text(found.day), track.rank));
  if (!playlist.tracks.empty()) {
    playlist.snapshot_date = date_text(found.day);
    return;
  }
  auto lists = short_term_lists(playlist);
  playlist.explanation = lists.empty() ? "Take a snapshot first: whatever is new in the latest one stands here."
                                       : fmt::format(
                                             "Your snapshot of {} has nothing that was not in one before. Listen to "
                                             "something new and take another one.",
                                             date_text(lists.back().day));
}

void fill_with_rotation(SourcePlaylist& playlist, const SourceRequest& asked, sys_days today) {
  bool of_the_month = asked.source == Source::currently_obsessed;
  auto month = music::month_of(today);
  playlist.definition =
      of_the_month ? fmt::format("What you play most in {}: the month's latest snapshot.", music::name_of(month))
                   : "Your latest snapshot of the last four weeks, most played first.";
  questions::Days days;
  if (of_the_month) days = {day_of(music::first_day(month)), day_of(music::first_day_after(month)) - 1};
  auto found = questions::latest_rotation(*playlist.history->snapshots, days, limit(asked));
  playlist.candidates = found.candidates;
  for (const auto& track : found.tracks)
    add(playlist, track.track, playlists::rotation_reason(track.rank, track.before, found.first_snapshot));
  if (!playlist.tracks.empty())
    playlist.snapshot_date = date_text(found.day);
  else
    playlist.explanation =
        of_the_month ? fmt::format("There is no snapshot of {} yet. Take a snapshot first.", music::name_of(month))
                     : "Take a snapshot first: your top list of the last four weeks stands here.";
}

void fill_with_mood_tracks(SourcePlaylist& playlist, const SourceRequest& asked) {
  auto mood = asked.mood.value();
  const auto& tracks = *playlist.history->tracks;
  playlist.title = music::title_of(mood);
  playlist.definition = fmt::format("Tracks of your library with {}.", music::definition_of(mood));
  auto found = questions::mood_tracks(*playlist.history, mood, limit(asked));
  playlist.candidates = found.candidates;
  for (auto track : found.tracks) add(playlist, track, music::mood_reason(mood, questions::features_of(tracks, track)));
  if (!playlist.tracks.empty()) return;
  const auto& totals = *playlist.history->totals;
  if (totals.tracks == 0)
    playlist.explanation = "Your library is empty. Take a snapshot first.";
  else if (totals.high + totals.medium + totals.low == 0)
    playlist.explanation =
        "None of your tracks has audio features, and a mood is made of them. They come with the next snapshot from "
        "whoever measured them.";
  else
    playlist.explanation = fmt::format("No track of yours sounds like that: it takes {}.", music::definition_of(mood));
}

void fill_with_similar(SourcePlaylist& playlist, const SourceRequest& asked, const store::Track& seed) {
  playlist.definition =
      fmt::format("The tracks of your library that are nearest to {} by energy, valence and danceability.", seed.name);
  auto sound = store::sound_of(seed);
  if (!sound) {
    playlist.explanation = music::kUnknownSound;
    return;
  }
  auto found = questions::similar(*playlist.history->tracks, seed.id, *sound, limit(asked));
  playlist.candidates = static_cast<std::int64_t>(found.size());
  for (const auto& near : found)
    add(playlist, near.track, fmt::format("{}% like it", std::lround(near.similarity * 100)));
  if (playlist.tracks.empty()) playlist.explanation = music::kNothingToCompare;
}

std::string detail_of(const SourceRequest& asked) {
  if (asked.mood) return std::string(music::to_text(*asked.mood));
  return asked.track.number == 0 ? std::string() : std::to_string(asked.track.number);
}

/// `seed` is there for the source similar.
SourcePlaylist playlist_of(history::HistoryPtr history, const SourceRequest& asked, sys_days today,
                           const std::optional<store::Track>& seed) {
  SourcePlaylist playlist;
  playlist.history = std::move(history);
  playlist.source = playlists::to_text(asked.source);
  playlist.title = playlists::title_of(asked.source);
  switch (asked.source) {
    case Source::forgotten_gems:
      fill_with_gems(playlist, asked, today);
      break;
    case Source::recent_discoveries:
      fill_with_discoveries(playlist, asked);
      break;
    case Source::current_rotation:
    case Source::currently_obsessed:
      fill_with_rotation(playlist, asked, today);
      break;
    case Source::mood:
      fill_with_mood_tracks(playlist, asked);
      break;
    case Source::similar:
      fill_with_similar(playlist, asked, seed.value());
      break;
  }
  playlist.count = playlist.tracks.size();
  playlist.playlist_id = playlists::playlist_id(asked.source, detail_of(asked), music::month_of(today));
  playlist.name = playlists::default_name(playlist.title, music::month_of(today));
  return playlist;
}

}  // namespace

SourceRequest source_request(const http::Request& request, Source source) {
  auto number = [&](std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    return request.number(name, otherwise, least, most);
  };
  auto text = [&](std::string_view name) { return request.text(name); };
  auto id = [&](std::string_view name) { return Id{request.number(name, 0, 0, INT64_MAX)}; };
  return read_request(source, number, text, id);
}

SourceRequest source_request(http::JsonBody& body, Source source) {
  auto number = [&](std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    return body.number(name, least, most, otherwise);
  };
  auto text = [&](std::string_view name) { return body.optional_text(name, 20); };
  auto id = [&](std::string_view name) { return body.id(name); };
  return read_request(source, number, text, id);
}

Task<SourcePlaylist> build_source(const http::Request& request, Services& services, SourceRequest asked) {
  std::optional<store::Track> seed;
  if (asked.source == Source::similar) {
    seed = co_await services.track_reads.join(asked.track);
    if (!seed) throw Problem(Status::not_found, "There is no such track.");
  }
  auto history = co_await history_of(request, services);
  sys_days today{std::chrono::days(api::today(*history))};
  auto question = [history, asked, today, seed = std::move(seed)] { return playlist_of(history, asked, today, seed); };
  co_return co_await answered(history, services, std::move(question));
}

}  // namespace mtm::api
