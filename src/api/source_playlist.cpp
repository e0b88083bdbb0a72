#include "api/source_playlist.hpp"

#include <fmt/format.h>

#include <cmath>

#include "api/backlog.hpp"
#include "api/history_of.hpp"
#include "http/problem.hpp"
#include "music/months.hpp"
#include "music/ranges.hpp"
#include "questions/similar.hpp"
#include "store/library.hpp"
#include "store/similar.hpp"
#include "store/sources.hpp"

namespace mtm::api {

using http::Problem;
using http::Status;
using music::Source;
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

std::optional<sys_days> day_of(const std::optional<std::string>& text) {
  auto day = text ? music::day_from(*text) : std::nullopt;  // a day of an imported list may be one that no range knows
  if (!day) return std::nullopt;
  return sys_days(*day);
}

/// Moves rows, whatever else they say, into the playlist; `reason` is asked for each.
template <class Row, class Reason>
void take(SourcePlaylist& playlist, std::vector<Row> rows, Reason reason) {
  if (!rows.empty()) playlist.candidates = rows.front().candidates;
  for (auto& row : rows) {
    auto why = reason(row);
    playlist.tracks.push_back({std::move(static_cast<store::Track&>(row)), std::move(why), std::nullopt});
  }
}

Task<> gems(db::Database& database, Id user, const SourceRequest& asked, sys_days today, SourcePlaylist& playlist) {
  const auto& windows = asked.windows;
  playlist.definition = fmt::format(
      "In your top 50 from {} to {} days ago, or played {} times or more then, and neither in the last {} days.",
      windows.newest, windows.oldest, windows.plays, windows.quiet);
  auto rows =
      co_await store::forgotten_gems(database, user, music::gem_days(windows, today), windows.plays, asked.limit);
  take(playlist, std::move(rows), [today](const store::Gem& gem) {
    return music::gem_reason({gem.listed, day_of(gem.last_listed), gem.played, day_of(gem.last_played)}, today);
  });
  if (!playlist.tracks.empty()) co_return;
  auto stock = co_await store::stock(database, user);
  playlist.explanation = music::why_no_gems(windows, day_of(stock.first_snapshot), today);
}

Task<> discoveries(db::Database& database, Id user, const SourceRequest& asked, SourcePlaylist& playlist) {
  playlist.definition = "In your latest snapshot, and in none before it.";
  auto rows = co_await store::recent_discoveries(database, user, asked.limit);
  if (!rows.empty()) playlist.snapshot_date = rows.front().day;
  take(playlist, std::move(rows), [](const store::Discovery& track) {
    return fmt::format("first seen on {}, at number {}", track.day, track.rank);
  });
  if (!playlist.tracks.empty()) co_return;
  auto stock = co_await store::stock(database, user);
  playlist.explanation = stock.latest_snapshot
                             ? fmt::format(
                                   "Your snapshot of {} has nothing that was not in one before. Listen to something "
                                   "new and take another one.",
                                   *stock.latest_snapshot)
                             : "Take a snapshot first: whatever is new in the latest one stands here.";
}

Task<> rotation(db::Database& database, Id user, const SourceRequest& asked, sys_days today, SourcePlaylist& playlist) {
  bool of_the_month = asked.source == Source::currently_obsessed;
  auto month = music::month_of(today);
  playlist.definition =
      of_the_month ? fmt::format("What you play most in {}: the month's latest snapshot.", music::name_of(month))
                   : "Your latest snapshot of the last four weeks, most played first.";
  auto from = of_the_month ? music::first_day(month) : sys_days(std::chrono::year(1900) / 1 / 1);
  auto until = of_the_month ? music::first_day_after(month) : sys_days(std::chrono::year(3000) / 1 / 1);
  auto rows = co_await store::latest_rotation(database, user, from, until, asked.limit);
  if (!rows.empty()) playlist.snapshot_date = rows.front().day;
  take(playlist, std::move(rows), [](const store::RankedTrack& track) {
    return music::rotation_reason(track.rank, track.before, track.first_snapshot);
  });
  if (playlist.tracks.empty())
    playlist.explanation =
        of_the_month ? fmt::format("There is no snapshot of {} yet. Take a snapshot first.", music::name_of(month))
                     : "Take a snapshot first: your top list of the last four weeks stands here.";
}

/// Whatever a mood demands is known of a track that fits; the rest does not matter.
music::AudioFeatures features_of(const store::Track& track) {
  music::AudioFeatures features;
  features.energy = track.energy.value_or(0);
  features.valence = track.valence.value_or(0);
  features.danceability = track.danceability.value_or(0);
  features.acousticness = track.acousticness.value_or(0);
  features.instrumentalness = track.instrumentalness.value_or(0);
  features.speechiness = track.speechiness.value_or(0);
  features.tempo = track.tempo.value_or(0);
  return features;
}

Task<> mood_of(db::Database& database, Id user, const SourceRequest& asked, SourcePlaylist& playlist) {
  auto mood = *asked.mood;
  co_await refuse_half_a_library(database, user);
  playlist.title = music::title_of(mood);
  playlist.definition = fmt::format("Tracks of your library with {}.", music::definition_of(mood));
  auto rows = co_await store::mood_tracks(database, user, mood, asked.limit);
  take(playlist, std::move(rows),
       [mood](const store::MoodTrack& track) { return music::mood_reason(mood, features_of(track)); });
  if (!playlist.tracks.empty()) co_return;
  auto stock = co_await store::stock(database, user);
  if (!stock.any_track)
    playlist.explanation = "Your library is empty. Take a snapshot first.";
  else if (!stock.any_features)
    playlist.explanation =
        "None of your tracks has audio features, and a mood is made of them. They come with the next snapshot from "
        "whoever measured them.";
  else
    playlist.explanation = fmt::format("No track of yours sounds like that: it takes {}.", music::definition_of(mood));
}

Task<> similar(const http::Request& request, Services& services, const SourceRequest& asked, SourcePlaylist& playlist) {
  auto seed = co_await services.track_reads.join(asked.track);
  if (!seed) throw Problem(Status::not_found, "There is no such track.");
  playlist.definition =
      fmt::format("The tracks of your library that are nearest to {} by energy, valence and danceability.", seed->name);
  auto sound = store::sound_of(*seed);
  if (!sound) {
    playlist.explanation = music::kUnknownSound;
    co_return;
  }
  auto history = co_await history_of(request, services);
  auto question = [history, sound = *sound, asked] {
    return questions::similar(*history->tracks, asked.track, sound, static_cast<std::size_t>(asked.limit));
  };
  auto found = co_await answered(history, services, std::move(question));
  playlist.candidates = static_cast<std::int64_t>(found.size());
  std::vector<Id> ids;
  for (const auto& near : found) ids.push_back(Id{history->tracks->ids[near.track]});
  auto tracks = co_await store::tracks(services.database, ids);
  for (std::size_t i = 0; i < tracks.size(); ++i)
    playlist.tracks.push_back({std::move(tracks[i].value()),
                               fmt::format("{}% like it", std::lround(found[i].similarity * 100)), std::nullopt});
  if (playlist.tracks.empty()) playlist.explanation = music::kNothingToCompare;
}

std::string detail_of(const SourceRequest& asked) {
  if (asked.mood) return std::string(music::to_text(*asked.mood));
  return asked.track.number == 0 ? std::string() : std::to_string(asked.track.number);
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
  auto& database = services.database;
  Id user{request.caller.user_id};
  auto date = co_await store::today(database, user);
  auto today = sys_days(music::day_from(date).value());
  SourcePlaylist playlist;
  playlist.title = music::title_of(asked.source);
  switch (asked.source) {
    case Source::forgotten_gems:
      co_await gems(database, user, asked, today, playlist);
      break;
    case Source::recent_discoveries:
      co_await discoveries(database, user, asked, playlist);
      break;
    case Source::current_rotation:
    case Source::currently_obsessed:
      co_await rotation(database, user, asked, today, playlist);
      break;
    case Source::mood:
      co_await mood_of(database, user, asked, playlist);
      break;
    case Source::similar:
      co_await similar(request, services, asked, playlist);
      break;
  }
  playlist.playlist_id = music::playlist_id(asked.source, detail_of(asked), music::month_of(today));
  playlist.default_name = music::default_name(playlist.title, music::month_of(today));
  co_return playlist;
}

}  // namespace mtm::api
