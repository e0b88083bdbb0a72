#include "questions/short_charts.hpp"

#include "questions/best.hpp"
#include "questions/chart_order.hpp"
#include "questions/group_ids.hpp"

namespace mtm::questions {

using history::History;
using history::kNone;

ShortCharts::ShortCharts(const History& history, ChartOf of)
    : history_(history),
      of_(of),
      numbers_(numbers_of(history, of)),
      ids_(ids_of(*history.tracks, of, made_ids_)),
      tracks_(history.tracks->size()),
      groups_(ids_.size()),
      top_tracks_(ids_.size(), kNone) {}

std::vector<ChartEntry> ShortCharts::first(const Counting& counting, std::size_t most) {
  add_up(counting);
  group(counting);
  ChartOrder order{counting.by};
  auto firsts = played_groups_;
  keep_first(firsts, most, [&](std::uint32_t number) { return order.place(groups_[number], ids_[number]); });
  std::vector<ChartEntry> entries;
  for (auto number : firsts) {
    auto top = top_tracks_[number];
    entries.push_back({of_ == ChartOf::tracks ? top : number, ids_[number], groups_[number], top, {}});
  }
  clear();
  return entries;
}

void ShortCharts::add_up(const Counting& counting) {
  each_counted(history_, counting, [&](std::size_t play, const Played& one) {
    auto track = history_.plays->tracks[play];
    if (tracks_[track].plays == 0) played_.push_back(track);
    tracks_[track].add(one);
  });
}

void ShortCharts::group(const Counting& counting) {
  ChartOrder order{counting.by};
  auto place = [&](history::TrackNo track) { return order.place(tracks_[track], history_.tracks->ids[track]); };
  for (auto track : played_) {
    auto number = numbers_[track];
    if (number == kNone) continue;
    if (groups_[number].plays == 0) played_groups_.push_back(number);
    groups_[number].add(tracks_[track]);
    auto& top = top_tracks_[number];
    if (top == kNone || place(track) < place(top)) top = track;
  }
}

void ShortCharts::clear() {
  for (auto track : played_) tracks_[track] = Played();
  for (auto number : played_groups_) {
    groups_[number] = Played();
    top_tracks_[number] = kNone;
  }
  played_.clear();
  played_groups_.clear();
}

}  // namespace mtm::questions
