#include "questions/gems.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "questions/best.hpp"
#include "questions/days.hpp"
#include "questions/top_lists.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::kNever;
using history::kNoDay;
using history::Moment;
using history::TrackNo;
using std::chrono::sys_days;

namespace {

/// What is known of a track since the first of the days in which it may have been loved.
struct Listed {
  std::uint32_t times = 0;
  Day first = kNoDay, last = kNoDay;
  std::int16_t best_rank = std::numeric_limits<std::int16_t>::max();
};
struct Played {
  std::uint32_t times = 0;  // on those days
  Moment last = kNever;     // since then
};
struct Known {
  Listed listed;
  Played played;
};

Day number_of(sys_days day) { return static_cast<Day>(day.time_since_epoch().count()); }
sys_days calendar_day(Day day) { return sys_days(std::chrono::days(day)); }

void look_at_lists(const History& history, Day loved_from, std::vector<Known>& known) {
  const auto& snapshots = *history.snapshots;
  for (const auto& list : top_lists(snapshots, history::TimeRange::short_term, Days{loved_from, Days().last})) {
    for (auto place = list.begin; place < list.end; ++place) {
      auto& listed = known[snapshots.tracks[place]].listed;
      if (listed.times++ == 0) listed.first = list.day;
      listed.last = list.day;
      listed.best_rank = std::min(listed.best_rank, snapshots.ranks[place]);
    }
  }
}

void look_at_plays(const History& history, Days loved, std::vector<Known>& known) {
  const auto& plays = *history.plays;
  auto stretch = stretch_of(history, loved);
  for (auto play = stretch.first_play; play < plays.size(); ++play) {
    auto& played = known[plays.tracks[play]].played;
    if (play < stretch.end_of_plays) ++played.times;
    played.last = plays.ended[play];
  }
}

music::GemFacts facts_of(const History& history, const Known& known) {
  music::GemFacts facts;
  facts.listed = known.listed.times;
  if (known.listed.times > 0) facts.last_listed = calendar_day(known.listed.last);
  facts.played = known.played.times;
  if (known.played.last != kNever) facts.last_played = calendar_day(history.zone->day(known.played.last));
  return facts;
}

}  // namespace

Gems forgotten_gems(const History& history, const music::GemDays& days, std::uint32_t plays, std::size_t most) {
  Days loved{number_of(days.loved_from), number_of(days.loved_until)};
  Day silent_from = number_of(days.silent_from);
  auto silence = history.zone->begin_of(silent_from);
  std::vector<Known> known(history.tracks->size());
  look_at_lists(history, loved.first, known);
  look_at_plays(history, loved, known);

  std::vector<TrackNo> gems;
  for (TrackNo track = 0; track < known.size(); ++track) {
    auto& [listed, played] = known[track];
    bool silent = listed.last < silent_from && played.last < silence;
    bool listed_then = listed.times > 0 && listed.first <= loved.last;
    bool played_then = played.times >= plays;
    if (!silent || (!listed_then && !played_then)) continue;
    if (!listed_then) listed = {};  // later lists say nothing of why it was loved
    gems.push_back(track);
  }
  Gems found{static_cast<std::int64_t>(gems.size()), {}};
  keep_first(gems, most, [&](TrackNo a, TrackNo b) {
    auto place = [&](TrackNo track) {
      const auto& [listed, played] = known[track];
      return std::tuple(-std::int64_t(listed.times), -std::int64_t(played.times), listed.best_rank,
                        history.tracks->ids[track]);
    };
    return place(a) < place(b);
  });
  for (auto track : gems) found.gems.push_back({track, facts_of(history, known[track])});
  return found;
}

}  // namespace mtm::questions
