#include "questions/timeline.hpp"

#include <algorithm>

#include "questions/gaps.hpp"
#include "questions/local_time.hpp"

namespace mtm::questions {

using history::Day;
using history::History;
using history::kNone;
using history::Moment;
using history::TrackNo;

namespace {

/// The days asked about, from the first play on where they have no beginning and to the last one where they have no
/// end.
std::optional<Days> known_days(const History& history, const Counting& counting, const SubjectTracks& subject) {
  auto days = counting.days;
  DayFinder finder(*history.zone);
  if (days.first == Days().first) {
    CountedTracks counted(history, counting);
    Moment first = Played().first;
    for (TrackNo track = 0; track < counted.tracks().size(); ++track)
      if (subject.have(track)) first = std::min(first, counted.tracks()[track].first);
    if (first == Played().first) return std::nullopt;
    days.first = finder.day_of(first);
  }
  if (days.last == Days().last) {
    if (history.plays->size() == 0) return std::nullopt;
    days.last = finder.day_of(history.plays->ended.back());
  }
  if (days.first > days.last) return std::nullopt;
  return days;
}

}  // namespace

std::optional<Timeline> timeline(const History& history, const TimelineQuestion& question) {
  SubjectTracks subject(history, question.subject);
  Timeline timeline;
  auto days = known_days(history, question.counting, subject);
  if (!days) return timeline;
  auto& buckets = timeline.buckets;
  std::vector<Moment> begins;  // of the buckets, and the end of the last one
  for (Day day = days->first; day <= days->last; day = period_end(day, question.unit)) {
    if (buckets.size() == kMostBuckets) return std::nullopt;
    begins.push_back(history.zone->begin_of(day));
    buckets.push_back({{day, std::min(period_end(day, question.unit) - 1, days->last)}});
  }
  begins.push_back(history.zone->begin_of(days->last + 1));

  // The beginnings of plays come nearly in order: those of one bucket are added up before they are written down.
  std::size_t bucket = 0;
  auto begin = begins[0], end = begins[1];
  Played sum;
  const auto& tracks = history.plays->tracks;
  history::each_counted(*history.plays, question.counting.filter, begins.front(), begins.back(),
                        [&](std::size_t play, const Played& one) {
                          if (!subject.have(tracks[play])) return;
                          if (one.first < begin || one.first >= end) {
                            buckets[bucket].played.add(sum);
                            sum = Played();
                            while (one.first < begins[bucket]) --bucket;
                            while (one.first >= begins[bucket + 1]) ++bucket;
                            begin = begins[bucket];
                            end = begins[bucket + 1];
                          }
                          sum.add(one);
                        });
  buckets[bucket].played.add(sum);
  for (bucket = 0; bucket < buckets.size(); ++bucket) {
    timeline.played.add(buckets[bucket].played);
    buckets[bucket].gap = touches_gap(history, begins[bucket], begins[bucket + 1]);
    timeline.at_least = timeline.at_least || buckets[bucket].gap;
  }
  return timeline;
}

const Bucket* biggest(const Timeline& timeline, By by) {
  auto metric = [by](const Bucket& bucket) -> std::int64_t {
    return by == By::plays ? bucket.played.plays : bucket.played.ms_played;
  };
  const Bucket* biggest = nullptr;
  for (const auto& bucket : timeline.buckets)
    if (bucket.played.plays > 0 && (!biggest || metric(bucket) > metric(*biggest))) biggest = &bucket;
  return biggest;
}

}  // namespace mtm::questions
