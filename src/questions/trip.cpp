#include "questions/trip.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "music/fair_choice.hpp"
#include "questions/local_time.hpp"
#include "questions/whole_recordings.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::kNoDay;
using history::Moment;
using history::Precision;
using history::TrackNo;

namespace {

constexpr int kPlacesOfList = 50;  // a top list has 50 places

/// Of what came out in a year or month of which nobody knows the day.
constexpr Day kPartUnknown = kNoDay;

/// Those of which a fact can be: what lies outside is a mistake of its source.
Days possible(Days days) {
  constexpr int kFirstYear = 1900, kLastYear = 2100;
  return {std::max(days.first, first_day(kFirstYear)), std::min(days.last, first_day(kLastYear + 1) - 1)};
}

/// What a recording was on the days of a trip.
struct LovedThen {
  TripFacts facts;
  std::int64_t ms_played = 0;
  Moment first_then = 0;  // when it was first played in its part
  Moment saved = history::kNever;
  Day listed = kNoDay;

  bool anything() const { return facts.plays > 0 || facts.saved != kNoDay || facts.best_rank > 0; }

  /// In tenths, because equal scores must be exactly equal.
  std::int64_t tenths() const {
    std::int64_t score = std::int64_t{facts.plays} * 10;
    if (facts.saved != kNoDay) score += 50;
    if (facts.best_rank > 0) score += kPlacesOfList + 1 - facts.best_rank;
    return score;
  }
};

/// A track that may be chosen.
struct TripCandidate {
  TrackNo track;
  Day part;
  Moment happened;
};

class LovedOnDays {
 public:
  LovedOnDays(const History& history, const TripQuestion& question)
      : history_(history), question_(question), days_(possible(question.days)), unit_(parts_of(days_)) {
    recordings_.resize(history.tracks->size());
    track_plays_.resize(history.tracks->size());
    add_plays();
    add_likes();
    add_lists();
  }

  /// Best first.
  std::vector<TripCandidate> candidates() const {
    auto shown = shown_tracks();
    std::vector<std::pair<Place, TripCandidate>> placed;
    for (TrackNo recording = 0; recording < recordings_.size(); ++recording) {
      const auto& loved = recordings_[recording];
      if (!loved.anything()) continue;
      TripCandidate candidate{shown[recording], part_of(loved), happened(loved)};
      placed.emplace_back(Place(-loved.tenths(), -loved.ms_played, candidate.happened, id_of(candidate.track)),
                          candidate);
    }
    std::sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<TripCandidate> candidates;
    for (const auto& [_, candidate] : placed) candidates.push_back(candidate);
    return candidates;
  }

  TripTrack track_of(const TripCandidate& candidate) const {
    const auto& loved = recordings_[(*history_.recordings)[candidate.track]];
    return {candidate.track, loved.facts, static_cast<double>(loved.tenths()) / 10};
  }

 private:
  using Place = std::tuple<std::int64_t, std::int64_t, Moment, std::int64_t>;

  std::int64_t id_of(TrackNo track) const { return history_.tracks->ids[track]; }

  /// Part after part, so that what a recording was in one of them is counted at once.
  void add_plays() {
    std::vector<Played> then(recordings_.size());
    std::vector<TrackNo> met;
    for (Day day = days_.first; day <= days_.last; day = period_end(day, unit_)) {
      Counting counting{{day, std::min(period_end(day, unit_) - 1, days_.last)}, question_.filter};
      each_counted(history_, counting, [&](std::size_t play, const Played& one) {
        auto track = history_.plays->tracks[play];
        auto recording = (*history_.recordings)[track];
        ++track_plays_[track];
        if (then[recording].plays == 0) met.push_back(recording);
        then[recording].add(one);
      });
      for (auto recording : met) {
        add_part(recordings_[recording], then[recording], day);
        then[recording] = Played();
      }
      met.clear();
    }
  }

  void add_part(LovedThen& loved, const Played& then, Day day) const {
    loved.facts.plays += then.plays;
    loved.ms_played += then.ms_played;
    if (then.plays <= loved.facts.plays_then) return;
    loved.facts.plays_then = then.plays;
    loved.facts.part = day;
    loved.first_then = then.first;
  }

