// Histories made of rows, by hand or at random, for tests that work the answers out from the rows themselves.
#pragma once
#include <algorithm>
#include <numeric>
#include <random>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "history/builder.hpp"
#include "music/ranges.hpp"

namespace mtm::test {

/// "2026-06-15T12:00:00Z"
inline history::Moment moment(std::string_view rfc3339) {
  return std::chrono::microseconds(from_rfc3339(rfc3339).value().time_since_epoch()).count();
}

/// "2026-06-15"
inline history::Day day(std::string_view date) { return day_of(music::day_from(date).value()); }

struct Rows {
  std::vector<history::TrackRow> tracks;
  std::vector<history::PlayRow> plays;
  std::vector<history::SnapshotRow> snapshots;
  std::vector<history::RecordingDecision> decisions;

  history::HistoryPtr history(std::string_view zone = "UTC") const {
    history::Builder builder;
    for (const auto& track : tracks) builder.add(track);
    for (const auto& play : plays) builder.add(play);
    for (const auto& place : snapshots) builder.add(place);
    builder.set_decisions(decisions);
    return builder.finish(Id{1}, 1, 1, TimeZone::of(zone));
  }

  history::TrackRow& track(std::int64_t id) {
    history::TrackRow row;
    row.id = id;
    row.spotify_id = "0000000000000000000000";
    row.name = "Track";
    row.artist_id = 1;
    row.artist = "Artist";
    row.first_seen = moment("2020-01-01T00:00:00Z");
    tracks.push_back(row);
    return tracks.back();
  }
  void play(std::int64_t track, std::string_view ended) { plays.push_back({track, moment(ended), -1}); }
  /// The first of the tracks at rank 1.
  void snapshot(history::Day day, const std::vector<std::int64_t>& tracks,
                history::TimeRange range = history::TimeRange::short_term) {
    std::int16_t rank = 0;
    for (auto track : tracks) snapshots.push_back({range, day, ++rank, track});
  }
};

inline float& feature(history::TrackRow& row, history::Feature feature) {
  return row.features[static_cast<std::size_t>(feature)];
}

/// A library whose ids stand in no order, of years around 2024; some features are not known, and of the others many are
/// equal.
inline Rows random_rows(std::mt19937& random, int tracks = 200) {
  auto below = [&](int end) { return std::uniform_int_distribution<int>(0, end - 1)(random); };
  auto moment_between_years = [&](int from, int until) {
    auto begin = first_day(from), end = first_day(until);
    return (begin + below(end - begin)) * std::int64_t(86'400'000'000) + below(86'400) * std::int64_t(1'000'000);
  };
  std::vector<std::int64_t> ids(static_cast<std::size_t>(tracks));
  std::iota(ids.begin(), ids.end(), 1);
  std::shuffle(ids.begin(), ids.end(), random);
  Rows rows;
  for (auto id : ids) {
    auto& row = rows.track(id);
    row.artist_id = id % 7 + 1;
    bool silent = below(5) == 0;
    for (auto& value : row.features)
      if (!silent && below(20) > 0) value = static_cast<float>(below(21)) / 20;
    if (!silent) feature(row, history::Feature::tempo) = static_cast<float>(70 + below(100));
    row.first_seen = moment_between_years(2020, 2027);
    row.unknown_meeting = below(4) == 0;
    if (below(2) == 0) row.saved = moment_between_years(2000, 2028);
  }
  auto any_track = [&] { return ids[static_cast<std::size_t>(below(tracks))]; };
  for (int i = 0; i < tracks * 4; ++i) rows.plays.push_back({any_track(), moment_between_years(2022, 2027), -1});
  for (int i = 0; i < 20; ++i) {
    std::shuffle(ids.begin(), ids.end(), random);
    auto places = std::min<std::ptrdiff_t>(tracks, 1 + below(50));
    std::vector<std::int64_t> listed(ids.begin(), ids.begin() + places);
    auto date = static_cast<history::Day>(first_day(2024) + i * 40 + below(40));
    rows.snapshot(date, listed, static_cast<history::TimeRange>(below(3)));
  }
  return rows;
}

}  // namespace mtm::test
