#include "questions/listening.hpp"

#include <algorithm>
#include <map>

#include "questions/chart_order.hpp"
#include "questions/group_ids.hpp"

namespace mtm::questions {

using history::History;
using history::kNone;
using history::TrackNo;

namespace {

/// All artists, albums or recordings that were counted are gone through once.
Rank rank_of(const History& history, const std::vector<Played>& counted, const Subject& subject, ChartOrder order) {
  std::vector<std::int64_t> made;
  const auto& ids = ids_of(*history.tracks, *subject.of, made);
  auto groups = grouped(history, counted, *subject.of);
  const auto& own = groups[subject.number];
  auto own_place = order.place(own, ids[subject.number]);
  Rank rank;
  std::size_t before = 0;
  for (std::uint32_t number = 0; number < groups.size(); ++number) {
    if (groups[number].plays == 0) continue;
    ++rank.of;
    if (order.place(groups[number], ids[number]) < own_place) ++before;
  }
  if (own.plays > 0) rank.place = before + 1;
  return rank;
}

/// These tracks by albums or recordings, in order: those without a play come last.
std::vector<ChartEntry> entries_of(const History& history, const std::vector<TrackNo>& own,
                                   const std::vector<Played>& counted, ChartOf of, ChartOrder order) {
  const auto& tracks = *history.tracks;
  const auto& numbers = numbers_of(history, of);
  std::vector<std::int64_t> made;
  const auto& ids = ids_of(tracks, of, made);
  auto place = [&](TrackNo track) { return order.place(counted[track], tracks.ids[track]); };
  std::map<std::uint32_t, ChartEntry> groups;
  for (auto track : own) {
    auto number = numbers[track];
    if (number == kNone) continue;
    auto& entry = groups.try_emplace(number, ChartEntry{number, ids[number], {}, track, {}}).first->second;
    entry.played.add(counted[track]);
    if (place(track) < place(entry.top_track)) entry.top_track = track;
  }
  std::vector<ChartEntry> entries;
  for (const auto& [number, entry] : groups) entries.push_back(entry);
  std::sort(entries.begin(), entries.end(), [&](const ChartEntry& a, const ChartEntry& b) {
    return order.place(a.played, a.id) < order.place(b.played, b.id);
  });
  if (of == ChartOf::tracks)
    for (auto& entry : entries) entry.number = entry.top_track;
  return entries;
}

std::size_t heard_of(const std::vector<ChartEntry>& entries) {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [](const auto& entry) { return entry.played.plays > 0; }));
}

void keep_only(std::vector<ChartEntry>& entries, std::size_t most) {
  if (entries.size() > most) entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(most), entries.end());
}

}  // namespace

std::optional<Listening> listening(const History& history, const ListeningQuestion& question) {
  const auto& counting = question.counting;
  SubjectTracks subject(history, question.subject);
  std::vector<TrackNo> own;
  for (TrackNo track = 0; track < history.tracks->size(); ++track)
    if (subject.have(track)) own.push_back(track);
  if (own.empty()) return std::nullopt;

  Counting all_days{{}, counting.filter, counting.by};
  CountedTracks asked(history, counting), ever(history, all_days);
  ChartOrder order{counting.by};
  Listening listening;
  for (auto track : own) {
    listening.played.add(asked.tracks()[track]);
    listening.ever.add(ever.tracks()[track]);
  }
  listening.rank = rank_of(history, asked.tracks(), question.subject, order);
  listening.rank_ever = rank_of(history, ever.tracks(), question.subject, order);
  each_counted(history, all_days, [&](std::size_t play, const Played& one) {
    if (subject.have(history.plays->tracks[play])) listening.last = std::max(listening.last, one.first);
  });
  // No days that can be asked about have as many months as a timeline may have.
  listening.months = timeline(history, {Unit::month, counting, question.subject}).value();

  listening.tracks = entries_of(history, own, asked.tracks(), ChartOf::tracks, order);
  listening.known = listening.tracks.size();
  listening.heard = heard_of(listening.tracks);
  bool silent_too = question.subject.of == ChartOf::albums;
  keep_only(listening.tracks, silent_too ? question.most : std::min(question.most, listening.heard));
  if (question.subject.of == ChartOf::artists) {
    listening.albums = entries_of(history, own, asked.tracks(), ChartOf::albums, order);
    keep_only(listening.albums, std::min(question.most, heard_of(listening.albums)));
  }
  return listening;
}

}  // namespace mtm::questions
