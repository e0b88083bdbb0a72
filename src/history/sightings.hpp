// What sources told of one person's plays, a row each, before it is known which rows speak of the same play.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "history/history.hpp"

namespace mtm::history {

/// What kind of source tells of a play.
enum class Teller : std::uint8_t { extended_history, spotify_api, scrobble, account_data, lastfm };

/// A play as one source tells of it. Times are within the years 1 to 9999. Only scrobbles and Last.fm tell starts.
struct Sighting {
  TrackNo track = kNoTrack;
  Moment at = kNever;           // when it ended
  std::int32_t ms_played = -1;  // -1: unknown
  std::uint32_t source = 0;     // any number that the source has among the person's
  Teller teller = Teller::spotify_api;
  bool at_is_start = false;    // `at` is when it began
  bool cut_to_minute = false;  // `at` is the beginning of its minute
  PlayDetails details = {};
  bool removed = false;  // the person has removed the play that this row tells of
};

/// As columns, 25 bytes each.
struct Sightings {
  std::vector<Moment> at;
  std::vector<TrackNo> tracks;
  std::vector<std::int32_t> ms_played;
  std::vector<std::uint32_t> sources;
  std::vector<std::uint8_t> manners;  // teller, at_is_start, cut_to_minute, removed
  std::vector<PlayDetails> details;

  std::size_t size() const { return at.size(); }
  std::size_t bytes() const;
  void reserve(std::size_t size);
  void push_back(const Sighting& sighting);
  Sighting operator[](std::size_t i) const;
};

inline constexpr std::uint8_t kTellerBits = 7, kAtIsStart = 8, kCutToMinute = 16, kRemoved = 32;  // of a manner

inline Teller teller_of(std::uint8_t manner) { return static_cast<Teller>(manner & kTellerBits); }

std::uint8_t manner_of(const Sighting& sighting);

/// How well such a row knows a play; 0 knows it best.
inline int rank_of(std::uint8_t manner, std::int32_t ms_played) {
  switch (teller_of(manner)) {
    case Teller::extended_history:
      return 0;
    case Teller::spotify_api:
      return 1;
    case Teller::scrobble:
      return ms_played >= 0 ? 2 : 4;
    case Teller::account_data:
      return 3;
    case Teller::lastfm:
      break;
  }
  return 5;
}

inline constexpr Moment kMillisecond = 1'000, kSecond = 1'000'000, kMinute = 60 * kSecond;

/// In whole units; rounded down before 1970, too.
inline std::int64_t in_units(Moment at, Moment unit) { return at >= 0 ? at / unit : -((-at + unit - 1) / unit); }

/// When a play ended of which such a row tells: of a known start so much later as it was played, or as its track is
/// long, or at once.
inline Moment end_of(Moment at, std::uint8_t manner, std::int32_t ms_played, std::int32_t duration_ms) {
  if (!(manner & kAtIsStart)) return at;
  auto length = ms_played >= 0 ? ms_played : duration_ms;
  return at + std::max(length, 0) * kMillisecond;
}

/// Whether any of them tells of a play that was removed.
bool any_removed(const Sightings& sightings);

/// Of one source, or of extended histories alone, and none removed: no two of such sightings need to be compared as
/// songs.
bool told_alike(const Sightings& sightings);

}  // namespace mtm::history
