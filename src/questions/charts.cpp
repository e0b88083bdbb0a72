#include "questions/charts.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace mtm::questions {

using history::History;
using history::kNone;
using history::Moment;
using history::TrackNo;
using history::Tracks;

namespace {

/// No play began earlier before its end.
constexpr Moment kLongestPlay = Moment(std::numeric_limits<std::int32_t>::max()) * 1'000;

/// How many plays ahead a track is fetched from memory.
constexpr std::size_t kAhead = 16;

void add(Played& to, const Played& more) {
  to.plays += more.plays;
  to.without_length += more.without_length;
  to.ms_played += more.ms_played;
  to.first = std::min(to.first, more.first);
}

/// By the number of the track.
std::vector<Played> played_tracks(const History& history, Days days, std::int32_t counted_from) {
  auto stretch = stretch_of(history, days);
  const auto& plays = *history.plays;
  // A play that began on these days may have ended after them.
  auto last_end =
      stretch.end > std::numeric_limits<Moment>::max() - kLongestPlay ? stretch.end : stretch.end + kLongestPlay;
  auto end_of_plays =
      static_cast<std::size_t>(std::lower_bound(plays.ended.begin() + static_cast<std::ptrdiff_t>(stretch.end_of_plays),
                                                plays.ended.end(), last_end) -
                               plays.ended.begin());
  std::vector<Played> played(history.tracks->size());
  for (auto play = stretch.first_play; play < end_of_plays; ++play) {
    // Tracks lie anywhere in 2 MB: the loop would wait for every third of them.
    if (play + kAhead < end_of_plays) __builtin_prefetch(&played[plays.tracks[play + kAhead]], 1);
    auto ms_played = plays.ms_played[play];
    bool known = ms_played >= 0;
    if (known && ms_played < counted_from) continue;
    auto length = known ? ms_played : 0;
    auto began = plays.ended[play] - length * Moment(1'000);
    if (!stretch.has(began)) continue;
    add(played[plays.tracks[play]], {1, !known, length, began});
  }
  return played;
}

/// The order of a chart.
struct Order {
  ChartBy by;

  auto place(const Played& played, std::int64_t id) const {
    std::int64_t plays = played.plays, ms_played = played.ms_played;
    return std::tuple(by == ChartBy::plays ? -plays : -ms_played, by == ChartBy::plays ? -ms_played : -plays,
                      played.first, id);
  }
};

/// The page of the chart, of whatever has these ids and was played so, by number. Their top tracks are left to say.
Chart page_of(const std::vector<Played>& played, const std::vector<std::int64_t>& ids, Order order,
              const ChartQuestion& question) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t number = 0; number < played.size(); ++number)
    if (played[number].plays > 0) numbers.push_back(number);
  auto at = [&](std::size_t place) { return numbers.begin() + static_cast<std::ptrdiff_t>(place); };
  auto first = std::min(question.offset, numbers.size());
  auto last = first + std::min(question.limit, numbers.size() - first);
  auto before = [&](std::uint32_t a, std::uint32_t b) {
    return order.place(played[a], ids[a]) < order.place(played[b], ids[b]);
  };
  // What stands before the page need not be in order.
  if (first > 0 && first < numbers.size()) std::nth_element(numbers.begin(), at(first), numbers.end(), before);
  std::partial_sort(at(first), at(last), numbers.end(), before);
  Chart chart;
  chart.size = numbers.size();
  for (auto i = first; i < last; ++i) chart.entries.push_back({numbers[i], played[numbers[i]], numbers[i]});
  return chart;
}

/// What was played of artists or albums, by their numbers.
struct Groups {
  std::vector<Played> played;
  std::vector<TrackNo> top_tracks;
};

Groups groups_of(const Tracks& tracks, const std::vector<Played>& played, const std::vector<std::uint32_t>& numbers,
                 std::size_t size, Order order) {
  Groups groups{std::vector<Played>(size), std::vector<TrackNo>(size)};
  auto place = [&](TrackNo of) { return order.place(played[of], tracks.ids[of]); };
  for (TrackNo track = 0; track < played.size(); ++track) {
    auto number = numbers[track];
    if (played[track].plays == 0 || number == kNone) continue;
    auto& top = groups.top_tracks[number];
    if (groups.played[number].plays == 0 || place(track) < place(top)) top = track;
    add(groups.played[number], played[track]);
  }
  return groups;
}

/// Albums have no ids: by number the smallest of their tracks'.
std::vector<std::int64_t> ids_of_albums(const Tracks& tracks) {
  std::vector<std::int64_t> ids(tracks.album_names.size(), std::numeric_limits<std::int64_t>::max());
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (auto album = tracks.albums[track]; album != kNone) ids[album] = std::min(ids[album], tracks.ids[track]);
  return ids;
}

Chart chart_of(const Tracks& tracks, const std::vector<Played>& played, const ChartQuestion& question) {
  Order order{question.by};
  if (question.of == ChartOf::tracks) return page_of(played, tracks.ids, order, question);
  bool artists = question.of == ChartOf::artists;
  auto groups = groups_of(tracks, played, artists ? tracks.artists : tracks.albums,
                          artists ? tracks.artist_ids.size() : tracks.album_names.size(), order);
  auto chart = page_of(groups.played, artists ? tracks.artist_ids : ids_of_albums(tracks), order, question);
  for (auto& entry : chart.entries) entry.top_track = groups.top_tracks[entry.number];
  return chart;
}

}  // namespace

Chart chart(const History& history, const ChartQuestion& question) {
  auto played = played_tracks(history, question.days, question.counted_from);
  auto chart = chart_of(*history.tracks, played, question);
  for (const auto& track : played) add(chart.played, track);
  return chart;
}

}  // namespace mtm::questions
