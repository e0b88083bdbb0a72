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
using history::kNoDay;
using history::Moment;
using history::TrackNo;
using std::chrono::sys_days;

namespace {

/// What lists say of a track since the first of the days in which it may have been loved.
struct Listed {
  std::uint32_t times = 0;
  Day first = kNoDay, last = kNoDay;
  std::int16_t best_rank = std::numeric_limits<std::int16_t>::max();
};

/// Of tracks, by their numbers. Lists have few tracks, a library may have a hundred thousand.
struct ListedTracks {
  std::vector<std::uint32_t> places;     // in `listed`
  std::vector<Listed> listed{Listed()};  // the first: of tracks that are in no list

  const Listed& of(TrackNo track) const { return listed[places[track]]; }
};

Day number_of(sys_days day) { return static_cast<Day>(day.time_since_epoch().count()); }
sys_days calendar_day(Day day) { return sys_days(std::chrono::days(day)); }

ListedTracks listed_since(const History& history, Day loved_from) {
  ListedTracks tracks{std::vector<std::uint32_t>(history.tracks->size())};
  const auto& snapshots = *history.snapshots;
  for (const auto& list : top_lists(snapshots, history::TimeRange::short_term, Days{loved_from, Days().last})) {
    for (auto entry = list.begin; entry < list.end; ++entry) {
      auto& place = tracks.places[snapshots.tracks[entry]];
      if (place == 0) {
        place = static_cast<std::uint32_t>(tracks.listed.size());
        tracks.listed.push_back({0, list.day});
      }
      auto& listed = tracks.listed[place];
      ++listed.times;
      listed.last = list.day;
      listed.best_rank = std::min(listed.best_rank, snapshots.ranks[entry]);
    }
  }
  return tracks;
}

std::vector<std::uint32_t> times_played(const History& history, Stretch stretch) {
  std::vector<std::uint32_t> times(history.tracks->size());
  for (auto play = stretch.first_play; play < stretch.end_of_plays; ++play) ++times[history.plays->tracks[play]];
  return times;
}

/// How a track may have become a gem.
struct Loved {
  TrackNo track;
  Listed listed;
  std::uint32_t plays;  // on the days in which it was loved
};

music::GemFacts facts_of(const History& history, const Loved& loved, Moment since) {
  music::GemFacts facts;
  facts.listed = loved.listed.times;
  if (loved.listed.times > 0) facts.last_listed = calendar_day(loved.listed.last);
  facts.played = loved.plays;
  auto last_played = history.counts->last_played[loved.track];
  if (last_played >= since) facts.last_played = calendar_day(history.zone->day(last_played));
  return facts;
}

}  // namespace

Gems forgotten_gems(const History& history, const music::GemDays& days, std::uint32_t plays, std::size_t most) {
  Days loved{number_of(days.loved_from), number_of(days.loved_until)};
  auto stretch = stretch_of(history, loved);
  Day silent_from = number_of(days.silent_from);
  auto silence = history.zone->begin_of(silent_from);
  auto listed_tracks = listed_since(history, loved.first);
  auto played = times_played(history, stretch);

  std::vector<Loved> gems;
  for (TrackNo track = 0; track < history.tracks->size(); ++track) {
    const auto& listed = listed_tracks.of(track);
    auto last_played = history.counts->last_played[track];
    bool heard_since = last_played >= stretch.begin && last_played >= silence;
    bool silent = listed.last < silent_from && !heard_since;
    bool listed_then = listed.times > 0 && listed.first <= loved.last;
    bool played_then = played[track] >= plays;
    if (!silent || (!listed_then && !played_then)) continue;
    // Later lists say nothing of why it was loved.
    gems.push_back({track, listed_then ? listed : Listed(), played[track]});
  }
  Gems found{static_cast<std::int64_t>(gems.size()), {}};
  keep_first(gems, most, [&](const Loved& gem) {
    return std::tuple(-std::int64_t(gem.listed.times), -std::int64_t(gem.plays), gem.listed.best_rank,
                      history.tracks->ids[gem.track]);
  });
  for (const auto& gem : gems) found.gems.push_back({gem.track, facts_of(history, gem, stretch.begin)});
  return found;
}

}  // namespace mtm::questions
