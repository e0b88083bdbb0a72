#include "questions/feed.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "history/played.hpp"
#include "history/tellers.hpp"
#include "questions/subject.hpp"

namespace mtm::questions {

using history::History;
using history::Moment;
using history::Plays;
using history::TrackNo;

Moment began(const Plays& plays, std::uint32_t play) {
  return plays.ended[play] - std::max(plays.ms_played[play], 0) * Moment(1'000);
}

namespace {

using Key = std::tuple<Moment, std::int64_t, Moment>;

Key key_of(const History& history, std::uint32_t play) {
  const auto& plays = *history.plays;
  return {began(plays, play), history.tracks->ids[plays.tracks[play]], plays.ended[play]};
}

Key key_of(const FeedPlace& place) { return {place.began, place.track_id, place.ended}; }

/// By number, 1: plays of the track are wanted. Empty: all are.
std::vector<std::uint8_t> wanted_tracks(const History& history, const FeedFilter& filter) {
  std::vector<std::uint8_t> wanted;
  if (!filter.artist_id && !filter.album_of && !filter.track_id && !filter.words && !filter.source_id) return wanted;
  const auto& tracks = *history.tracks;
  wanted.assign(tracks.size(), 1);
  auto keep = [&](auto has) {
    for (TrackNo track = 0; track < tracks.size(); ++track) wanted[track] = wanted[track] && has(track);
  };
  auto keep_those_of = [&](ChartOf of, std::optional<std::int64_t> id) {
    if (!id) return;
    auto subject = subject_of(history, of, Id{*id});
    if (!subject) return keep([](TrackNo) { return false; });
    SubjectTracks have(history, *subject);
    keep([&](TrackNo track) { return have.have(track); });
  };
  keep_those_of(ChartOf::artists, filter.artist_id);
  keep_those_of(ChartOf::albums, filter.album_of);
  keep_those_of(ChartOf::tracks, filter.track_id);
  if (filter.source_id) {
    auto told = history::tracks_of_source(history, *filter.source_id);
    keep([&](TrackNo track) { return told[track] != 0; });
  }
  if (filter.words) {
    std::vector<std::uint8_t> found(tracks.size());
    for (auto track : matching(history, *filter.words)) found[track] = 1;
    keep([&](TrackNo track) { return found[track] != 0; });
  }
  return wanted;
}

/// Goes through plays by a filter. Of its source, only the songs are chosen: which of their plays it told is looked up
/// afterwards.
class Feed {
 public:
  Feed(const History& history, const FeedFilter& filter)
      : history_(history),
        plays_(*history.plays),
        stretch_(stretch_of(history, filter.days)),
        counted_from_(filter.counted_from),
        with_private_(filter.with_private),
        tracks_(wanted_tracks(history, filter)) {}

  /// At most so many, in the order of the feed.
  std::vector<std::uint32_t> page(const std::optional<FeedPlace>& after, std::size_t limit) const {
    auto later = [this](std::uint32_t a, std::uint32_t b) {
      return std::pair(key_of(history_, a), a) > std::pair(key_of(history_, b), b);
    };
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(later)> best(later);  // the earliest on top
    auto equals = after ? after->equals : 0;
    for (auto play = end_of_plays(after); play-- > 0;) {
      // Those that ended earlier began earlier, too.
      if (best.size() == limit && plays_.ended[play] < began(plays_, best.top())) break;
      if (after) {
        auto key = key_of(history_, play), last = key_of(*after);
        if (key > last || (key == last && equals-- > 0)) continue;
      }
      if (!wanted(play)) continue;
      best.push(play);
      if (best.size() > limit) best.pop();
    }
    std::vector<std::uint32_t> page(best.size());
    for (auto place = page.rbegin(); place != page.rend(); ++place) {
      *place = best.top();
      best.pop();
    }
    return page;
  }

  /// `days` in their order, newest first, without what was played on them.
  void count(std::vector<FeedDay>& days) const {
    if (days.empty()) return;
    const auto& zone = *history_.zone;
    auto end = place_of(zone.begin_of(days.front().day + 1) + history::kLongestPlay);
    for (auto play = place_of(zone.begin_of(days.back().day)); play < end; ++play) {
      if (!wanted(play)) continue;
      auto on = zone.day(began(plays_, play));
      auto day = std::lower_bound(days.begin(), days.end(), on,
                                  [](const FeedDay& each, history::Day wanted) { return each.day > wanted; });
      if (day == days.end() || day->day != on) continue;
      ++day->plays;
      auto ms_played = plays_.ms_played[play];
      if (ms_played < 0)
        ++day->without_length;
      else
        day->ms_played += ms_played;
    }
  }

 private:
  bool wanted(std::uint32_t play) const {
    if (!tracks_.empty() && !tracks_[plays_.tracks[play]]) return false;
    if (!with_private_ && plays_.details[play].in_private) return false;
    auto ms_played = plays_.ms_played[play];
    return (ms_played < 0 || ms_played >= counted_from_) && stretch_.has(began(plays_, play));
  }

  std::uint32_t place_of(Moment moment) const {
    auto place = std::lower_bound(plays_.ended.begin(), plays_.ended.end(), moment);
    return static_cast<std::uint32_t>(place - plays_.ended.begin());
  }

  /// A play that began before another one may have ended after it.
  std::uint32_t end_of_plays(const std::optional<FeedPlace>& after) const {
    auto began_before = stretch_.end;
    if (after) began_before = std::min(began_before, after->began + 1);
    constexpr auto kLatest = std::numeric_limits<Moment>::max();
    return began_before > kLatest - history::kLongestPlay ? static_cast<std::uint32_t>(plays_.size())
                                                          : place_of(began_before + history::kLongestPlay);
  }

  const History& history_;
  const Plays& plays_;
  Stretch stretch_;
  std::int32_t counted_from_;
  bool with_private_;
  std::vector<std::uint8_t> tracks_;
};

/// Equal plays are neighbours in the columns, and come from the last to the first.
FeedPlace place_behind(const History& history, std::uint32_t play) {
  auto key = key_of(history, play);
  FeedPlace place{std::get<0>(key), std::get<1>(key), std::get<2>(key), 0};
  for (auto each = play; each < history.plays->size() && key_of(history, each) == key; ++each) ++place.equals;
  return place;
}

/// Those of the plays that the source has told.
std::vector<std::uint32_t> told_by_source(const History& history, const std::vector<std::uint32_t>& plays,
                                          std::int64_t source_id) {
  std::vector<std::uint32_t> kept;
  auto tellers = history::told(history, plays);
  for (std::size_t i = 0; i < plays.size(); ++i) {
    auto sources = tellers[i].sources();
    if (std::any_of(sources.begin(), sources.end(), [&](auto source) {
          return source < history.sources.size() && history.sources[source] == source_id;
        }))
      kept.push_back(plays[i]);
  }
  return kept;
}

}  // namespace

FeedPage feed(const History& history, const FeedFilter& filter, const std::optional<FeedPlace>& after,
              std::size_t limit) {
  Feed plays(history, filter);
  FeedPage page;
  auto place = after;
  // Sources are looked up for growing batches of plays.
  for (auto many = limit + 1; page.plays.size() <= limit; many *= 2) {
    auto more = plays.page(place, many);
    bool last = more.size() < many;
    if (!more.empty()) place = place_behind(history, more.back());
    if (filter.source_id) more = told_by_source(history, more, *filter.source_id);
    page.plays.insert(page.plays.end(), more.begin(), more.end());
    if (last) break;
  }
  if (page.plays.size() > limit) {
    page.plays.resize(limit);
    page.next = place_behind(history, page.plays.back());
  }
  for (auto play : page.plays) {
    auto day = history.zone->day(began(*history.plays, play));
    if (page.days.empty() || page.days.back().day != day) page.days.push_back({day});
  }
  plays.count(page.days);
  return page;
}

}  // namespace mtm::questions
