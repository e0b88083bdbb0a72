#include "history/same_plays.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "history/nearest_pairs.hpp"
#include "history/time_order.hpp"

namespace mtm::history {

namespace {

constexpr Moment kEndsApart = 90 * kSecond;     // two reports of one end
constexpr Moment kStartsApart = 120 * kSecond;  // two reports of one start
constexpr Moment kSlack = 10 * kSecond;         // before a play began
constexpr std::int64_t kMillisecondsApart = 1'000;
/// What is told to be longer is not believed when rows of one play are looked for.
constexpr std::int64_t kLongestPlay = 12 * 60 * 60 * 1'000;

/// One sighting, while the rows of its song are looked at.
struct Row {
  Moment at;
  TrackNo track;
  std::int32_t ms_played;
  std::uint32_t source;
  std::uint32_t number;  // of the sighting
  std::uint8_t manner;
};

/// Finds what is the same play among the rows of one song after the other.
class SongReconciler {
 public:
  explicit SongReconciler(const TrackFacts& facts) : facts_(facts) {}

  /// Writes the leader of each row, and gives a leader that lacks it what another row says of ms_played. The rows must
  /// be in their order.
  void reconcile(std::span<const Row> rows, std::vector<std::uint32_t>& leaders, std::vector<std::int32_t>& ms_played);

 private:
  using Numbers = std::vector<std::uint32_t>;  // of rows

  std::int64_t id(std::uint32_t a) const { return facts_.ids[rows_[a].track]; }
  bool leads(std::uint32_t a) const { return lead_[a] == a; }
  /// An order in which equal ones are the same in everything but their source.
  bool before(std::uint32_t a, std::uint32_t b) const;
  bool knows_better(std::uint32_t a, std::uint32_t b) const;
  std::int64_t length(std::uint32_t a) const;
  Moment start(std::uint32_t a) const;

  template <class Key>
  void drop_repeated(Numbers& numbers, Key key);
  template <class Key>
  void join_across_sources(Numbers numbers, Key key);
  template <class Take>
  void each_source(Numbers& numbers, Take take);
  void keep_leaders(Numbers& numbers);

  void api_by_extended();
  void scrobbles_by_starts();
  void account_by_extended();
  void account_by_others();
  void join_cut();

