#include "questions/years.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "questions/days.hpp"

namespace mtm::questions {

using history::History;
using history::TrackNo;

namespace {

/// Of release; recordings began not long before.
constexpr int kFirstYearOffered = 1900;

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

}  // namespace mtm::questions
