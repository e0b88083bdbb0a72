#include "questions/gems.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "history/played.hpp"
#include "music/fair_choice.hpp"
#include "questions/days.hpp"
#include "questions/top_lists.hpp"
#include "questions/whole_recordings.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::kNoDay;
using history::Moment;
using history::Played;
using history::TrackNo;
using std::chrono::sys_days;

namespace {

/// What lists say of a recording since the first of the days in which it may have been loved.
struct Listed {
  std::uint32_t times = 0;
  Day first = kNoDay, last = kNoDay;
  std::int16_t best_rank = std::numeric_limits<std::int16_t>::max();
};

/// Of recordings, by the numbers of the tracks that stand for them. Lists have few, a library may have a hundred
/// thousand.
struct ListedRecordings {
  std::vector<std::uint32_t> places;     // in `listed`
  std::vector<Listed> listed{Listed()};  // the first: of those that are in no list

  const Listed& of(TrackNo recording) const { return listed[places[recording]]; }
};

Day number_of(sys_days day) { return static_cast<Day>(day.time_since_epoch().count()); }
sys_days calendar_day(Day day) { return sys_days(std::chrono::days(day)); }

ListedRecordings listed_since(const History& history, Day loved_from) {
  ListedRecordings found{std::vector<std::uint32_t>(history.tracks->size())};
  const auto& snapshots = *history.snapshots;
  for (const auto& list : top_lists(snapshots, history::TimeRange::short_term, Days{loved_from, Days().last})) {
    for (auto entry = list.begin; entry < list.end; ++entry) {
      auto& place = found.places[(*history.recordings)[snapshots.tracks[entry]]];
      if (place == 0) {
        place = static_cast<std::uint32_t>(found.listed.size());
        found.listed.push_back({0, list.day});
      }
      auto& listed = found.listed[place];
      if (listed.last != list.day) ++listed.times;  // several of its tracks may be in one list
      listed.last = list.day;
      listed.best_rank = std::min(listed.best_rank, snapshots.ranks[entry]);
    }
  }
  return found;
}

/// Plays that count, of recordings.
struct PlayedSince {
  std::vector<std::uint32_t> times;  // on the days in which they may have been loved
  std::vector<Moment> last;          // when the last one since then began; kNever: there is none
};

PlayedSince played_since(const History& history, Stretch loved) {
  PlayedSince played{std::vector<std::uint32_t>(history.tracks->size()),
                     std::vector<Moment>(history.tracks->size(), history::kNever)};
  history::each_counted(*history.plays, {}, loved.begin, std::numeric_limits<Moment>::max(),
                        [&](std::size_t play, const Played& one) {
                          auto recording = (*history.recordings)[history.plays->tracks[play]];
                          if (one.first < loved.end) ++played.times[recording];
                          played.last[recording] = std::max(played.last[recording], one.first);
                        });
  return played;
}

/// How a recording may have become a gem.
struct Loved {
  TrackNo track;  // that stands for it, then that was played most
  Listed listed;
  std::uint32_t plays;  // on the days in which it was loved
  Moment last_played;
  Moment liked = history::kNever;  // where nothing else says that it was loved
};

/// By recording, when the first of its tracks was liked that still are; kNever: none is.
std::vector<Moment> liked_recordings(const History& history) {
  std::vector<Moment> liked(history.tracks->size(), history::kNever);
  for (TrackNo track = 0; track < liked.size(); ++track) {
    auto saved = history.meetings->saved[track];
    if (saved == history::kNever || history.meetings->unsaved[track] != history::kNever) continue;
    auto& first = liked[(*history.recordings)[track]];
    if (first == history::kNever || saved < first) first = saved;
  }
  return liked;
}

template <class PlaceOf>
void sort_by(std::vector<Loved>& gems, PlaceOf place_of) {
  std::sort(gems.begin(), gems.end(), [&](const Loved& a, const Loved& b) { return place_of(a) < place_of(b); });
}

/// Leaves so many of gems that stand best first; `part_of(gem)` is the part of a time that each is of.
template <class PartOf>
void choose_fairly(const History& history, std::vector<Loved>& gems, std::size_t most, PartOf part_of) {
  const auto& tracks = *history.tracks;
  std::vector<music::FairCandidate> fair;
  for (const auto& gem : gems) {
    auto album = tracks.albums[gem.track];
    fair.push_back(
        {part_of(gem), tracks.artists[gem.track], album == history::kNone ? std::nullopt : std::optional(album)});
  }
  std::vector<Loved> chosen;
  for (auto number : music::fair_choice(fair, most)) chosen.push_back(gems[number]);
  gems = std::move(chosen);
}

music::GemFacts facts_of(const History& history, const Loved& loved) {
  music::GemFacts facts;
  facts.listed = loved.listed.times;
  if (loved.listed.times > 0) facts.last_listed = calendar_day(loved.listed.last);
  facts.played = loved.plays;
  auto last_played = loved.last_played;
  if (loved.liked != history::kNever) {
    facts.liked = calendar_day(history.zone->day(loved.liked));
    last_played = history.recording_counts->last_played[loved.track];
  }
  if (last_played != history::kNever) facts.last_played = calendar_day(history.zone->day(last_played));
  return facts;
}

}  // namespace

Gems forgotten_gems(const History& history, const music::GemDays& days, std::uint32_t plays, std::size_t most) {
  Days loved{number_of(days.loved_from), number_of(days.loved_until)};
  auto stretch = stretch_of(history, loved);
  Day silent_from = number_of(days.silent_from);
  auto silence = history.zone->begin_of(silent_from);
  auto listed_recordings = listed_since(history, loved.first);
  auto played = played_since(history, stretch);
  auto liked = liked_recordings(history);
  auto shown = most_played_of_recordings(history);

  std::vector<Loved> gems, only_liked;
  for (TrackNo recording = 0; recording < history.tracks->size(); ++recording) {
    if ((*history.recordings)[recording] != recording) continue;
    const auto& listed = listed_recordings.of(recording);
    bool silent = listed.last < silent_from && played.last[recording] < silence;
    bool listed_then = listed.times > 0 && listed.first <= loved.last;
    bool played_then = played.times[recording] >= plays;
    bool liked_then = liked[recording] != history::kNever && liked[recording] < stretch.end;
    if (!silent) continue;
    // Later lists say nothing of why it was loved.
    if (listed_then || played_then)
      gems.push_back(
          {shown[recording], listed_then ? listed : Listed(), played.times[recording], played.last[recording]});
    else if (liked_then)
      only_liked.push_back({shown[recording], Listed(), 0, history::kNever, liked[recording]});
  }
  Gems found{static_cast<std::int64_t>(gems.size() + only_liked.size()), {}};
  sort_by(gems, [&](const Loved& gem) {
    return std::tuple(-std::int64_t(gem.listed.times), -std::int64_t(gem.plays), gem.listed.best_rank,
                      history.tracks->ids[gem.track]);
  });
  choose_fairly(history, gems, most, [](const Loved&) { return 0; });
  sort_by(only_liked, [&](const Loved& gem) {
    return std::tuple(-std::int64_t(history.recording_counts->plays[gem.track]), gem.liked,
                      history.tracks->ids[gem.track]);
  });
  choose_fairly(history, only_liked, most - gems.size(),
                [&](const Loved& gem) { return history.zone->year(gem.liked); });
  gems.insert(gems.end(), only_liked.begin(), only_liked.end());
  for (const auto& gem : gems) found.gems.push_back({gem.track, facts_of(history, gem)});
  return found;
}

}  // namespace mtm::questions