  const TrackFacts& facts_;
  std::span<const Row> rows_;
  Numbers lead_;
  Numbers extended_, api_, exact_, cut_, account_;
  std::vector<Anchor> anchors_, near_anchors_;
  std::vector<Point> points_, near_points_;
  std::vector<std::uint8_t> taken_;
  NearestPairs pairs_;
};

bool SongReconciler::before(std::uint32_t a, std::uint32_t b) const {
  const auto &first = rows_[a], &second = rows_[b];
  if (first.at != second.at) return first.at < second.at;
  return std::tuple(id(a), first.ms_played, first.manner) < std::tuple(id(b), second.ms_played, second.manner);
}

bool SongReconciler::knows_better(std::uint32_t a, std::uint32_t b) const {
  auto place = [&](std::uint32_t i) {
    return std::pair(rank_of(rows_[i].manner, rows_[i].ms_played), rows_[i].ms_played < 0);
  };
  return place(a) != place(b) ? place(a) < place(b) : before(a, b);
}

/// How long it was played, or else could have been; in microseconds.
std::int64_t SongReconciler::length(std::uint32_t a) const {
  std::int64_t length = rows_[a].ms_played >= 0 ? rows_[a].ms_played : facts_.duration(rows_[a].track);
  return std::clamp<std::int64_t>(length, 0, kLongestPlay) * kMillisecond;
}

/// When it began, as far as is known; of a time that is cut to the minute, the middle of what it may be.
Moment SongReconciler::start(std::uint32_t a) const {
  auto at = rows_[a].at + (rows_[a].manner & kCutToMinute ? kMinute / 2 : 0);
  return rows_[a].manner & kAtIsStart ? at : at - length(a);
}

/// Of rows of one source that are equal in `key` and track, all but the best follow it and are taken out.
template <class Key>
void SongReconciler::drop_repeated(Numbers& numbers, Key key) {
  if (numbers.size() < 2) return;
  auto place = [&](std::uint32_t i) { return std::tuple(rows_[i].source, key(i), id(i)); };
  auto earlier = [&](std::uint32_t a, std::uint32_t b) {
    return place(a) != place(b) ? place(a) < place(b) : knows_better(a, b);
  };
  if (!std::is_sorted(numbers.begin(), numbers.end(), earlier)) std::sort(numbers.begin(), numbers.end(), earlier);
  std::size_t kept = 1;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (place(numbers[i]) == place(numbers[kept - 1]))
      lead_[numbers[i]] = numbers[kept - 1];
    else
      numbers[kept++] = numbers[i];
  }
  numbers.resize(kept);
}

/// Of rows of several sources that are equal in `key`, the first of each source are one play, the second another.
template <class Key>
void SongReconciler::join_across_sources(Numbers numbers, Key key) {
  if (numbers.size() < 2) return;
  std::sort(numbers.begin(), numbers.end(), [&](std::uint32_t a, std::uint32_t b) {
    auto place = [&](std::uint32_t i) { return std::pair(key(i), rows_[i].source); };
    return place(a) != place(b) ? place(a) < place(b) : before(a, b);
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> equal;  // place within its source, row
  for (std::size_t i = 0, end = 0; i < numbers.size(); i = end) {
    equal.clear();
    std::uint32_t place = 0;
    for (end = i; end < numbers.size() && key(numbers[end]) == key(numbers[i]); ++end) {
      place = end > i && rows_[numbers[end]].source == rows_[numbers[end - 1]].source ? place + 1 : 0;
      equal.emplace_back(place, numbers[end]);
    }
    if (equal.size() < 2) continue;
    std::sort(equal.begin(), equal.end(), [&](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : knows_better(a.second, b.second);
    });
    auto best = equal.front();
    for (const auto& row : equal) {
      if (row.first != best.first) best = row;
      lead_[row.second] = best.second;
    }
  }
}

/// Hands the rows of one source after the other to `take`, those of each in their order.
template <class Take>
void SongReconciler::each_source(Numbers& numbers, Take take) {
  std::sort(numbers.begin(), numbers.end(), [&](std::uint32_t a, std::uint32_t b) {
    return rows_[a].source != rows_[b].source ? rows_[a].source < rows_[b].source : before(a, b);
  });
  for (std::size_t i = 0, end = 0; i < numbers.size(); i = end) {
    for (end = i + 1; end < numbers.size() && rows_[numbers[end]].source == rows_[numbers[i]].source;) ++end;
    take(std::span(numbers).subspan(i, end - i));
  }
}

void SongReconciler::keep_leaders(Numbers& numbers) {
  std::erase_if(numbers, [&](std::uint32_t i) { return !leads(i); });
}

void SongReconciler::api_by_extended() {
  if (extended_.empty() || api_.empty()) return;
  anchors_.clear();
  for (auto i : extended_) anchors_.push_back({rows_[i].at, std::max(kEndsApart, length(i) + kSlack), kEndsApart, i});
  std::sort(api_.begin(), api_.end(), [&](std::uint32_t a, std::uint32_t b) { return before(a, b); });
  points_.clear();
  for (auto i : api_) points_.push_back({rows_[i].at, i});
  for (auto pair : pairs_.of(anchors_, points_)) lead_[points_[pair.point].number] = anchors_[pair.anchor].number;
  keep_leaders(api_);
}

void SongReconciler::scrobbles_by_starts() {
  if ((exact_.empty() && cut_.empty()) || (extended_.empty() && api_.empty())) return;
  anchors_.clear();
  for (const auto* plays : {&extended_, &api_}) {
    for (auto i : *plays) {
      auto played = length(i);
      auto duration = std::clamp<std::int64_t>(facts_.duration(rows_[i].track), 0, kLongestPlay) * kMillisecond;
      auto before_start = std::max(duration, played) - played + kSlack;
      anchors_.push_back({start(i), std::max(kStartsApart, before_start), std::max(kStartsApart, played), i});
    }
  }
  auto earlier = [&](const auto& a, const auto& b) {
    return a.place != b.place ? a.place < b.place : before(a.number, b.number);
  };
  std::sort(anchors_.begin(), anchors_.end(), earlier);
  auto choose = [&](std::span<const Anchor> anchors, std::span<const std::uint32_t> rows) {
    points_.clear();
    for (auto i : rows) points_.push_back({start(i), i});
    std::sort(points_.begin(), points_.end(), earlier);
    for (auto pair : pairs_.of(anchors, points_)) lead_[points_[pair.point].number] = anchors[pair.anchor].number;
  };
  each_source(exact_, [&](std::span<const std::uint32_t> rows) { choose(anchors_, rows); });
  if (cut_.empty()) {
    keep_leaders(exact_);
    return;
  }
  each_source(cut_, [&](std::span<const std::uint32_t> rows) {
    // No play takes two rows of one source, one that is exact and one that is cut.
    taken_.assign(rows_.size(), 0);
    auto of_source =
        std::equal_range(exact_.begin(), exact_.end(), rows.front(),
                         [&](std::uint32_t a, std::uint32_t b) { return rows_[a].source < rows_[b].source; });
    for (auto i = of_source.first; i != of_source.second; ++i)
      if (!leads(*i)) taken_[lead_[*i]] = 1;
    near_anchors_.clear();
    for (auto anchor : anchors_) {
      if (taken_[anchor.number]) continue;
      anchor.before += kMinute / 2;
      anchor.after += kMinute / 2;
      near_anchors_.push_back(anchor);
    }
    choose(near_anchors_, rows);
  });
  keep_leaders(exact_);
  keep_leaders(cut_);
}

/// A cut start is one of the exact ones in its minute, each source's first the first, its second the second.
void SongReconciler::join_cut() {
  if (cut_.empty()) return;
  auto minute = [&](std::uint32_t i) { return in_units(rows_[i].at, kMinute); };
  Numbers plays = exact_;
  keep_leaders(plays);
  std::sort(plays.begin(), plays.end(), [&](std::uint32_t a, std::uint32_t b) { return before(a, b); });
  // A source that tells exact starts as well: those plays are not told by its cut ones again.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> told;  // play, source
  for (auto i : exact_) told.emplace_back(lead_[i], rows_[i].source);
  std::sort(told.begin(), told.end());
  Numbers rest;
  each_source(cut_, [&](std::span<const std::uint32_t> rows) {
    auto source = rows_[rows.front()].source;
    auto next = plays.begin();
    for (auto i : rows) {
      while (next != plays.end() &&
             (minute(*next) < minute(i) || std::binary_search(told.begin(), told.end(), std::pair(*next, source))))
        ++next;
      if (next != plays.end() && minute(*next) == minute(i))
        lead_[i] = *next++;
      else
        rest.push_back(i);
    }
  });
  join_across_sources(std::move(rest), minute);
}

/// In the same minute first, then in the one after the account's, then in the one before; of each the nearest in
/// ms_played.
void SongReconciler::account_by_extended() {
  if (extended_.empty() || account_.empty()) return;
  auto minute = [&](std::uint32_t i) { return in_units(rows_[i].at, kMinute); };
  auto earlier = [&](std::uint32_t a, std::uint32_t b) {
    auto place = [&](std::uint32_t i) { return std::pair(minute(i), rows_[i].ms_played); };
    return place(a) != place(b) ? place(a) < place(b) : before(a, b);
  };
  Numbers plays;
  for (auto i : extended_)
    if (rows_[i].ms_played >= 0) plays.push_back(i);
  std::sort(plays.begin(), plays.end(), earlier);
  Numbers told;
  taken_.assign(rows_.size(), 0);
  each_source(account_, [&](std::span<const std::uint32_t> rows) {
    Numbers taken;
    told.assign(rows.begin(), rows.end());
    std::sort(told.begin(), told.end(), earlier);
    for (std::int64_t shift : {0, 1, -1}) {
      auto first = plays.begin();
      for (std::size_t i = 0, end = 0; i < told.size(); i = end) {
        auto at = minute(told[i]);
        near_points_.clear();
        for (end = i; end < told.size() && minute(told[end]) == at; ++end)
          if (leads(told[end]) && rows_[told[end]].ms_played >= 0)
            near_points_.push_back({rows_[told[end]].ms_played, told[end]});
        if (near_points_.empty()) continue;
        first = std::lower_bound(first, plays.end(), at + shift,
                                 [&](std::uint32_t play, std::int64_t of) { return minute(play) < of; });
        near_anchors_.clear();
        for (auto play = first; play != plays.end() && minute(*play) == at + shift; ++play)
          if (!taken_[*play])
            near_anchors_.push_back({rows_[*play].ms_played, kMillisecondsApart, kMillisecondsApart, *play});
        for (auto pair : pairs_.of(near_anchors_, near_points_)) {
          auto play = near_anchors_[pair.anchor].number;
          lead_[near_points_[pair.point].number] = play;
          taken_[play] = 1;
          taken.push_back(play);
        }
      }
    }
    for (auto play : taken) taken_[play] = 0;
  });
}

/// Account data that no extended history tells: by the ends that Spotify's API told, then by the starts of scrobbles. A
/// minute is known by its middle.
void SongReconciler::account_by_others() {
  auto earlier = [&](const auto& a, const auto& b) {
    return a.place != b.place ? a.place < b.place : before(a.number, b.number);
  };
  auto root = [&](std::uint32_t i) {
    while (!leads(i)) i = lead_[i];
    return i;
  };
  auto choose = [&](auto place) {
    std::sort(anchors_.begin(), anchors_.end(), earlier);
    each_source(account_, [&](std::span<const std::uint32_t> rows) {
      points_.clear();
      for (auto i : rows) points_.push_back({place(i), i});
      std::sort(points_.begin(), points_.end(), earlier);
      for (auto pair : pairs_.of(anchors_, points_)) {
        auto play = root(anchors_[pair.anchor].number), told = points_[pair.point].number;
        taken_[told] = 1;
        if (knows_better(play, told))
          lead_[told] = play;
        else
          lead_[play] = told;
      }
    });
    std::erase_if(account_, [&](std::uint32_t i) { return taken_[i] != 0; });
  };
  if (account_.empty()) return;
  taken_.assign(rows_.size(), 0);
  anchors_.clear();
  for (auto i : api_)
    if (leads(i)) anchors_.push_back({rows_[i].at, kEndsApart + kMinute / 2, kEndsApart + kMinute / 2, i});
  choose([&](std::uint32_t i) { return rows_[i].at + kMinute / 2; });
  anchors_.clear();
  for (const auto* scrobbles : {&exact_, &cut_})
    for (auto i : *scrobbles)
      if (leads(i)) anchors_.push_back({start(i), kStartsApart + kMinute / 2, kStartsApart + kMinute / 2, i});
  choose([&](std::uint32_t i) { return start(i); });
}

void SongReconciler::reconcile(std::span<const Row> rows, std::vector<std::uint32_t>& leaders,
                               std::vector<std::int32_t>& ms_played) {
  if (rows.size() == 1) {
    leaders[rows[0].number] = rows[0].number;
    return;
  }
  rows_ = rows;
  lead_.resize(rows.size());
  std::iota(lead_.begin(), lead_.end(), 0U);
  for (auto* numbers : {&extended_, &api_, &exact_, &cut_, &account_}) numbers->clear();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    switch (teller_of(rows[i].manner)) {
      case Teller::extended_history:
        extended_.push_back(i);
        break;
      case Teller::spotify_api:
        api_.push_back(i);
        break;
      case Teller::account_data:
        account_.push_back(i);
        break;
      case Teller::scrobble:
      case Teller::lastfm:
        (rows[i].manner & kCutToMinute ? cut_ : exact_).push_back(i);
        break;
    }
  }
  auto moment = [&](std::uint32_t i) { return rows_[i].at; };
  auto second = [&](std::uint32_t i) { return in_units(rows_[i].at, kSecond); };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < extended_.size(); ++i) {  // they are in the order of time, track and ms_played
    const auto& row = rows[extended_[i]];
    const auto* last = kept > 0 ? &rows[extended_[kept - 1]] : nullptr;
    if (last && last->at == row.at && last->track == row.track && last->ms_played == row.ms_played)
      lead_[extended_[i]] = extended_[kept - 1];
    else
      extended_[kept++] = extended_[i];
  }
  extended_.resize(kept);
  drop_repeated(api_, moment);
  join_across_sources(api_, moment);
  keep_leaders(api_);
  drop_repeated(exact_, second);
  drop_repeated(cut_, moment);
  api_by_extended();
  scrobbles_by_starts();
  join_across_sources(exact_, second);
  join_cut();
  account_by_extended();
  keep_leaders(account_);
  account_by_others();
  join_across_sources(account_,
                      [&](std::uint32_t i) { return std::pair(in_units(rows_[i].at, kMinute), rows_[i].ms_played); });

  Numbers& knowing = extended_;  // by leader: who knows how long it was played, if the leader does not
  knowing.assign(rows.size(), static_cast<std::uint32_t>(rows.size()));
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    auto leader = lead_[i];
    while (!leads(leader)) leader = lead_[leader];
    leaders[rows[i].number] = rows[leader].number;
    if (leader == i || rows[leader].ms_played >= 0 || rows[i].ms_played < 0) continue;
    if (knowing[leader] == rows.size() || knows_better(i, knowing[leader])) knowing[leader] = i;
  }
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (knowing[i] < rows.size()) ms_played[rows[i].number] = rows[knowing[i]].ms_played;
}

}  // namespace

