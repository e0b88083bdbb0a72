#include "playlists/rotation.hpp"

#include <fmt/format.h>

#include "core/time_zone.hpp"
#include "music/months.hpp"
#include "playlists/sources.hpp"
#include "questions/latest_snapshot.hpp"

namespace mtm::playlists {

namespace {

/// Fills in the latest list of these days; without one, why there is none.
void fill(Playlist& playlist, const history::History& history, questions::Days days, std::size_t most,
          std::string why_none) {
  auto found = questions::latest_rotation(history, days, most);
  playlist.candidates = found.candidates;
  for (const auto& track : found.tracks)
    playlist.tracks.push_back({track.track, rotation_reason(track.rank, track.before, found.first_snapshot)});
  if (playlist.tracks.empty())
    playlist.explanation = std::move(why_none);
  else
    playlist.snapshot_date = date_text(found.day);
}

}  // namespace

Playlist current_rotation(const history::History& history, std::size_t most) {
  Playlist playlist;
  playlist.title = title_of(Source::current_rotation);
  playlist.definition = "Your latest snapshot of the last four weeks, most played first.";
  fill(playlist, history, {}, most, "Take a snapshot first: your top list of the last four weeks stands here.");
  return playlist;
}

Playlist currently_obsessed(const history::History& history, std::chrono::year_month month, std::size_t most) {
  Playlist playlist;
  playlist.title = title_of(Source::currently_obsessed);
  auto name = music::name_of(month);
  playlist.definition = fmt::format("What you play most in {}: the month's latest snapshot.", name);
  questions::Days days{day_of(music::first_day(month)), day_of(music::first_day_after(month)) - 1};
  fill(playlist, history, days, most, fmt::format("There is no snapshot of {} yet. Take a snapshot first.", name));
  return playlist;
}

std::string rotation_reason(int rank, std::optional<int> before, bool first_snapshot) {
  auto sentence = "number " + std::to_string(rank);
  if (first_snapshot) return sentence;
  if (!before) return sentence + ", new or back";
  if (*before == rank) return sentence + ", as before";
  return sentence + (*before > rank ? ", up from " : ", down from ") + std::to_string(*before);
}

}  // namespace mtm::playlists
