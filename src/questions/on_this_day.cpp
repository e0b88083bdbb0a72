#include "questions/on_this_day.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

#include "questions/best.hpp"
#include "questions/whole_recordings.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::TrackNo;
using namespace std::chrono;

namespace {

/// The same days of another year; nothing when it has no such day.
std::optional<Days> days_in(year year, Day today) {
  year_month_day date{sys_days(days(today))};
  auto then = year / date.month() / date.day();
  if (!then.ok()) return std::nullopt;
  Day first = day_of(then);
  bool before_leap_day = date.month() == February && date.day() == day(28) && !date.year().is_leap() && year.is_leap();
  return Days{first, before_leap_day ? first + 1 : first};
}

/// From 0, where years of that distance stand.
int place_of(int years_ago) {
  constexpr std::array kFirst{1, 3, 5, 10};
  auto first = std::find(kFirst.begin(), kFirst.end(), years_ago);
  return first != kFirst.end() ? static_cast<int>(first - kFirst.begin()) : 4 + years_ago;
}

std::vector<PlayedTrack> most_played(const History& history, const std::map<TrackNo, Played>& played, By by,
                                     std::size_t most) {
  std::vector<PlayedTrack> tracks;
  for (const auto& [track, of_track] : played) tracks.push_back({track, of_track});
  join_recordings(
      history, tracks, [](const PlayedTrack& track) { return track.track; },
      [](const PlayedTrack& track) { return track.played.plays; },
      [](PlayedTrack& track, const PlayedTrack& other) { track.played.add(other.played); });
  keep_first(tracks, most, [&](const PlayedTrack& track) {
    std::int64_t plays = track.played.plays, ms = track.played.ms_played;
    return std::tuple(by == By::plays ? -plays : -ms, by == By::plays ? -ms : -plays, track.played.first,
                      history.tracks->ids[track.track]);
  });
  return tracks;
}

}  // namespace

std::vector<PastDay> on_this_day(const History& history, const Counting& counting, Day today, std::size_t most_tracks) {
  std::vector<PastDay> past;
  if (history.plays->size() == 0) return past;
  auto this_year = year_of(today);
  auto first_year = history.zone->year(history.plays->ended.front() - history::kLongestPlay);
  for (int of = this_year - 1; of >= first_year; --of) {
    auto days = days_in(year(of), today);
    if (!days) continue;
    PastDay then{this_year - of, *days, {}, {}};
    std::map<TrackNo, Played> tracks;
    each_counted(history, {*days, counting.filter}, [&](std::size_t play, const Played& one) {
      then.played.add(one);
      tracks[history.plays->tracks[play]].add(one);
    });
    if (tracks.empty()) continue;
    then.tracks = most_played(history, tracks, counting.by, most_tracks);
    past.push_back(std::move(then));
  }
  std::sort(past.begin(), past.end(),
            [](const PastDay& a, const PastDay& b) { return place_of(a.years_ago) < place_of(b.years_ago); });
  return past;
}

}  // namespace mtm::questions