  void add_likes() {
    auto stretch = stretch_of(history_, days_);
    DayFinder finder(*history_.zone);
    for (TrackNo track = 0; track < recordings_.size(); ++track) {
      auto saved = history_.meetings->saved[track];
      if (!stretch.has(saved)) continue;
      auto& loved = recordings_[(*history_.recordings)[track]];
      if (loved.saved != history::kNever && loved.saved <= saved) continue;
      loved.saved = saved;
      loved.facts.saved = finder.day_of(saved);
    }
  }

  void add_lists() {
    const auto& snapshots = *history_.snapshots;
    for (const auto& list : snapshots.lists) {
      if (!days_.have(list.day)) continue;
      for (auto entry = list.begin; entry < list.end; ++entry) {
        auto rank = snapshots.ranks[entry];
        if (rank < 1 || rank > kPlacesOfList) continue;
        auto& loved = recordings_[(*history_.recordings)[snapshots.tracks[entry]]];
        auto& best = loved.facts.best_rank;
        bool better = best == 0 || std::pair(rank, list.day) < std::pair(best, loved.listed);
        if (!better) continue;
        best = rank;
        loved.listed = list.day;
      }
    }
  }

  Day part_of(const LovedThen& loved) const {
    if (loved.facts.plays > 0) return period_begin(loved.facts.part, unit_);
    return period_begin(loved.facts.saved != kNoDay ? loved.facts.saved : loved.listed, unit_);
  }

  Moment happened(const LovedThen& loved) const {
    if (loved.facts.plays > 0) return loved.first_then;
    return loved.facts.saved != kNoDay ? loved.saved : history_.zone->begin_of(loved.listed);
  }

  /// By recording, the one of its tracks that was played most on these days; of equals one that was liked on them, then
  /// that of the smallest id.
  std::vector<TrackNo> shown_tracks() const {
    auto shown = *history_.recordings;
    if (!history_.has_versions()) return shown;
    auto stretch = stretch_of(history_, days_);
    auto place = [&](TrackNo track) {
      bool liked = stretch.has(history_.meetings->saved[track]);
      return std::tuple(-std::int64_t{track_plays_[track]}, !liked, id_of(track));
    };
    for (TrackNo track = 0; track < shown.size(); ++track)
      if (auto& best = shown[(*history_.recordings)[track]]; place(track) < place(best)) best = track;
    return shown;
  }

  const History& history_;
  const TripQuestion& question_;
  Days days_;
  Unit unit_;
  std::vector<LovedThen> recordings_;       // by the track that stands for each
  std::vector<std::uint32_t> track_plays_;  // by track
};

/// The days on which it may have come out; nothing known: none.
Days release_days(const history::Tracks& tracks, TrackNo track) {
  auto day = tracks.release_days[track];
  if (day == kNoDay) return {0, -1};
  auto precision = tracks.release_precisions[track];
  if (precision == Precision::day) return {day, day};
  return {day, period_end(day, precision == Precision::year ? Unit::year : Unit::month) - 1};
}

/// How often each track and each recording was played, ever; and which tracks may be named at all.
class EverPlayed {
 public:
  /// Of a filter without private sessions, tracks that nothing else knows of are not to be named: they were played by
  /// plays that count, liked, or in a top list.
  EverPlayed(const History& history, const history::PlayFilter& filter) : history_(history) {
    if (filter.with_private) return;
    CountedTracks counted(history, {{}, filter});
    plays_ = plays_of(counted.tracks());
    recording_plays_ = plays_of(counted.recordings());
    named_.resize(plays_->size());
    for (TrackNo track = 0; track < named_.size(); ++track)
      named_[track] = (*plays_)[track] > 0 || history.meetings->saved[track] != history::kNever;
    for (auto track : history.snapshots->tracks) named_[track] = 1;
  }

  bool may_be_named(TrackNo track) const { return !plays_ || named_[track]; }
  std::int64_t plays(TrackNo track) const { return plays_ ? (*plays_)[track] : history_.counts->plays[track]; }
  std::int64_t recording_plays(TrackNo track) const {
    return plays_ ? recording_plays_[(*history_.recordings)[track]] : history_.recording_counts->plays[track];
  }

