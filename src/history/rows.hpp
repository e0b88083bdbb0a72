// What a history is built from, a row each, as the database has it.
#pragma once
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "history/history.hpp"
#include "history/sightings.hpp"

namespace mtm::history {

/// A track of the library. Its texts need to live only until it was added.
struct TrackRow {
  std::int64_t id = 0;
  std::string_view spotify_id, name;
  std::int64_t artist_id = 0;
  std::string_view artist;
  bool artist_unconfirmed = false;  // a file alone names them
  std::optional<std::string_view> album;
  Day release_day = kNoDay;
  Precision release_precision = Precision::day;
  std::int32_t duration_ms = -1;
  std::int8_t popularity = -1;
  std::string_view image;  // empty: none
  std::string_view isrc;   // empty: unknown
  std::array<float, kFeatures> features = unknown_features();
  Moment first_seen = kNever, saved = kNever, unsaved = kNever;
  bool unknown_meeting = false;

  static constexpr std::array<float, kFeatures> unknown_features() {
    std::array<float, kFeatures> none{};
    for (auto& value : none) value = std::numeric_limits<float>::quiet_NaN();
    return none;
  }
};

/// A play as its source told it.
struct PlayRow {
  std::int64_t track_id = 0;
  Moment at = kNever;  // when it ended
  std::int32_t ms_played = -1;
  bool at_is_start = false;    // `at` is when it began
  bool cut_to_minute = false;  // `at` is the beginning of its minute
  Teller teller = Teller::spotify_api;
  std::int64_t source_id = 0;
  PlayDetails details = {};
};

/// A play that the person has removed: the row that knew it best, as its source told it.
struct RemovedRow {
  std::int64_t track_id = 0;
  Moment at = kNever;
  std::int32_t ms_played = -1;
  bool at_is_start = false;
  bool cut_to_minute = false;
  Teller teller = Teller::spotify_api;
};

struct SnapshotRow {
  TimeRange range = TimeRange::short_term;
  Day day = kNoDay;
  std::int16_t rank = 0;
  std::int64_t track_id = 0;
};

}  // namespace mtm::history
