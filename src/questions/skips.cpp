#include "questions/skips.hpp"

#include "questions/best.hpp"

namespace mtm::questions {

using history::History;
using history::kNone;
using history::TrackNo;
using music::Ending;

namespace {

void count(Endings& endings, Ending ending) {
  switch (ending) {
    case Ending::finished:
      ++endings.finished;
      return;
    case Ending::skipped:
      ++endings.skipped;
      return;
    case Ending::stopped:
    case Ending::other:
      ++endings.interrupted;
      return;
    case Ending::unknown:
      ++endings.unknown;
      return;
  }
}

/// Sums of tracks, by the numbers of their recordings or albums.
std::vector<EndingsOf> grouped(const History& history, const std::vector<Endings>& tracks,
                               const std::vector<std::uint32_t>& groups, std::size_t size) {
  std::vector<EndingsOf> sums(size);
  std::vector<std::int64_t> most(size, -1);  // plays of the top track
  for (std::uint32_t number = 0; number < size; ++number) sums[number] = {number, history::kNoTrack, {}};
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    auto group = groups[track];
    auto plays = tracks[track].known();
    if (group == kNone || plays == 0) continue;
    auto& sum = sums[group];
    sum.endings.add(tracks[track]);
    const auto& ids = history.tracks->ids;
    bool top = plays > most[group] || (plays == most[group] && ids[track] < ids[sum.top_track]);
    if (!top) continue;
    sum.top_track = track;
    most[group] = plays;
  }
  return sums;
}

std::vector<EndingsOf> highest(const History& history, const std::vector<EndingsOf>& groups,
                               const SkipsQuestion& question, std::int64_t Endings::* which) {
  std::vector<EndingsOf> found;
  for (const auto& group : groups)
    if (group.endings.*which > 0 && group.endings.known() >= question.floor) found.push_back(group);
  struct Place {
    std::int64_t counted, of, id;
    // Compares two fractions without dividing.
    bool operator<(const Place& other) const {
      if (counted * other.of != other.counted * of) return counted * other.of > other.counted * of;
      return of != other.of ? of > other.of : id < other.id;
    }
  };
  keep_first(found, question.limit, [&](const EndingsOf& group) {
    return Place{group.endings.*which, group.endings.known(), history.tracks->ids[group.top_track]};
  });
  return found;
}

}  // namespace

Ending ending_of_play(const History& history, std::size_t play) {
  const auto& plays = *history.plays;
  auto ending = plays.details[play].ending;
  if (ending != Ending::stopped) return ending;
  std::int64_t duration = history.tracks->durations_ms[plays.tracks[play]], played = plays.ms_played[play];
  return played >= 0 && 2 * played < duration ? Ending::skipped : Ending::other;
}

Skips skips(const History& history, const SkipsQuestion& question) {
  const auto& tracks = *history.tracks;
  std::vector<Endings> endings(tracks.size());
  each_counted(history, question.counting, [&](std::size_t play, const Played&) {
    count(endings[history.plays->tracks[play]], ending_of_play(history, play));
  });
  Skips skips;
  for (const auto& of_track : endings) skips.all.add(of_track);
  auto recordings = grouped(history, endings, *history.recordings, tracks.size());
  for (auto& recording : recordings) recording.number = recording.top_track;
  auto albums = grouped(history, endings, tracks.albums, tracks.album_names.size());
  skips.skipped_tracks = highest(history, recordings, question, &Endings::skipped);
  skips.finished_tracks = highest(history, recordings, question, &Endings::finished);
  skips.finished_albums = highest(history, albums, question, &Endings::finished);
  return skips;
}

}  // namespace mtm::questions
