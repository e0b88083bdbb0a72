#include "questions/streaks.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>

#include "questions/best.hpp"
#include "questions/local_time.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::kNoDay;
using history::kNone;

namespace {

/// Of days in their order, each once or several times.
Streaks streaks_of(std::span<const Day> days, Day today) {
  Streaks streaks;
  Streak streak;
  for (auto day : days) {
    if (day == streak.last) continue;
    ++streaks.days;
    streak = day == streak.last + 1 && streak.first != kNoDay ? Streak{streak.first, day} : Streak{day, day};
    if (streak.days() >= streaks.longest.days()) streaks.longest = streak;
    if (day == today || day == today - 1) streaks.current = streak;
  }
  return streaks;
}

/// Plays begin nearly in order: mostly there is nothing to sort.
void sort_days(std::span<Day> days) {
  if (!std::is_sorted(days.begin(), days.end())) std::sort(days.begin(), days.end());
}

/// Says of one day after the other, back from the last, whether a play that counts began on it.
class DaysBack {
 public:
  DaysBack(const History& history, const history::PlayFilter& filter)
      : history_(history), filter_(filter), first_play_(history.plays->size()) {}

  bool played_on(Day day) {
    const auto& plays = *history_.plays;
    auto begin = history_.zone->begin_of(day), end = history_.zone->begin_of(day + 1);
    while (first_play_ > 0 && plays.ended[first_play_ - 1] >= begin) --first_play_;
    for (auto play = first_play_; play < plays.size() && plays.ended[play] < end + history::kLongestPlay; ++play) {
      auto one = history::counted(plays, filter_, play);
      if (one && one->first >= begin && one->first < end) return true;
    }
    return false;
  }

 private:
  const History& history_;
  history::PlayFilter filter_;
  std::size_t first_play_;  // that ended since the day began
};

}  // namespace

Streaks streaks(const History& history, const Counting& counting, Day today, const Subject& subject) {
  SubjectTracks tracks(history, subject);
  DayFinder finder(*history.zone);
  std::vector<Day> days;
  each_counted(history, counting, [&](std::size_t play, const Played& one) {
    if (!tracks.have(history.plays->tracks[play])) return;
    auto day = finder.day_of(one.first);
    if (days.empty() || days.back() != day) days.push_back(day);
  });
  sort_days(days);
  return streaks_of(days, today);
}

Streak current_streak(const History& history, const history::PlayFilter& filter, Day today) {
  DaysBack days(history, filter);
  Day last = days.played_on(today) ? today : today - 1;
  if (last != today && !days.played_on(last)) return {};
  Day first = last;
  while (days.played_on(first - 1)) --first;
  return {first, last};
}

std::vector<ArtistStreak> artist_streaks(const History& history, const Counting& counting, Day today,
                                         std::size_t most) {
  const auto& tracks = *history.tracks;
  struct Heard {
    std::uint32_t artist;
    Day day;
  };
  std::vector<Heard> heard;  // in the order of plays, an artist hardly ever twice on a day
  std::vector<Day> last_day(tracks.artist_ids.size(), kNoDay);
  std::vector<std::uint32_t> ends(tracks.artist_ids.size() + 1);
  DayFinder finder(*history.zone);
  each_counted(history, counting, [&](std::size_t play, const Played& one) {
    auto artist = tracks.artists[history.plays->tracks[play]];
    auto day = finder.day_of(one.first);
    if (last_day[artist] == day) return;
    last_day[artist] = day;
    heard.push_back({artist, day});
    ++ends[artist + 1];
  });
  // The days of each artist side by side.
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<Day> days(heard.size());
  auto next = ends;
  for (const auto& [artist, day] : heard) days[next[artist]++] = day;

  std::vector<ArtistStreak> found;
  for (std::uint32_t artist = 0; artist + 1 < ends.size(); ++artist) {
    if (ends[artist] == ends[artist + 1]) continue;
    std::span of_artist(days.data() + ends[artist], days.data() + ends[artist + 1]);
    sort_days(of_artist);
    auto streaks = streaks_of(of_artist, today);
    found.push_back({artist, streaks.longest, streaks.longest == streaks.current});
  }
  keep_first(found, most, [&](const ArtistStreak& streak) {
    return std::tuple(-streak.longest.days(), -streak.longest.last, tracks.artist_ids[streak.artist]);
  });
  return found;
}

}  // namespace mtm::questions
