#include "questions/years.hpp"

#include <algorithm>
#include <tuple>

#include "music/years.hpp"
#include "questions/best.hpp"
#include "questions/best_ranks.hpp"
#include "questions/days.hpp"
#include "questions/release_date.hpp"

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

}  // namespace

std::vector<YearCount> years_loved(const History& history, int current_year) {
  std::vector<YearCount> years;
  HeardByYear heard(history, kFirstYearOfListening, current_year);
  for (int year = current_year; year >= kFirstYearOfListening; --year) {
    std::uint32_t tracks = 0;
    for (auto is_of_year : heard.heard_in(year)) tracks += is_of_year;
    if (tracks > 0) years.push_back({year, tracks});
  }
  return years;
}

std::vector<YearCount> years_released(const Tracks& tracks, int current_year) {
  Days offered{first_day(kFirstYearOffered), first_day(current_year + 1) - 1};
  std::vector<std::int64_t> counts(static_cast<std::size_t>(current_year - kFirstYearOffered) + 1);
  for (auto day : tracks.release_days)
    if (offered.have(day)) ++counts[static_cast<std::size_t>(year_of(day) - kFirstYearOffered)];
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
  YearPlaylist playlist{static_cast<std::int64_t>(released.size()), {}};
  keep_first(released, most, [&](TrackNo track) {
    return std::tuple(-std::int64_t(history.counts->plays[track]), -tracks.popularities[track],
                      history.meetings->first_seen[track], tracks.name(track), tracks.ids[track]);
  });
  for (auto track : released)
    playlist.tracks.push_back({track, "released " + release_date(tracks, track).value_or(""), std::nullopt});
  return playlist;
}

}  // namespace mtm::questions
