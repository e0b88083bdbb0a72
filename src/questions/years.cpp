#include "questions/years.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "music/years.hpp"
#include "questions/best.hpp"
#include "questions/best_ranks.hpp"
#include "questions/days.hpp"
#include "questions/release_date.hpp"
#include "questions/whole_recordings.hpp"

namespace mtm::questions {

using history::History;
using history::Moment;
using history::TrackNo;
using history::Tracks;

namespace {

/// Of release; recordings began not long before.
constexpr int kFirstYearOffered = 1900;

std::chrono::year_month month_of(const History& history, Moment moment) {
  auto day = std::chrono::sys_days(std::chrono::days(history.zone->day(moment)));
  std::chrono::year_month_day date(day);
  return date.year() / date.month();
}

std::chrono::sys_time<std::chrono::microseconds> time_of(Moment moment) {
  return std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(moment));
}

/// How many recordings those tracks are of whose numbers have 1. `met` is room for it.
std::int64_t count_recordings(const History& history, const std::vector<std::uint8_t>& tracks,
                              std::vector<std::uint8_t>& met) {
  if (!history.has_versions()) return std::accumulate(tracks.begin(), tracks.end(), std::uint32_t{0});
  met.assign(tracks.size(), 0);
  for (TrackNo track = 0; track < tracks.size(); ++track) met[(*history.recordings)[track]] |= tracks[track];
  return std::accumulate(met.begin(), met.end(), std::uint32_t{0});
}

/// By track, whether its recording has others. Empty where none has.
std::vector<std::uint8_t> with_versions(const History& history) {
  if (!history.has_versions()) return {};
  const auto& recordings = *history.recordings;
  std::vector<std::uint8_t> have(recordings.size());
  for (TrackNo track = 0; track < recordings.size(); ++track)
    if (recordings[track] != track) have[track] = have[recordings[track]] = 1;
  return have;
}

/// Of a track for the recording that it is of: the one of most plays stands for it, of equals the one that was liked.
std::int64_t weight(const music::TrackFacts& facts) {
  return facts.plays * 4 + (facts.saved ? 2 : 0) + (facts.best_rank ? 1 : 0);
}

/// What another track of the same recording was in that year.
void add(music::TrackFacts& facts, const music::TrackFacts& other) {
  facts.plays += other.plays;
  if (other.saved) facts.saved = std::min(facts.saved.value_or(*other.saved), *other.saved);
  if (other.best_rank) facts.best_rank = std::min(facts.best_rank.value_or(*other.best_rank), *other.best_rank);
}

/// Each recording once.
void join_versions(const History& history, std::vector<music::TrackFacts>& candidates) {
  if (!history.has_versions()) return;
  auto track_of = [&](const music::TrackFacts& of) { return history.tracks->find(Id{of.track_id}); };
  join_recordings(history, candidates, track_of, weight, add);
  auto first_seen = first_seen_of_recordings(history);
  for (auto& facts : candidates) facts.first_seen = time_of(first_seen[(*history.recordings)[track_of(facts)]]);
}

}  // namespace

std::vector<YearCount> years_loved(const History& history, int current_year) {
  std::vector<YearCount> years;
  std::vector<std::uint8_t> met;
  HeardByYear heard(history, kFirstYearOfListening, current_year);
  for (int year = current_year; year >= kFirstYearOfListening; --year) {
    auto tracks = count_recordings(history, heard.heard_in(year), met);
    if (tracks > 0) years.push_back({year, tracks});
  }
  return years;
}

std::vector<YearCount> years_released(const History& history, int current_year) {
  Days offered{first_day(kFirstYearOffered), first_day(current_year + 1) - 1};
  const auto& tracks = *history.tracks;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(current_year - kFirstYearOffered) + 1);
  auto several = with_versions(history);
  std::vector<std::pair<int, TrackNo>> released;  // year and recording, of those that have several tracks
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    auto day = tracks.release_days[track];
    if (!offered.have(day)) continue;
    auto year = year_of(day) - kFirstYearOffered;
    if (!several.empty() && several[track])
      released.emplace_back(year, (*history.recordings)[track]);
    else
      ++counts[static_cast<std::size_t>(year)];
  }
  std::sort(released.begin(), released.end());
  released.erase(std::unique(released.begin(), released.end()), released.end());
  for (auto [year, recording] : released) ++counts[static_cast<std::size_t>(year)];
  std::vector<YearCount> years;
  for (int year = current_year; year >= kFirstYearOffered; --year)
    if (auto count = counts[static_cast<std::size_t>(year - kFirstYearOffered)]; count > 0)
      years.push_back({year, count});
  return years;
}

YearPlaylist loved_in(const History& history, int year, std::size_t most) {
  const auto& tracks = *history.tracks;
  const auto& meetings = *history.meetings;
  auto stretch = stretch_of(history, days_of(year));
  std::vector<std::uint32_t> plays(tracks.size());
  for (auto play = stretch.first_play; play < stretch.end_of_plays; ++play) ++plays[history.plays->tracks[play]];
  auto ranks = best_ranks(history, days_of(year));

  std::vector<music::TrackFacts> candidates;
  for (TrackNo track = 0; track < tracks.size(); ++track) {
    bool saved = stretch.has(meetings.saved[track]);
    if (plays[track] == 0 && ranks[track] == 0 && !saved) continue;
    music::TrackFacts facts{tracks.ids[track], tracks.name(track), plays[track]};
    if (saved) facts.saved = month_of(history, meetings.saved[track]);
    if (ranks[track] > 0) facts.best_rank = ranks[track];
    facts.first_seen = time_of(meetings.first_seen[track]);
    candidates.push_back(facts);
  }
  join_versions(history, candidates);
  YearPlaylist playlist{static_cast<std::int64_t>(candidates.size()), {}};
  for (auto& loved : music::most_loved(std::chrono::year(year), candidates, most))
    playlist.tracks.push_back({tracks.find(Id{loved.track_id}), std::move(loved.reason), loved.score});
  return playlist;
}

YearPlaylist released_in(const History& history, int year, std::size_t most) {
  const auto& tracks = *history.tracks;
  std::vector<TrackNo> released;
  auto days = days_of(year);
  for (TrackNo track = 0; track < tracks.size(); ++track)
    if (days.have(tracks.release_days[track])) released.push_back(track);
  auto track_of = [](TrackNo track) { return track; };
  auto plays_of = [&](TrackNo track) { return history.counts->plays[track]; };
  join_recordings(history, released, track_of, plays_of, [](TrackNo, TrackNo) {});
  YearPlaylist playlist{static_cast<std::int64_t>(released.size()), {}};
  keep_first(released, most, [&](TrackNo track) {
    return std::tuple(-std::int64_t(history.recording_counts->plays[track]), -tracks.popularities[track],
                      history.meetings->first_seen[track], tracks.name(track), tracks.ids[track]);
  });
  for (auto track : released)
    playlist.tracks.push_back({track, "released " + release_date(tracks, track).value_or(""), std::nullopt});
  return playlist;
}

}  // namespace mtm::questions