 private:
  static std::vector<std::uint32_t> plays_of(const std::vector<Played>& counted) {
    std::vector<std::uint32_t> plays;
    for (const auto& one : counted) plays.push_back(one.plays);
    return plays;
  }

  const History& history_;
  std::optional<std::vector<std::uint32_t>> plays_;  // nothing: as the history has counted them
  std::vector<std::uint32_t> recording_plays_;       // by the track that stands for each
  std::vector<std::uint8_t> named_;
};

std::vector<TripCandidate> released_on(const History& history, Days days, const history::PlayFilter& filter) {
  const auto& tracks = *history.tracks;
  auto unit = parts_of(days);
  EverPlayed ever(history, filter);
  std::vector<TrackNo> released;
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    auto of = release_days(tracks, track);
    bool then = of.first <= of.last && days.have(of.first) && days.have(of.last);
    if (then && ever.may_be_named(track)) released.push_back(track);
  }
  auto track_of = [](TrackNo track) { return track; };
  auto plays_of = [&](TrackNo track) { return ever.plays(track); };
  join_recordings(history, released, track_of, plays_of, [](TrackNo, TrackNo) {});
  std::sort(released.begin(), released.end(), [&](TrackNo a, TrackNo b) {
    auto place = [&](TrackNo track) {
      return std::tuple(-ever.recording_plays(track), -tracks.popularities[track], history.meetings->first_seen[track],
                        tracks.name(track), tracks.ids[track]);
    };
    return place(a) < place(b);
  });
  std::vector<TripCandidate> candidates;
  for (auto track : released) {
    auto of = release_days(tracks, track);
    bool known = period_begin(of.first, unit) == period_begin(of.last, unit);
    candidates.push_back({track, known ? period_begin(of.first, unit) : kPartUnknown, of.first});
  }
  return candidates;
}

/// Those that are chosen, in the order that is asked for.
std::vector<TripCandidate> chosen_of(const History& history, const std::vector<TripCandidate>& candidates,
                                     const TripQuestion& question) {
  const auto& tracks = *history.tracks;
  std::vector<music::FairCandidate> fair;
  for (const auto& candidate : candidates) {
    auto album = tracks.albums[candidate.track];
    fair.push_back({candidate.part, tracks.artists[candidate.track],
                    album == history::kNone ? std::nullopt : std::optional(album)});
  }
  std::vector<TripCandidate> chosen;
  for (auto number : music::fair_choice(fair, question.limit)) chosen.push_back(candidates[number]);
  if (question.order == music::Order::happened)
    std::sort(chosen.begin(), chosen.end(), [&](const TripCandidate& a, const TripCandidate& b) {
      return std::tuple(a.happened, tracks.ids[a.track]) < std::tuple(b.happened, tracks.ids[b.track]);
    });
  return chosen;
}

}  // namespace

Unit parts_of(Days days) {
  constexpr std::int64_t kTwoWeeks = 14, kQuarter = 92, kThreeYears = 3 * 366;
  auto length = std::int64_t{days.last} - days.first + 1;
  if (length <= kTwoWeeks) return Unit::day;
  if (length <= kQuarter) return Unit::week;
  return length <= kThreeYears ? Unit::month : Unit::year;
}

Trip trip(const History& history, const TripQuestion& question) {
  auto days = possible(question.days);
  Trip trip{0, parts_of(days), {}};
  if (question.choice == music::Choice::released) {
    auto candidates = released_on(history, days, question.filter);
    trip.candidates = static_cast<std::int64_t>(candidates.size());
    for (const auto& chosen : chosen_of(history, candidates, question))
      trip.tracks.push_back({chosen.track, {}, std::nullopt});
    return trip;
  }
  LovedOnDays loved(history, question);
  auto candidates = loved.candidates();
  trip.candidates = static_cast<std::int64_t>(candidates.size());
  for (const auto& chosen : chosen_of(history, candidates, question)) trip.tracks.push_back(loved.track_of(chosen));
  return trip;
}

}  // namespace mtm::questions
