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
    groups.played[number].add(played[track]);
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

/// In a page of recordings: the one of its tracks that was played most stands for each.
void show_top_tracks(const History& history, const std::vector<Played>& played, Order order, Chart& page) {
  const auto& ids = history.tracks->ids;
  std::vector<std::uint32_t> entry_of(ids.size(), kNone);
  for (std::uint32_t i = 0; i < page.entries.size(); ++i) entry_of[page.entries[i].number] = i;
  auto place = [&](TrackNo of) { return order.place(played[of], ids[of]); };
  for (TrackNo track = 0; track < ids.size(); ++track) {
    auto entry = entry_of[(*history.recordings)[track]];
    if (entry == kNone || played[track].plays == 0) continue;
    auto& top = page.entries[entry].top_track;
    if (place(track) < place(top)) top = track;
  }
  for (auto& entry : page.entries) entry.number = entry.top_track;
}

/// `recordings`: as played_recordings() has them, or the same as `played` where no recording has several tracks. They
/// are looked at for charts of tracks alone.
Chart page_of(const History& history, const std::vector<Played>& played, const std::vector<Played>& recordings,
              const ChartQuestion& question) {
  const auto& tracks = *history.tracks;
  Order order{question.by};
  if (question.of == ChartOf::tracks) {
    auto chart = page_of(recordings, tracks.ids, order, question);
    if (history.has_versions()) show_top_tracks(history, played, order, chart);
    return chart;
  }
  bool artists = question.of == ChartOf::artists;
  auto groups = groups_of(tracks, played, artists ? tracks.artists : tracks.albums,
                          artists ? tracks.artist_ids.size() : tracks.album_names.size(), order);
  auto chart = page_of(groups.played, artists ? tracks.artist_ids : ids_of_albums(tracks), order, question);
  for (auto& entry : chart.entries) entry.top_track = groups.top_tracks[entry.number];
  return chart;
}

Chart chart_of(const History& history, const std::vector<Played>& played, const std::vector<Played>& recordings,
               const ChartQuestion& question) {
  auto chart = page_of(history, played, recordings, question);
  for (const auto& track : played) chart.played.add(track);
  return chart;
}

}  // namespace

Chart chart(const History& history, const ChartQuestion& question) {
  const auto& tracks = *history.tracks;
  const auto& plays = *history.plays;
  bool join = question.of == ChartOf::tracks && history.has_versions();
  auto stretch = stretch_of(history, question.days);
  bool since_ever = question.days.first == Days().first && stretch.end_of_plays == plays.size();
  if (since_ever && question.counted_from == history::kCountedFrom) {
    const auto& played = history.played->of(plays, tracks.size());
    return chart_of(history, played, join ? history.played->of_recordings(plays, *history.recordings) : played,
                    question);
  }
  auto played = played_tracks(plays, tracks.size(), question.counted_from, stretch.begin, stretch.end);
  if (!join) return chart_of(history, played, played, question);
  return chart_of(history, played, history::played_recordings(played, *history.recordings), question);
}

}  // namespace mtm::questions