std::vector<std::uint32_t> order_of(const Sightings& all, const TrackFacts& facts) {
  return order_of(all.at, [&](std::uint32_t a, std::uint32_t b) {
    auto rest = [&](std::uint32_t i) { return std::tuple(facts.ids[all.tracks[i]], all.ms_played[i], all.manners[i]); };
    return rest(a) < rest(b);
  });
}

SamePlays same_plays(const Sightings& all, const TrackFacts& facts, const std::vector<std::uint32_t>& order) {
  std::uint32_t songs = 0;
  for (auto track : all.tracks) songs = std::max(songs, facts.song(track) + 1);
  std::vector<std::uint32_t> ends(songs + 1);  // of the rows of each song, while they are filled
  for (auto track : all.tracks) ++ends[facts.song(track) + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<Row> rows(all.size());
  for (std::uint32_t n = 0; n < all.size(); ++n) {
    auto i = order.empty() ? n : order[n];
    rows[ends[facts.song(all.tracks[i])]++] = {all.at[i], all.tracks[i], all.ms_played[i], all.sources[i],
                                               i,         all.manners[i]};
  }
  SamePlays result{std::vector<std::uint32_t>(all.size()), all.ms_played, {}};
  SongReconciler reconciler(facts);
  std::uint32_t begin = 0;
  for (std::uint32_t song = 0; song < songs; ++song) {
    auto end = ends[song];
    if (end > begin)
      reconciler.reconcile(std::span<const Row>(rows).subspan(begin, end - begin), result.leaders, result.ms_played);
    begin = end;
  }
  result.details = details_of_plays(all, result.leaders);
  return result;
}

std::vector<PlayDetails> details_of_plays(const Sightings& all, const std::vector<std::uint32_t>& leaders) {
  auto rank = [&all](std::size_t i) { return rank_of(all.manners[i], all.ms_played[i]); };
  auto details = all.details;
  std::vector<std::uint32_t> places;             // by leader, in `gathered`, from 1; 0: no other sighting says anything
  std::vector<music::GatheredDetails> gathered;  // of plays
  for (std::uint32_t i = 0; i < leaders.size(); ++i) {
    auto leader = leaders[i];
    if (leader == i || all.details[i] == PlayDetails()) continue;
    if (places.empty()) places.resize(leaders.size());
    if (places[leader] == 0) {
      gathered.emplace_back().give(all.details[leader], rank(leader));
      places[leader] = static_cast<std::uint32_t>(gathered.size());
    }
    auto& play = gathered[places[leader] - 1];
    play.give(all.details[i], rank(i));
    details[leader] = play.all();
  }
  return details;
}

std::vector<std::uint32_t> told_again(Teller teller, std::span<const Moment> at, std::span<const TrackNo> tracks,
                                      std::span<const std::int32_t> ms_played) {
  std::vector<std::uint32_t> leaders;
  if (teller == Teller::account_data) return leaders;
  auto unit = teller == Teller::extended_history || teller == Teller::spotify_api ? Moment(1) : kSecond;
  auto same_unit = [&](std::size_t a, std::size_t b) {
    return at[a] == at[b] || (unit != 1 && in_units(at[a], unit) == in_units(at[b], unit));
  };
  auto key = [&](std::uint32_t i) {
    return std::pair(tracks[i], teller == Teller::extended_history ? ms_played[i] : 0);
  };
  std::vector<std::uint32_t> together;
  for (std::size_t i = 0, end = 0; i < at.size(); i = end) {
    end = i + 1;
    while (end < at.size() && same_unit(i, end)) ++end;
    if (end - i == 1) continue;
    together.clear();
    for (auto n = i; n < end; ++n) together.push_back(static_cast<std::uint32_t>(n));
    auto place = [&](std::uint32_t n) {
      return std::tuple(key(n), rank_of(static_cast<std::uint8_t>(teller), ms_played[n]), ms_played[n] < 0, n);
    };
    std::sort(together.begin(), together.end(), [&](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); });
    for (std::size_t n = 1, best = 0; n < together.size(); ++n) {
      if (key(together[n]) != key(together[best])) {
        best = n;
        continue;
      }
      if (leaders.empty()) {
        leaders.resize(at.size());
        std::iota(leaders.begin(), leaders.end(), 0U);
      }
      leaders[together[n]] = together[best];
    }
  }
  return leaders;
}

}  // namespace mtm::history
