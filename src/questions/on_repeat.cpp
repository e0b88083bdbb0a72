#include "questions/on_repeat.hpp"

#include <algorithm>
#include <tuple>

#include "history/recordings.hpp"
#include "questions/chart_order.hpp"
#include "questions/local_time.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::TrackNo;

namespace {

struct PlayOnDay {
  Day day;
  TrackNo recording;
  Played played;

  auto place() const { return std::tuple(day, recording); }
};

/// Of the recording's tracks the one that comes first on that day.
TrackNo top_track_on(const History& history, Counting counting, const OnRepeat& sum) {
  counting.days = {sum.day, sum.day};
  CountedTracks counted(history, counting);
  auto place = [&](TrackNo track) {
    return ChartOrder{By::plays}.place(counted.tracks()[track], history.tracks->ids[track]);
  };
  auto tracks = history::tracks_of_recording(history, sum.track);
  return *std::min_element(tracks.begin(), tracks.end(), [&](TrackNo a, TrackNo b) { return place(a) < place(b); });
}

}  // namespace

std::optional<OnRepeat> on_repeat(const History& history, const Counting& counting) {
  DayFinder finder(*history.zone);
  std::vector<PlayOnDay> plays;
  each_counted(history, counting, [&](std::size_t play, const Played& one) {
    plays.push_back({finder.day_of(one.first), (*history.recordings)[history.plays->tracks[play]], one});
  });
  std::sort(plays.begin(), plays.end(), [](const auto& a, const auto& b) { return a.place() < b.place(); });
  const auto& ids = history.tracks->ids;
  std::optional<OnRepeat> found;
  for (std::size_t i = 0; i < plays.size();) {
    OnRepeat sum{plays[i].recording, plays[i].day, {}};
    for (auto place = plays[i].place(); i < plays.size() && plays[i].place() == place; ++i)
      sum.played.add(plays[i].played);
    if (sum.played.plays < 2) continue;
    auto place_of = [&](const OnRepeat& one) {
      return std::tuple(-std::int64_t{one.played.plays}, one.day, ids[one.track]);
    };
    if (!found || place_of(sum) < place_of(*found)) found = sum;
  }
  if (found) found->track = top_track_on(history, counting, *found);
  return found;
}

}  // namespace mtm::questions
