#include "api/source_playlist.hpp"

#include "api/history_of.hpp"
#include "api/seen_track.hpp"
#include "http/problem.hpp"
#include "music/months.hpp"
#include "playlists/forgotten_gems.hpp"
#include "playlists/mood_tracks.hpp"
#include "playlists/recent_discoveries.hpp"
#include "playlists/rotation.hpp"
#include "playlists/similar_tracks.hpp"
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

playlists::Seed seed_of(const store::Track& track) { return {track.id, track.name, store::sound_of(track)}; }

/// `seed` is there for the source similar.
playlists::Playlist playlist_from_source(const history::History& history, const SourceRequest& asked, sys_days today,
                                         const std::optional<store::Track>& seed) {
  auto most = static_cast<std::size_t>(asked.limit);
  switch (asked.source) {
    case Source::forgotten_gems:
      return playlists::forgotten_gems(history, asked.windows, today, most);
    case Source::recent_discoveries:
      return playlists::recent_discoveries(history, most);
    case Source::current_rotation:
      return playlists::current_rotation(history, most);
    case Source::currently_obsessed:
      return playlists::currently_obsessed(history, music::month_of(today), most);
    case Source::mood:
      return playlists::mood_tracks(history, asked.mood.value(), most);
    case Source::similar:
      return playlists::similar_tracks(history, seed_of(seed.value()), most);
  }
  throw std::logic_error("unknown source of a playlist");
}

/// What the playlist's id says of the request beside its source.
std::string detail_of(const SourceRequest& asked) {
  if (asked.mood) return std::string(music::to_text(*asked.mood));
  return asked.track.number == 0 ? std::string() : std::to_string(asked.track.number);
}

SourcePlaylist playlist_of(history::HistoryPtr history, const SourceRequest& asked, sys_days today,
                           const std::optional<store::Track>& seed) {
  auto playlist = playlist_from_source(*history, asked, today, seed);
  auto month = music::month_of(today);
  SourcePlaylist answer;
  answer.source = playlists::to_text(asked.source);
  answer.name = playlists::default_name(playlist.title, month);
  answer.playlist_id = playlists::playlist_id(asked.source, detail_of(asked), month);
  answer.title = std::move(playlist.title);
  answer.definition = std::move(playlist.definition);
  answer.snapshot_date = std::move(playlist.snapshot_date);
  answer.count = playlist.tracks.size();
  answer.candidates = playlist.candidates;
  for (auto& chosen : playlist.tracks) {
    int position = static_cast<int>(answer.tracks.size()) + 1;
    answer.tracks.push_back({shown(*history->tracks, chosen.track), position, std::move(chosen.reason)});
  }
  answer.explanation = std::move(playlist.explanation);
  answer.history = std::move(history);
  return answer;
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
    seed = co_await seen_track(request, services, asked.track);
    if (!seed) throw Problem(Status::not_found, "There is no such track.");
  }
  auto history = co_await history_of(request, services);
  sys_days today{std::chrono::days(api::today(*history))};
  auto question = [history, asked, today, seed = std::move(seed)] { return playlist_of(history, asked, today, seed); };
  co_return co_await answered(history, services, std::move(question));
}

}  // namespace mtm::api
