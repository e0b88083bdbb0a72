#include "questions/charts.hpp"

#include <algorithm>

#include "questions/chart_order.hpp"
#include "questions/group_ids.hpp"

namespace mtm::questions {

using history::History;
using history::kNone;
using history::Moment;
using history::TrackNo;
using history::Tracks;

namespace {

/// The page of the chart, of whatever has these ids and was played so, by number.
Chart page_of(const std::vector<Played>& played, const std::vector<std::int64_t>& ids, ChartOrder order,
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
  for (auto i = first; i < last; ++i) chart.entries.push_back({numbers[i], ids[numbers[i]], played[numbers[i]], kNone});
  return chart;
}

/// The entries of a page by the numbers of what they are of.
std::vector<std::uint32_t> places_in(const std::vector<ChartEntry>& entries, std::size_t numbers) {
  std::vector<std::uint32_t> places(numbers, kNone);
  for (std::uint32_t i = 0; i < entries.size(); ++i) places[entries[i].number] = i;
  return places;
}

/// How many come before each entry in the chart of the days before: the places of the entries there are put in order,
/// and each of the others is looked up among them.
void rank_before(const std::vector<Played>& played, const std::vector<std::int64_t>& ids, ChartOrder order,
                 std::vector<ChartEntry>& entries) {
  std::vector<std::pair<ChartOrder::Place, std::uint32_t>> places;
  for (std::uint32_t i = 0; i < entries.size(); ++i)
    if (auto number = entries[i].number; played[number].plays > 0)
      places.emplace_back(order.place(played[number], ids[number]), i);
  if (places.empty()) return;
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> come_before(places.size() + 1);  // by the first entry that stands behind them
  for (std::uint32_t number = 0; number < played.size(); ++number) {
    if (played[number].plays == 0) continue;
    auto place = order.place(played[number], ids[number]);
    auto behind =
        std::upper_bound(places.begin(), places.end(), place,
                         [](const ChartOrder::Place& place, const auto& entry) { return place < entry.first; });
    ++come_before[static_cast<std::size_t>(behind - places.begin())];
  }
  std::uint32_t rank = 1;
  for (std::size_t i = 0; i < places.size(); ++i) entries[places[i].second].rank_before = rank += come_before[i];
}

/// The track of each entry that comes first of its own.
void find_top_tracks(const Tracks& tracks, const std::vector<Played>& counted, ChartOrder order,
                     const std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& places,
                     std::vector<ChartEntry>& entries) {
  auto place = [&](TrackNo of) { return order.place(counted[of], tracks.ids[of]); };
  for (TrackNo track = 0; track < counted.size(); ++track) {
    if (counted[track].plays == 0 || numbers[track] == kNone || places[numbers[track]] == kNone) continue;
    auto& top = entries[places[numbers[track]]].top_track;
    if (top == kNone || place(track) < place(top)) top = track;
  }
}

void mark_new(const std::vector<Played>& counted_ever, Moment since, const std::vector<std::uint32_t>& numbers,
              const std::vector<std::uint32_t>& places, std::vector<ChartEntry>& entries) {
  for (auto& entry : entries) entry.is_new = true;
  for (TrackNo track = 0; track < counted_ever.size(); ++track)
    if (counted_ever[track].first < since && numbers[track] != kNone && places[numbers[track]] != kNone)
      entries[places[numbers[track]]].is_new = false;
}

}  // namespace

Chart chart(const History& history, const ChartQuestion& question) {
  const auto& tracks = *history.tracks;
  ChartOrder order{question.counting.by};
  std::vector<std::int64_t> made_ids;
  const auto& ids = ids_of(tracks, question.of, made_ids);
  std::vector<Played> made;  // for one chart at a time
  auto groups = [&](CountedTracks& counted) -> const std::vector<Played>& {
    if (question.of == ChartOf::tracks) return counted.recordings();
    return made = grouped(history, counted.tracks(), question.of);
  };
  CountedTracks counted(history, question.counting);
  auto chart = page_of(groups(counted), ids, order, question);
  for (const auto& track : counted.tracks()) chart.played.add(track);
  auto& entries = chart.entries;

  const auto& numbers = numbers_of(history, question.of);
  auto places = places_in(entries, ids.size());
  find_top_tracks(tracks, counted.tracks(), order, numbers, places, entries);
  if (question.before) {
    CountedTracks before(history, {*question.before, question.counting.filter});
    rank_before(groups(before), ids, order, entries);
  }
  if (question.counting.days.first != Days().first) {
    CountedTracks ever(history, {{}, question.counting.filter});
    mark_new(ever.tracks(), stretch_of(history, question.counting.days).begin, numbers, places, entries);
  }
  if (question.of == ChartOf::tracks)
    for (auto& entry : entries) entry.number = entry.top_track;
  return chart;
}

}  // namespace mtm::questions
