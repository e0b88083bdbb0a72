#include "playlists/recent_discoveries.hpp"

#include <fmt/format.h>

#include "core/time_zone.hpp"
#include "playlists/sources.hpp"
#include "questions/latest_snapshot.hpp"
#include "questions/top_lists.hpp"

namespace mtm::playlists {

namespace {

std::string why_none(const history::History& history) {
  auto lists = questions::top_lists(*history.snapshots, history::TimeRange::short_term);
  if (lists.empty()) return "Take a snapshot first: whatever is new in the latest one stands here.";
  return fmt::format(
      "Your snapshot of {} has nothing that was not in one before. Listen to something new and take another one.",
      date_text(lists.back().day));
}

}  // namespace

Playlist recent_discoveries(const history::History& history, std::size_t most) {
  Playlist playlist;
  playlist.title = title_of(Source::recent_discoveries);
  playlist.definition = "In your latest snapshot, and in none before it.";
  auto found = questions::recent_discoveries(history, most);
  playlist.candidates = found.candidates;
  for (const auto& track : found.tracks)
    playlist.tracks.push_back(
        {track.track, fmt::format("first seen on {}, at number {}", date_text(found.day), track.rank)});
  if (playlist.tracks.empty())
    playlist.explanation = why_none(history);
  else
    playlist.snapshot_date = date_text(found.day);
  return playlist;
}

}  // namespace mtm::playlists
